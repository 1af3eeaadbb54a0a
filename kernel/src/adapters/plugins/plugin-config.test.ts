import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { completeConfig } from "./plugin-config.js";

const schema = Buffer.from(
  JSON.stringify({
    type: "object",
    additionalProperties: false,
    properties: {
      prune: { type: "boolean", default: false },
      limit: { type: "integer" },
      name: { type: "string" },
      key: { type: "string", minLength: 4, "x-gofer-secret": true },
    },
  }),
);

test("secret fields leave the configuration, defaults come in, and texts get the types of the schema", async () => {
  expect(
    await completeConfig(schema, { config: { limit: 1, key: "abcd" }, texts: { limit: "7", name: "12" }, secrets: {} }),
  ).toEqual({ config: { prune: false, limit: 7, name: "12" }, secrets: { "/key": "abcd" }, violations: [] });
});

test("a secret is read from the file that it names, but not one that came from elsewhere", async () => {
  const folder = mkdtempSync(join(tmpdir(), "gofer-secret-"));
  const file = join(folder, "key");
  writeFileSync(file, "from a file\n");
  expect((await completeConfig(schema, { config: { key: `@${file}` }, secrets: {} })).secrets).toEqual({
    "/key": "from a file",
  });
  expect((await completeConfig(schema, { config: {}, secrets: { "/key": `@${file}` } })).secrets).toEqual({
    "/key": `@${file}`,
  });
  rmSync(folder, { recursive: true });
  await expect(completeConfig(schema, { config: { key: `@${file}` }, secrets: {} })).rejects.toThrow(
    `key is to be read from ${file}`,
  );
});

test("everything that is wrong is told, and no secret with it", async () => {
  const { violations } = await completeConfig(schema, {
    config: { prun: true, key: "hid" },
    texts: { limit: "many" },
    secrets: {},
  });
  expect(violations).toEqual([
    { pointer: "", message: 'has an unknown key "prun"' },
    { pointer: "/limit", message: "must be integer" },
    { pointer: "/key", message: "must NOT have fewer than 4 characters" },
  ]);
});

test("a schema that is none is refused, one after a good one too", async () => {
  await completeConfig(schema, { config: {}, secrets: {} });
  const wrong = Buffer.from(JSON.stringify({ type: "object", properties: { a: { type: "text" } } }));
  await expect(completeConfig(wrong, { config: {}, secrets: {} })).rejects.toThrow("schema is invalid");
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { Fixture } from "./fixture.js";
import { startFixtureServer } from "./fixture-server.js";
import { isRunning } from "./plugin-process.js";
import { readFixture } from "./target.js";

const folder = mkdtempSync(join(tmpdir(), "gofer-fixture-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A fixture file whose server is the script beside it. */
function fixtureWith(script: string): Fixture {
  writeFileSync(join(folder, "server.mjs"), script);
  const server = { command: [process.execPath, "server.mjs"] };
  writeFileSync(
    join(folder, "conformance.json"),
    JSON.stringify({ server, config: { url: "{{server}}/v1" }, task: { settings: { url: "{{server}}" } } }),
  );
  return readFixture(join(folder, "conformance.json"));
}

test("the server runs beside its file, its address is put in, and it ends with the test", async () => {
  const server = await startFixtureServer(
    fixtureWith("console.log(`\"${process.pid}\"`); console.log('noise'); process.stdin.resume();"),
  );
  const { config, task } = server.fixture;
  const { url = "" } = task.settings;
  expect(url).toMatch(/^"\d+"$/);
  expect(config).toEqual({ url: `${url}/v1` });
  const pid = Number(url.slice(1, -1));
  expect(isRunning(pid)).toBe(true);
  await server[Symbol.asyncDispose]();
  expect(isRunning(pid)).toBe(false);
});

test.each([
  ["ends before it has said where it is", "process.exit(3)", "it ended with exit code 3"],
  ["is not there", undefined, "ENOENT"],
])("a server that %s is named", async (_title, script, reason) => {
  const fixture =
    script === undefined ? Fixture.parse({ server: { command: ["/nowhere/server"] } }) : fixtureWith(script);
  await expect(startFixtureServer(fixture)).rejects.toThrow(reason);
  await expect(startFixtureServer(fixture)).rejects.toThrow(/the fixture's server ".*server/);
});

test("a fixture without a server is as it was", async () => {
  const fixture = Fixture.parse({ config: { text: "{{server}}" } });
  await using server = await startFixtureServer(fixture);
  expect(server.fixture).toBe(fixture);
});

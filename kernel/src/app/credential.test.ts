import { expect, test } from "vitest";
import { createDerivedTokens, hashOf, isSameSecret, mintToken, parseCredential } from "./credential.js";

const run = { namespace: "team_a", pipelineId: "build", runId: 7, key: 41 };

test("a token has 256 random bits, and only its hash tells it from another one", () => {
  const { id, text, hash } = mintToken();
  expect(Buffer.from(text.split("_").slice(2).join("_"), "base64url")).toHaveLength(32);
  expect(parseCredential(text)).toEqual({ kind: "token", id, hash });
  expect(hash.toString("hex")).not.toContain(text);
  expect(isSameSecret(hashOf(`${text.slice(0, -1)}A`), hashOf(`${text.slice(0, -1)}B`))).toBe(false);
});

test("B21: the token of a run is derived: the same after a restart, and of no other run or kernel", () => {
  const tokens = createDerivedTokens("a".repeat(43));
  const text = tokens.ofRun(run);
  expect(createDerivedTokens("a".repeat(43)).ofRun(run)).toBe(text);
  const credential = parseCredential(text);
  if (credential?.kind !== "run") throw new Error("not a run token");
  expect(credential.run).toEqual(run);
  expect(tokens.isGenuine(credential)).toBe(true);
  expect(createDerivedTokens("b".repeat(43)).isGenuine(credential)).toBe(false);
  for (const other of [{ namespace: "team" }, { pipelineId: "other" }, { runId: 8 }, { key: 42 }])
    expect(tokens.isGenuine({ ...credential, run: { ...run, ...other } })).toBe(false);
});

test("B63: names that are designed to collide do not: each part has its place", () => {
  const tokens = createDerivedTokens("a".repeat(43));
  const one = tokens.ofRun({ namespace: "a_b", pipelineId: "ccc", runId: 1, key: 1 });
  const other = tokens.ofRun({ namespace: "aaa", pipelineId: "b_ccc", runId: 1, key: 1 });
  expect(one.slice(-43)).not.toBe(other.slice(-43));
  const plugin = parseCredential(tokens.ofPlugin({ alias: "run-a", generation: 3 }));
  expect(plugin).toMatchObject({ kind: "plugin", plugin: { alias: "run-a", generation: 3 } });
});

test.each(["", "gofer_", "gofer_run_a.b.1.1_x", `gofer_0123456789ab_${"x".repeat(44)}`, "x".repeat(100_000)])(
  "%.30s is not a token",
  (text) => expect(parseCredential(text)).toBeUndefined(),
);

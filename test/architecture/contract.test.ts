import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");

/** What buf says of the protos after a change, against those of the last release. */
function breakingAfter(change: (scheduler: string) => string) {
  const directory = mkdtempSync(join(tmpdir(), "gofer-contract-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const name of ["buf.yaml", "proto"])
    cpSync(join(root, name), join(directory, name), {
      recursive: true,
      filter: (path) => !/proto\/(gen|src|dist|node_modules)$/.test(path),
    });
  const file = join(directory, "proto", "gofer", "scheduler", "v1", "scheduler.proto");
  const before = readFileSync(file, "utf8");
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(file, after);
  const words = [join(root, "node_modules/@bufbuild/buf/bin/buf"), "breaking", "--against", "proto/released.binpb"];
  const { status, stdout } = spawnSync(process.execPath, words, { cwd: directory, encoding: "utf8" });
  return { status, stdout };
}

test("a field that is added to the contract breaks nothing", () => {
  const added = breakingAfter((proto) =>
    proto.replace("message TerminalSize {", "$&\n  // New.\n  uint32 depth = 99;"),
  );
  expect(added).toEqual({ status: 0, stdout: "" });
});

test.each([
  ["gets another number", /(PullPolicy pull_policy = )3;/, "$17;", "pull_policy"],
  ["is taken away", / {2}PullPolicy pull_policy = 3;\n/, "", "pull_policy"],
  ["gets another type", /bool tty = 3;/, "string tty = 3;", "tty"],
])("a field of the contract that %s is refused", (_what, field, replacement, name) => {
  const { status, stdout } = breakingAfter((proto) => proto.replace(field, replacement));
  expect(status).not.toBe(0);
  expect(stdout).toContain(name);
});

import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeFolder } from "./folders.js";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "gofer-folders-"))));
afterEach(() => rmSync(folder, { recursive: true }));

test("a folder is made with those above it, for its owner alone, and is left as it is when it is there", () => {
  const path = join(folder, "a", "b");
  for (let times = 0; times < 2; times++) makeFolder(path, "name another one");
  for (const made of [path, join(folder, "a")]) expect(statSync(made).mode & 0o777).toBe(0o700);
});

test("where there can be no folder, it is said why and what to do", () => {
  writeFileSync(join(folder, "file"), "");
  for (const path of ["file", "file/below"]) {
    expect(() => makeFolder(join(folder, path), "name another one")).toThrow(
      /^the folder .*file.* cannot be made \(.*file is a file\): name another one$/,
    );
  }
  // Node 20 alone would try without an end.
  expect(() => makeFolder("/proc/nowhere/below", "name another one")).toThrow("name another one");
});

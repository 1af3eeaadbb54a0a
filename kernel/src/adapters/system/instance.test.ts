import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { socketRoot } from "./instance.js";

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "gofer-data-"));
});
afterEach(() => rmSync(data, { recursive: true }));

test("the sockets of a kernel that was killed are removed by the next one on the same data", () => {
  const killed = socketRoot(data);
  writeFileSync(join(killed.path, "socket"), "");
  using next = socketRoot(data);
  expect(existsSync(killed.path)).toBe(false);
  expect(existsSync(next.path)).toBe(true);
});

test("a kernel that stops leaves nothing", () => {
  const { path, ...root } = socketRoot(data);
  root[Symbol.dispose]();
  expect(existsSync(path)).toBe(false);
});

test("nothing else is removed, whatever the file says", () => {
  const precious = join(data, "precious");
  writeFileSync(precious, "kept");
  for (const path of [data, precious, "/", "", "gofer-abcdef"]) {
    writeFileSync(join(data, "sockets-at"), path);
    using root = socketRoot(data);
    expect(dirname(root.path)).not.toBe(data);
    expect(readFileSync(precious, "utf8")).toBe("kept");
  }
});

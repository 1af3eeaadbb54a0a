import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ExecMarks } from "./exec-marks.js";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "gofer-execs-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

test("what a living process runs is left to it, and what a dead one ran is not", () => {
  const marks = new ExecMarks(directory);
  marks.set("alive", "box");
  const write = (name: string, text: string) => writeFileSync(join(directory, "execs", name), text);
  // The number is that of this process, and was that of another one.
  write("dead", JSON.stringify({ containerId: "box", pid: process.pid, startTicks: "1" }));
  write("torn", '{"contai');
  expect(new ExecMarks(directory).left()).toEqual([
    { execId: "dead", containerId: "box" },
    { execId: "torn", containerId: "" },
  ]);
  for (const { execId } of marks.left()) marks.delete(execId);
  marks.delete("alive");
  expect(marks.left()).toEqual([]);
});

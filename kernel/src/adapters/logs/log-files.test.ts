import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { LogChunk, LogStore } from "../../ports/log-store.js";
import { openLogFiles } from "./log-files.js";

const ref = { runKey: 1, taskId: "task", attempt: 1 };
const limitBytes = 1000;
const note =
  "\n[gofer: the rest of this output was left out: it takes more than the 1000 bytes of task_run_log_limit]\n";
let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "gofer-logs-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** A piece of output that takes 100 bytes in a file. */
function chunk(index: number): LogChunk {
  const cursor = Buffer.from(String(index).padStart(5, "0"));
  return { cursor, stderr: false, writtenAtMs: index, data: Buffer.from(String(index % 10).repeat(80)) };
}
const chunks = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => chunk(from + index));
const textOf = (all: readonly LogChunk[]) => all.map(({ data }) => data.toString()).join("");

async function read(logs: LogStore): Promise<string> {
  const options = { follow: false, signal: new AbortController().signal, isComplete: () => true };
  const all: LogChunk[] = [];
  for await (const some of logs.read(ref, options)) all.push(...some);
  return textOf(all);
}
const fileBytes = () => statSync(join(folder, "1", "task.1")).size;

test("a log has what there is room for, and then a note; what comes later is left out", async () => {
  const logs = openLogFiles(folder, { limitBytes });
  await using writer = await logs.openWriter(ref);
  await writer.append(chunks(0, 8));
  expect(writer.isFull).toBe(false);
  await writer.append(chunks(8, 20));
  expect(writer.isFull).toBe(true);
  await writer.append(chunks(20, 30));
  const kept = textOf(chunks(0, 10)) + note;
  expect(await writer.complete()).toBe(kept.length);
  expect(await read(logs)).toBe(kept);
  expect(fileBytes()).toBeLessThan(limitBytes + note.length + 50);
});

test("a log that is as large as it may be has no note", async () => {
  const logs = openLogFiles(folder, { limitBytes });
  await using writer = await logs.openWriter(ref);
  await writer.append(chunks(0, 10));
  expect([await writer.complete(), writer.isFull]).toEqual([800, false]);
  expect(await read(logs)).toBe(textOf(chunks(0, 10)));
});

test("who opens a log that is full again finds it so, and one that is not goes on where it was", async () => {
  const logs = openLogFiles(folder, { limitBytes });
  {
    await using writer = await logs.openWriter(ref);
    await writer.append(chunks(0, 5));
  }
  {
    await using writer = await logs.openWriter(ref);
    expect([writer.isFull, writer.cursor.toString()]).toEqual([false, "00004"]);
    await writer.append(chunks(5, 20));
    await writer.complete();
  }
  await using writer = await logs.openWriter(ref);
  expect([writer.isFull, writer.cursor.toString()]).toEqual([true, "00009"]);
  await writer.complete();
  expect(await read(logs)).toBe(textOf(chunks(0, 10)) + note);
});

test("a log that comes as a whole is cut as well, and takes no room for its cursors", async () => {
  const logs = openLogFiles(folder, { limitBytes });
  // 95 bytes each.
  await logs.store(ref, chunks(0, 20));
  expect(await read(logs)).toBe(textOf(chunks(0, 10)) + note);
  expect(fileBytes()).toBeLessThan(limitBytes + note.length + 50);
});

test("without a limit all of it is kept", async () => {
  const logs = openLogFiles(folder, { limitBytes: 0 });
  await using writer = await logs.openWriter(ref);
  await writer.append(chunks(0, 1000));
  await writer.complete();
  expect(await read(logs)).toBe(textOf(chunks(0, 1000)));
});

import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { LogChunk, LogStore } from "../../ports/log-store.js";
import { framesOf } from "./frame.js";
import { openLogFiles } from "./log-files.js";
import { OpenLog, RecentFrames } from "./open-log.js";

const ref = { runKey: 1, taskId: "task", attempt: 1 };
const never = new AbortController().signal;

let folder: string;
let logs: LogStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gofer-logs-"));
  logs = openLogFiles(folder, { limitBytes: 0 });
});
afterEach(() => rmSync(folder, { recursive: true }));

let written = 0;
function chunkOf(data: string | Buffer, stderr = false): LogChunk {
  return { cursor: Buffer.from(String(++written)), stderr, writtenAtMs: 1, data: Buffer.from(data) };
}

/** What somebody reads who stands still before the lists of these numbers until he is let go. */
function follow(options: { stopAt?: number; until?: Promise<void>; pace?: number } = {}) {
  const lists: (readonly LogChunk[])[] = [];
  const all = (async () => {
    for await (const list of logs.read(ref, { follow: true, signal: never, isComplete: () => false })) {
      lists.push(list);
      if (lists.length === options.stopAt) await options.until;
      for (let turns = options.pace ?? 0; turns > 0; turns--) await turn();
    }
    return describe(lists.flat());
  })();
  return { lists, all };
}

const describe = (chunks: readonly LogChunk[]) =>
  chunks.map(({ cursor, stderr, data }) => `${cursor.toString()} ${stderr} ${data.toString("base64")}`);

test("followers at different places of one log get the same chunks, however they come apart", async () => {
  const sizes = fc.array(fc.array(fc.oneof(fc.nat(50), fc.nat(70_000), fc.constant(300_000)), { maxLength: 5 }), {
    maxLength: 25,
  });
  await fc.assert(
    fc.asyncProperty(sizes, fc.array(fc.nat(5), { minLength: 1, maxLength: 6 }), async (appends, paces) => {
      const given: LogChunk[] = [];
      const writer = await logs.openWriter(ref);
      const followers: ReturnType<typeof follow>[] = [];
      for (const [index, lengths] of appends.entries()) {
        const pace = paces[index];
        if (pace !== undefined) followers.push(follow({ pace }));
        const chunks = lengths.map((length) => chunkOf(Buffer.alloc(length, written), length % 2 === 0));
        await writer.append(chunks);
        given.push(...chunks);
      }
      await writer.complete();
      followers.push(follow(), follow({ pace: 1 }));
      for (const { all } of followers) expect(await all).toEqual(describe(given));
      await writer[Symbol.asyncDispose]();
      await logs.removeRun(ref.runKey);
    }),
    { numRuns: 25 },
  );
});

test("those who follow at one place get the same lists, also when they have come apart", async () => {
  const writer = await logs.openWriter(ref);
  await writer.append(Array.from({ length: 40 }, () => chunkOf(Buffer.alloc(64 << 10, "x"))));
  let letGo = (): void => undefined;
  const until = new Promise<void>((resolve) => (letGo = resolve));
  const behind = follow({ stopAt: 1, until });
  const ahead = follow();
  await expect.poll(() => ahead.lists.flat().length).toBe(40);
  letGo();
  await expect.poll(() => behind.lists.flat().length).toBe(40);
  await writer.append([chunkOf("live")]);
  await writer.complete();
  await Promise.all([ahead.all, behind.all]);
  expect(ahead.lists.length).toBeGreaterThan(2);
  expect(behind.lists.map((list, index) => list === ahead.lists[index])).toEqual(ahead.lists.map(() => true));
  await writer[Symbol.asyncDispose]();
});

test("for one who does not read nothing is kept in memory, and of all that is kept the oldest goes", async () => {
  const recent = new RecentFrames(1000);
  const log = new OpenLog(recent);
  log.readers = 2;
  const first = framesOf(0, [chunkOf(Buffer.alloc(300))]);
  log.grow(first);
  expect(log.find(0)).toBeUndefined();
  const waiting = log.woken(log.version, never);
  log.grow(first);
  await waiting;
  expect(log.find(0)).toBe(first);
  const other = new OpenLog(recent);
  other.readers = 2;
  const alsoWaiting = other.woken(other.version, never);
  const second = framesOf(0, [chunkOf(Buffer.alloc(600))]);
  other.grow(second);
  await alsoWaiting;
  expect(log.find(0)).toBeUndefined();
  expect(other.find(0)).toBe(second);
});

test("a half-written frame is no output until it is whole, and is cut off by the next writer", async () => {
  const path = join(folder, "1", "task.1");
  const writer = await logs.openWriter(ref);
  await writer.append([chunkOf("whole"), chunkOf("torn")]);
  await writer[Symbol.asyncDispose]();
  const bytes = readFileSync(path);
  truncateSync(path, bytes.length - 1);
  const reader = follow();
  await expect.poll(() => reader.lists.flat().map(({ data }) => data.toString())).toEqual(["whole"]);
  const next = await logs.openWriter(ref);
  expect(next.cursor.toString()).toBe(String(written - 1));
  expect(await logs.size(ref)).toBe("whole".length);
  await next.append([chunkOf("new")]);
  await next.complete();
  expect((await reader.all).length).toBe(2);
  await next[Symbol.asyncDispose]();
});

test("what a writer has not yet stored as a whole is not read, though it is in the file", async () => {
  const writer = await logs.openWriter(ref);
  await writer.append([chunkOf("stored")]);
  const frame = readFileSync(join(folder, "1", "task.1"));
  // As a full disk leaves it for a moment: the writer will take it back.
  appendFileSync(join(folder, "1", "task.1"), frame);
  const reader = logs.read(ref, { follow: false, signal: never, isComplete: () => false });
  const seen: string[] = [];
  for await (const list of reader) seen.push(...list.map(({ data }) => data.toString()));
  expect(seen).toEqual(["stored"]);
  await writer[Symbol.asyncDispose]();
});

test("one who follows a log that stays empty is done when it is said to be complete", async () => {
  let complete = false;
  const read = async () => {
    let lists = 0;
    for await (const _ of logs.read(ref, { follow: true, signal: never, isComplete: () => complete })) lists++;
    return lists;
  };
  const reading = read();
  await turn();
  complete = true;
  logs.wake(ref);
  expect(await reading).toBe(0);
});

test("who follows goes on in what replaces the log, and ends when he goes away", async () => {
  mkdirSync(join(folder, "1"));
  const reader = follow();
  const stop = new AbortController();
  const leaving = (async () => {
    for await (const _ of logs.read(ref, { follow: true, signal: stop.signal, isComplete: () => false }));
  })();
  await turn();
  stop.abort();
  await leaving;
  expect(await logs.store(ref, [chunkOf("all of it")])).toBe("all of it".length);
  expect((await reader.all).length).toBe(1);
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Fault } from "@gofer/sdk/fault";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openLogFiles } from "./adapters/logs/log-files.js";
import type { Executor } from "./app/executor.js";
import { captureLog } from "./app/log-capture.js";
import type { LogChunk, LogStore } from "./ports/log-store.js";

const ref = { runKey: 1, taskId: "task", attempt: 1 };
let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "gofer-capture-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const chunk = (text: string, cursor = Buffer.from("c")): LogChunk => ({
  ...{ cursor, stderr: false, writtenAtMs: 1, data: Buffer.from(text) },
});

type Messages = ReturnType<Executor["logs"]>;

function capture(
  logs: LogStore,
  messages: () => Messages,
  closed = new AbortController().signal,
  onTrouble = (_problem?: string) => {},
) {
  return captureLog(
    logs,
    { id: "scheduler/some", closed, logs: messages },
    { ref, key: "key", secrets: [], onTrouble },
  );
}

async function read(logs: LogStore): Promise<string> {
  let text = "";
  const options = { follow: false, signal: new AbortController().signal, isComplete: () => true };
  for await (const chunks of logs.read(ref, options)) for (const { data } of chunks) text += data.toString();
  return text;
}

test("output without an end is given up when the log is full, and not asked for again", async () => {
  const logs = openLogFiles(folder, { limitBytes: 10_000 });
  let opened = 0;
  let isOpen = false;
  async function* endless(): Messages {
    opened++;
    isOpen = true;
    try {
      for (;;) yield { chunks: [chunk("x"), chunk("y".repeat(100))], eof: false };
    } finally {
      isOpen = false;
    }
  }
  const first = await capture(logs, endless);
  expect(first.kind).toBe("complete");
  expect([opened, isOpen]).toEqual([1, false]);
  const kept = await read(logs);
  expect(kept).toMatch(/^(xy{100})+x?\n\[gofer: the rest of this output was left out: .*\]\n$/);
  // As after a restart, while the task goes on.
  expect(await capture(logs, endless)).toEqual(first);
  expect([opened, await read(logs)]).toEqual([1, kept]);
});

test("what comes after the end is not read", async () => {
  const logs = openLogFiles(folder, { limitBytes: 0 });
  async function* messages(): Messages {
    yield { chunks: [chunk("all")], eof: true };
    yield { chunks: [chunk("more")], eof: false };
  }
  expect(await capture(logs, messages)).toEqual({ kind: "complete", bytes: 3 });
  expect(await read(logs)).toBe("all");
});

test("a cursor that no log can hold ends the log, and says whose plugin sent it", async () => {
  const logs = openLogFiles(folder, { limitBytes: 0 });
  async function* messages(): Messages {
    yield { chunks: [chunk("good")], eof: false };
    yield { chunks: [chunk("bad", Buffer.alloc(70_000))], eof: false };
  }
  expect(await capture(logs, messages)).toEqual({
    ...{ kind: "incomplete", bytes: 4 },
    problem: "scheduler/some sent a log cursor of 70000 bytes, at most 256 are allowed: its plugin breaks the contract",
  });
});

test("who sends nothing without an end is hardly read", async () => {
  const logs = openLogFiles(folder, { limitBytes: 0 });
  const closing = new AbortController();
  let sent = 0;
  async function* messages(): Messages {
    for (; sent < 100_000; sent++) yield { chunks: sent % 2 === 0 ? [] : [chunk("")], eof: false };
  }
  const captured = capture(logs, messages, closing.signal);
  await vi.waitUntil(() => sent >= 1000);
  closing.abort();
  expect(await captured).toEqual({ kind: "interrupted" });
  // A thousand at once, and then ten in a second.
  expect(sent).toBeLessThan(1500);
});

test("output that cannot be read several times in a row is trouble, once, until it is read again", async () => {
  const logs = openLogFiles(folder, { limitBytes: 0 });
  const told: (string | undefined)[] = [];
  let tries = 0;
  async function* messages(): Messages {
    tries++;
    // Now and then is no trouble.
    if (tries === 2) yield { chunks: [chunk("a")], eof: false };
    if (tries < 10) throw new Fault("unavailable", `the engine is away (${tries})`);
    yield { chunks: [chunk("b")], eof: true };
  }
  const { signal } = new AbortController();
  expect(await capture(logs, messages, signal, (problem) => told.push(problem))).toEqual({
    kind: "complete",
    bytes: 2,
  });
  expect(told).toEqual(["the engine is away (7)", undefined]);
}, 20_000);

test("a stream of output that ends again and again before its end is trouble, too", async () => {
  const logs = openLogFiles(folder, { limitBytes: 0 });
  const closing = new AbortController();
  const problem = await new Promise<string | undefined>((resolve) => {
    async function* messages(): Messages {
      // Ends without a word.
    }
    void capture(logs, messages, closing.signal, resolve);
  });
  closing.abort();
  expect(problem).toBe("scheduler/some ended the stream of output before its end");
});

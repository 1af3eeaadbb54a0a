import { expect, test } from "vitest";
import { createIdleTalk, type Talk } from "./idle-talk.js";

/** How often one is made to wait that sends such messages at these intervals, with so much work given to it before each. */
function pausesOf(
  talk: Partial<Talk>,
  { messages, everyMs, containers = 0 }: { messages: number; everyMs: number; containers?: number },
): number {
  let atMs = 0;
  const idleTalk = createIdleTalk(() => atMs);
  let pauses = 0;
  for (let message = 0; message < messages; message++) {
    atMs += everyMs;
    idleTalk.expect(containers);
    if (idleTalk.heard({ events: 0, resync: false, ...talk }) > 0) pauses++;
  }
  return pauses;
}

test.each([
  ["signs of life for weeks", {}, { messages: 100_000, everyMs: 30_000 }],
  ["what becomes of much work", { events: 400 }, { messages: 100_000, everyMs: 1, containers: 100 }],
  ["a thousand events about containers of an earlier time", { events: 100 }, { messages: 10, everyMs: 1 }],
  ["a backend that restarts each minute", { resync: true }, { messages: 1000, everyMs: 60_000 }],
])("%s is listened to at once", (_title, talk, times) => {
  expect(pausesOf(talk, times)).toBe(0);
});

test.each([
  ["events of nothing", { events: 1000 }, {}],
  ["signs of life without end", {}, {}],
  ["resyncs without end", { resync: true }, {}],
  ["lies with a grain of truth", { events: 1000 }, { containers: 1 }],
])("%s make who sends them wait", (_title, talk, work) => {
  expect(pausesOf(talk, { messages: 10_000, everyMs: 1, ...work })).toBeGreaterThan(8000);
});

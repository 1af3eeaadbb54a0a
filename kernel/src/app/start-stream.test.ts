import { setImmediate as turn } from "node:timers/promises";
import { Fault } from "@gofer/sdk/fault";
import { expect, onTestFinished, test, vi } from "vitest";
import { createStartStream } from "./start-stream.js";

type Client = Parameters<typeof createStartStream>[0];
type Requests = Parameters<Client["streamStarts"]>[0];
type Answer = ReturnType<Client["streamStarts"]> extends AsyncIterable<infer Message> ? Message : never;

/** A scheduler whose streams are answered by hand. */
function scheduler() {
  const streams: { sent: string[][]; answer: (...keys: string[]) => void; end: (error?: Fault) => void }[] = [];
  const streamStarts = async function* (requests: Requests): AsyncGenerator<Answer> {
    const sent: string[][] = [];
    let answers: Answer[] = [];
    let over: { error: Fault | undefined } | undefined;
    let wake = () => {};
    const answer = (...keys: string[]) => {
      answers.push({ results: keys.map((key) => ({ key, outcome: "started", started: null, error: null })) } as never);
      wake();
    };
    const end = (error?: Fault) => {
      over = { error };
      wake();
    };
    streams.push({ sent, answer, end });
    void (async () => {
      for await (const { containers = [] } of requests) sent.push(containers.map(({ key = "" }) => key));
    })();
    for (;;) {
      const now = answers;
      answers = [];
      yield* now;
      if (over?.error) throw over.error;
      if (over) return;
      if (answers.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  const signal = new AbortController().signal;
  const limits = { maxItems: 3, maxWeight: 100, weigh: () => 1 };
  const start = createStartStream({ streamStarts }, { alias: "some", limits, timeoutMs: 60_000, signal });
  return { streams, start: (key: string) => start({ key }) };
}

test("what is asked for in one turn leaves together on one stream, and is answered one by one in any order", async () => {
  const { streams, start } = scheduler();
  const first = ["a", "b", "c", "d"].map(start);
  await turn();
  expect(streams.map(({ sent }) => sent)).toEqual([[["a", "b", "c"], ["d"]]]);
  streams[0]?.answer("c");
  expect(await first[2]).toMatchObject({ key: "c" });
  const later = start("e");
  await turn();
  streams[0]?.answer("e", "a");
  expect(await later).toMatchObject({ key: "e" });
  streams[0]?.answer("d", "b");
  expect(await Promise.all(first)).toMatchObject([{ key: "a" }, { key: "b" }, { key: "c" }, { key: "d" }]);
  expect(streams).toHaveLength(1);
});

test.each([
  ["without an error", undefined],
  ["with any", new Fault("internal", "broken")],
])("a stream that ends %s leaves its items to be sent again, on a new one", async (_how, error) => {
  const { streams, start } = scheduler();
  const lost = Promise.allSettled(["a", "b"].map(start));
  await turn();
  streams[0]?.answer("b");
  streams[0]?.end(error);
  expect(await lost).toMatchObject([{ reason: { code: "unavailable" } }, { value: { key: "b" } }]);
  const again = start("a");
  await turn();
  streams[1]?.answer("a");
  expect(await again).toMatchObject({ key: "a" });
});

test("an item without an answer fails when its time is over, alone", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "performance"] });
  onTestFinished(() => void vi.useRealTimers());
  const { streams, start } = scheduler();
  const old = Promise.allSettled([start("old")]);
  await turn();
  vi.advanceTimersByTime(30_000);
  const young = start("young");
  await turn();
  vi.advanceTimersByTime(31_000);
  expect(await old).toMatchObject([
    {
      reason: {
        code: "deadline",
        message: expect.stringContaining('scheduler "some" did not answer the start of old') as string,
      },
    },
  ]);
  const again = start("old");
  await turn();
  streams[0]?.answer("young", "old");
  expect([await young, await again]).toMatchObject([{ key: "young" }, { key: "old" }]);
});

test("a key that is asked for twice is answered to who asked last, and the other is told", async () => {
  const { streams, start } = scheduler();
  const first = Promise.allSettled([start("a")]);
  await turn();
  const second = start("a");
  await turn();
  expect(await first).toMatchObject([{ reason: { code: "aborted" } }]);
  streams[0]?.answer("a");
  expect(await second).toMatchObject({ key: "a" });
});

import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { Fault } from "../fault.js";
import { answerStarts } from "./stream-starts.js";

type Request = Parameters<Parameters<typeof answerStarts>[1]>[0];

/** A stream of starts whose items end when they are told to. */
function stream(start?: (key: string) => void) {
  const gates = new Map<string, () => void>();
  const bugs: unknown[] = [];
  const stop = new AbortController();
  const sent: (Request | undefined)[] = [];
  let wake = () => {};
  async function* requests(): AsyncGenerator<Request> {
    for (;;) {
      while (sent.length > 0) {
        const request = sent.shift();
        if (!request) return;
        yield request;
      }
      await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  const messages: string[][] = [];
  const ended = (async () => {
    const answers = answerStarts(
      requests(),
      async ({ containers: [{ key } = { key: "" }] }) => {
        start?.(key);
        await new Promise<void>((resolve) => gates.set(key, resolve));
        return { results: [{ key, outcome: "started", started: null }] };
      },
      { signal: stop.signal, onBug: (error) => bugs.push(error) },
    );
    for await (const { results } of answers)
      messages.push(results.map(({ key = "", error }) => (error ? `${key}: ${error.code} ${error.message}` : key)));
  })();
  return {
    messages,
    bugs,
    ended,
    stop,
    send: (...keys: string[]) => {
      sent.push({ containers: keys.map((key) => ({ key })) } as Request);
      wake();
    },
    end: () => {
      sent.push(undefined);
      wake();
    },
    open: (...keys: string[]) => {
      for (const key of keys) gates.get(key)?.();
    },
  };
}

test("each item is answered when it is done, those of one turn in one message, and the rest after the last request", async () => {
  const { messages, send, open, end, ended } = stream();
  send("a", "b", "c");
  await turn();
  open("c", "a");
  await turn();
  expect(messages).toEqual([["c", "a"]]);
  send("d");
  end();
  await turn();
  open("d", "b");
  await ended;
  expect(messages).toEqual([
    ["c", "a"],
    ["d", "b"],
  ]);
});

test("what cannot be started is an item of its own; a bug is told without its words", async () => {
  const { messages, bugs, send, open, end, ended } = stream((key) => {
    if (key === "drained") throw new Fault("unavailable", "try again later");
    if (key === "bug") throw new TypeError("secret words");
  });
  send("drained", "good", "bug");
  end();
  await turn();
  open("good");
  await ended;
  expect(messages.flat().sort()).toEqual(["bug: 13 internal error", "drained: 14 try again later", "good"]);
  expect(bugs).toMatchObject([{ message: "secret words" }]);
});

test("it ends when its caller has gone, whatever waits", async () => {
  const { send, ended, stop, messages } = stream();
  send("a");
  await turn();
  stop.abort();
  await ended;
  expect(messages).toEqual([]);
});

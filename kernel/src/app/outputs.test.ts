import { Fault } from "@gofer/sdk/fault";
import pino from "pino";
import { expect, test } from "vitest";
import { Outputs } from "./outputs.js";

test("the log of the kernel names the task whose output cannot be read, once, and says when it is read again", async () => {
  const lines: unknown[] = [];
  const log = pino({ base: null, timestamp: false }, { write: (line) => void lines.push(JSON.parse(line)) });
  const seen: (string | undefined)[] = [];
  let tries = 0;
  const stored = new Promise<void>((resolve) => {
    const outputs = new Outputs({
      ledger: {
        commit: async () => undefined as never,
        getRunByKey: () => ({ namespace: "default", pipelineId: "nightly", runId: 7 }) as never,
      },
      logs: {
        openWriter: async () => ({
          cursor: Buffer.alloc(0),
          append: async () => undefined,
          complete: async () => 0,
          [Symbol.asyncDispose]: async () => undefined,
        }),
      } as never,
      log,
      resolver: { secretsOf: async () => [], forget: () => undefined },
      find: () =>
        ({
          id: "scheduler/some",
          closed: new AbortController().signal,
          async *logs() {
            seen.push(outputs.problemOf("r1-t1-a1"));
            if (++tries < 8) throw new Fault("unavailable", "the engine is away");
            yield { chunks: [], eof: true };
          },
        }) as never,
      onStored: () => resolve(),
      signal: new AbortController().signal,
    });
    const ref = { runKey: 1, taskId: "build", ordinal: 1, attempt: 2 };
    outputs.expect({ key: "r1-t1-a1", executor: "scheduler/some", ref });
  });
  await stored;
  const about = { namespace: "default", pipeline: "nightly", run: 7, task: "build", attempt: 2 };
  const named = { level: 40, ...about, executor: "scheduler/some" };
  expect(lines).toEqual([
    { ...named, error: "the engine is away", msg: "output of a task cannot be read, trying again" },
    { ...named, msg: "output of a task is read again" },
  ]);
  expect([seen[0], seen.at(-1)]).toEqual([undefined, "the engine is away"]);
}, 20_000);

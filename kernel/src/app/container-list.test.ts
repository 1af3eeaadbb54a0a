import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import type { ContainerStatus } from "./container-list.js";
import { collectContainers } from "./container-list.js";

const container = (key: string, output = ""): ContainerStatus => ({
  ...{ key, specHash: "", state: "STATE_EXITED", externalName: "", startedAtMs: 1, addresses: {} },
  exit: {
    ...{ exitCode: 0, signal: "", reason: "REASON_EXITED", message: "", startedAtMs: 1, finishedAtMs: 2 },
    output: {
      chunks: [{ data: Buffer.from(output), stream: "STREAM_STDOUT", cursor: Buffer.alloc(0), writtenAtMs: 0 }],
    },
  },
});

async function* listOf(count: number, at: (index: number) => ContainerStatus) {
  for (let index = 0; index < count; index++) yield { containers: [at(index)] };
}

const bounds = { containers: 1000, textBytes: 1000, outputBytes: 5, silenceMs: 10_000, wholeMs: 10_000 };
const open = new AbortController().signal;

test.each([
  ["repeats itself", () => [container("")]],
  ["says nothing", () => []],
  ["has long names", () => [container("k".repeat(100))]],
])("a list without an end that %s is refused by name", async (_title, batch) => {
  async function* endless() {
    for (;;) yield { containers: batch() };
  }
  await expect(collectContainers("vast", endless, open, bounds)).rejects.toThrow(
    /^scheduler "vast" lists more than can be looked at .*gofer plugin use scheduler/,
  );
});

test("output behind the bound is left out, and every container and exit is there", async () => {
  const found = await collectContainers(
    "some",
    () => listOf(4, (index) => container(`k${index}`, "abc")),
    open,
    bounds,
  );
  expect([...found].map(([key, { exit }]) => [key, exit?.exitCode, exit?.output?.chunks.length])).toEqual([
    ["k0", 0, 1],
    ["k1", 0, undefined],
    ["k2", 0, undefined],
    ["k3", 0, undefined],
  ]);
});

/** A list that goes on as long as it is asked for, with an empty message each time. */
async function* slowly(pauseMs: number, signal: AbortSignal) {
  for (;;) {
    await delay(pauseMs, undefined, { signal });
    yield { containers: [] };
  }
}

test.each([
  ["says nothing", 60_000, { silenceMs: 5 }, "nothing for 0.005 s"],
  ["says nothing again and again", 1, { wholeMs: 30 }, "0.03 s in all"],
])("a list that %s is given up in time", async (_title, pauseMs, times, how) => {
  await expect(
    collectContainers("slow", (signal) => slowly(pauseMs, signal), open, { ...bounds, ...times }),
  ).rejects.toThrow(
    `scheduler "slow" does not come to the end of its list (${how}): restart it (gofer plugin restart slow)`,
  );
});

test("a list that its connection ends is no slow one", async () => {
  const closed = new AbortController();
  const listed = collectContainers("gone", (signal) => slowly(60_000, signal), closed.signal, bounds);
  closed.abort();
  await expect(listed).rejects.toThrow("aborted");
});

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

const bounds = { containers: 1000, textBytes: 1000, outputBytes: 5 };

test.each([
  ["repeats itself", () => [container("")]],
  ["says nothing", () => []],
  ["has long names", () => [container("k".repeat(100))]],
])("a list without an end that %s is refused by name", async (_title, batch) => {
  async function* endless() {
    for (;;) yield { containers: batch() };
  }
  await expect(collectContainers("vast", endless(), bounds)).rejects.toThrow(
    /^scheduler "vast" lists more than can be looked at .*gofer plugin use scheduler/,
  );
});

test("output behind the bound is left out, and every container and exit is there", async () => {
  const found = await collectContainers(
    "some",
    listOf(4, (index) => container(`k${index}`, "abc")),
    bounds,
  );
  expect([...found].map(([key, { exit }]) => [key, exit?.exitCode, exit?.output?.chunks.length])).toEqual([
    ["k0", 0, 1],
    ["k1", 0, undefined],
    ["k2", 0, undefined],
    ["k3", 0, undefined],
  ]);
});

import { pino } from "pino";
import { expect, test } from "vitest";
import { type ListingScheduler, removeLeftovers } from "./leftovers.js";

const log = pino({ enabled: false });
const never = new AbortController().signal;

/** A scheduler with a list of its own; keeps what it was asked to remove. */
function schedulerThat(list: (signal: AbortSignal) => AsyncIterable<readonly string[]>, ...wanted: string[]) {
  const removed: string[] = [];
  const client: ListingScheduler["client"] = {
    async *list(_request, { signal }) {
      for await (const keys of list(signal)) yield { containers: keys.map((key) => ({ key })) };
    },
    remove: async ({ keys }) => removed.push(...keys),
  };
  const scheduler: ListingScheduler = { alias: "s", client, closed: never, wanted: new Set(wanted) };
  return { scheduler, removed };
}

test("only containers of plugins that nobody wants are removed", async () => {
  const { scheduler, removed } = schedulerThat(async function* () {
    yield ["r1-t0-a1", "plugin-old-1"];
    yield ["plugin-live-2", "plugin-old-2"];
  }, "plugin-live-2");
  await removeLeftovers(scheduler, log, never);
  expect(removed).toEqual(["plugin-old-1", "plugin-old-2"]);
});

test("a scheduler that lists without end is not listened to without end", { timeout: 20_000 }, async () => {
  let listed = 0;
  const { scheduler, removed } = schedulerThat(async function* () {
    for (;;) yield Array.from({ length: 1000 }, () => `plugin-x-${listed++}`);
  });
  await removeLeftovers(scheduler, log, never);
  expect(listed).toBeLessThan(200_000);
  expect(removed.length).toBeLessThanOrEqual(listed);
});

test("it holds up nobody who stops", { timeout: 5000 }, async () => {
  const stop = new AbortController();
  const { scheduler, removed } = schedulerThat(async function* (signal) {
    yield ["plugin-old-1"];
    stop.abort();
    await new Promise((_resolve, reject) => {
      if (signal.aborted) reject(new Error("aborted"));
      signal.addEventListener("abort", () => reject(new Error("aborted")));
    });
  });
  await removeLeftovers(scheduler, log, stop.signal);
  expect(removed).toEqual([]);
});

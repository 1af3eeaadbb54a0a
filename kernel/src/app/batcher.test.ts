import { Fault } from "@gofer/sdk/fault";
import { expect, onTestFinished, test, vi } from "vitest";
import { createBatcher } from "./batcher.js";

test("items of one turn go out as one call, and each gets its own result", async () => {
  const sent: number[][] = [];
  const double = createBatcher(async (items: number[]) => {
    sent.push(items);
    return items.map((item) => 2 * item);
  });
  expect(await Promise.all([double(1), double(2), double(3)])).toEqual([2, 4, 6]);
  expect(await double(4)).toBe(8);
  expect(sent).toEqual([[1, 2, 3], [4]]);
});

test("what is more than one call may carry goes out as several, by number and by weight", async () => {
  const sent: number[] = [];
  const count = async (items: number[]) => {
    sent.push(items.length);
    return items;
  };
  const many = createBatcher(count);
  await Promise.all(Array.from({ length: 2001 }, (_, index) => many(index)));
  expect(sent.splice(0)).toEqual([1000, 1000, 1]);
  const heavy = createBatcher(count, { limits: { maxItems: 1000, maxWeight: 10, weigh: (item) => item } });
  expect(await Promise.all([6, 5, 20].map((item) => heavy(item)))).toEqual([6, 5, 20]);
  expect(sent).toEqual([1, 1, 1]);
});

test("after a deadline each item goes alone: one that hangs fails alone, and is sent no third time", async () => {
  const sent: string[][] = [];
  const start = createBatcher(async (keys: string[]) => {
    sent.push(keys);
    if (keys.includes("hangs")) throw new Fault("deadline", "no answer in time");
    return keys;
  });
  const ends = await Promise.allSettled(["a", "hangs", "b"].map(start));
  expect(ends).toMatchObject([{ value: "a" }, { reason: { code: "deadline" } }, { value: "b" }]);
  expect(sent).toEqual([["a", "hangs", "b"], ["a"], ["hangs"], ["b"]]);
});

test("any other error fails the whole batch, and nothing is sent twice", async () => {
  let calls = 0;
  const start = createBatcher(async (_keys: string[]): Promise<string[]> => {
    calls++;
    throw new Fault("unavailable", "the plugin has gone");
  });
  const ends = await Promise.allSettled(["a", "b"].map(start));
  expect(ends).toMatchObject([{ reason: { code: "unavailable" } }, { reason: { code: "unavailable" } }]);
  expect(calls).toBe(1);
});

test("what nobody waits for is gathered for a time, and goes out as one call", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const sent: string[][] = [];
  const remove = createBatcher(
    async (keys: string[]) => {
      sent.push(keys);
      return keys;
    },
    { gatherMs: 20 },
  );
  const first = remove("a");
  vi.advanceTimersByTime(19);
  const second = remove("b");
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(await Promise.all([first, second])).toEqual(["a", "b"]);
  expect(sent).toEqual([["a", "b"]]);
});

test("what is asked for when others have their answers goes out in the same turn", async () => {
  const sent: string[][] = [];
  const start = createBatcher(async (keys: string[]) => {
    sent.push(keys);
    return keys;
  });
  const turn = new Promise((resolve) => setImmediate(resolve));
  await Promise.all(["a", "b"].map(async (key) => start(await start(key))));
  await turn.then(() => sent.push(["turn"]));
  expect(sent).toEqual([["a", "b"], ["a", "b"], ["turn"]]);
});

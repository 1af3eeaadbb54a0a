import { Fault } from "@gofer/sdk/fault";
import { expect, test } from "vitest";
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

import { expect, test } from "vitest";
import { portionsOf } from "./portions.js";

const weigh = (item: string) => item.length;

test("messages carry no more than may be, in order, and what is too heavy alone goes alone", () => {
  expect(portionsOf(["a", "b", "c"], { maxItems: 2, maxWeight: 10, weigh })).toEqual([["a", "b"], ["c"]]);
  expect(portionsOf(["aa", "bbb", "c", "dddddd", "e"], { maxItems: 9, maxWeight: 5, weigh })).toEqual([
    ["aa", "bbb"],
    ["c"],
    ["dddddd"],
    ["e"],
  ]);
  expect(portionsOf([], { maxItems: 2, maxWeight: 5, weigh })).toEqual([]);
});

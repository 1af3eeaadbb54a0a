import { expect, test } from "vitest";
import { createPageReader, nextPageToken, pageOf } from "./page.js";

const items = ["b", "a", "d", "c", "e"];

test("a page has as many items as are asked for, and never more than the server allows", () => {
  const pageFrom = createPageReader(3);
  const sizes = [0, 1, 3, 4, 500, 2 ** 31 - 1].map((pageSize) => pageFrom("x", { pageSize, pageToken: "" }).size);
  expect(sizes).toEqual([3, 1, 3, 3, 3, 3]);
  expect(createPageReader(1000)("x", { pageSize: 0, pageToken: "" }).size).toBe(100);
  expect(() => pageFrom("x", { pageSize: -1, pageToken: "" })).toThrow("page_size -1 is negative");
});

test("pages hold every item once, in order, and the last one has no token", () => {
  const pageFrom = createPageReader(2);
  const pages: (readonly string[])[] = [];
  for (let pageToken: string | undefined = ""; pageToken !== undefined; ) {
    const page: ReturnType<typeof pageOf<string>> = pageOf(items, String, pageFrom("x", { pageSize: 500, pageToken }));
    pages.push(page.items);
    pageToken = nextPageToken("x", page.next) || undefined;
  }
  expect(pages).toEqual([["a", "b"], ["c", "d"], ["e"]]);
});

test("the token of another list and one of our own making are refused", () => {
  const pageFrom = createPageReader(2);
  for (const pageToken of [nextPageToken("y", "a"), "a", "x".repeat(10_000)])
    expect(() => pageFrom("x", { pageSize: 0, pageToken })).toThrow("is not the next_page_token of this list");
});

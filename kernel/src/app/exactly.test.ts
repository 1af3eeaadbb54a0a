import { expect, test } from "vitest";
import { exactly } from "./exactly.js";

const names = { source: 'object store "lying"', what: 'object "key"' };
let given = 0;
async function* chunksOf(...texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}
async function* endless(): AsyncGenerator<Buffer> {
  for (given = 0; ; given++) yield Buffer.from("more");
}
async function read(sizeBytes: number, chunks: AsyncIterable<Buffer>): Promise<string> {
  const all: Buffer[] = [];
  for await (const chunk of exactly(sizeBytes, chunks, names)) all.push(chunk);
  return Buffer.concat(all).toString();
}

test("what has its size goes through", async () => {
  expect(await read(6, chunksOf("ab", "", "cdef"))).toBe("abcdef");
  expect(await read(0, chunksOf())).toBe("");
});

test("an end that comes too early is named", async () => {
  await expect(read(6, chunksOf("ab"))).rejects.toThrow(
    'object store "lying" sends 2 of the 6 bytes of object "key": put it again',
  );
});

test("one that never ends is read no further than its size", async () => {
  await expect(read(10, endless())).rejects.toThrow(
    'object store "lying" sends more than the 10 bytes of object "key": put it again',
  );
  expect(given).toBe(2);
});

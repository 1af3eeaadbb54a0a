import fc from "fast-check";
import { expect, test } from "vitest";
import type { LogChunk } from "../ports/log-store.js";
import { createMasker, maskAll } from "./masker.js";

const chunk = (text: string, cursor: number, stderr = false): LogChunk => ({
  cursor: Buffer.from(String(cursor)),
  stderr,
  writtenAtMs: 1,
  data: Buffer.from(text),
});
const chunksOf = (...texts: string[]) => texts.map((text, index) => chunk(text, index + 1));
const textOf = (chunks: readonly LogChunk[], stderr = false) =>
  Buffer.concat(chunks.filter((each) => each.stderr === stderr).map(({ data }) => data)).toString();
const secrets = (...values: string[]) => values.map((value) => Buffer.from(value));

test.each([
  ["in one chunk", ["before hunter22 after"], "before [secret] after"],
  ["across chunks", ["before hun", "ter", "22 after"], "before [secret] after"],
  ["byte by byte", Array.from("xhunter22x"), "x[secret]x"],
  ["what only begins like it", ["hunter", "2 and hunt"], "hunter2 and hunt"],
  ["twice, touching", ["hunter22hunter22"], "[secret][secret]"],
  ["at the very end", ["hunter2", "2"], "[secret]"],
])("%s", (_name, texts, wanted) => {
  expect(textOf(maskAll(secrets("hunter22"), chunksOf(...texts)))).toBe(wanted);
});

test("one that holds another, a line of many, and one that ends with a line end", () => {
  expect(textOf(maskAll(secrets("abcdef", "cdefgh"), chunksOf("abcdefgh")))).toBe("[secret]");
  expect(textOf(maskAll(secrets("first line\nsecond line\n"), chunksOf("x second line y")))).toBe("x [secret] y");
  expect(textOf(maskAll(secrets("with-end\n"), chunksOf("with-end")))).toBe("[secret]");
  expect(textOf(maskAll(secrets("abc"), chunksOf("abc")))).toBe("abc");
});

test("a chunk that ends like a secret begins waits, and what follows keeps its order", () => {
  const masker = createMasker(secrets("hunter22"), Buffer.from("0"));
  expect(masker.push([chunk("fine\nhunt", 1)])).toEqual([]);
  expect(masker.push([chunk("error\n", 2, true)])).toEqual([]);
  const released = masker.push([chunk("ing\n", 3)]);
  expect(released.map(({ data, cursor }) => [data.toString(), cursor.toString()])).toEqual([
    ["fine\nhunt", "1"],
    ["error\n", "2"],
    ["ing\n", "3"],
  ]);
});

test("chunks with parts of one secret keep the cursor from before them until the last", () => {
  const masker = createMasker(secrets("hunter22"), Buffer.from("0"));
  expect(masker.push([chunk("a", 1)]).map(({ cursor }) => cursor.toString())).toEqual(["1"]);
  expect(masker.push([chunk("hunt", 2)])).toEqual([]);
  const released = masker.push([chunk("er22 b", 3)]);
  expect(released.map(({ data, cursor }) => [data.toString(), cursor.toString()])).toEqual([
    ["[secret]", "1"],
    [" b", "3"],
  ]);
});

test("what waits is bounded: a stalled stream does not hold up the other for ever, and its secret stays hidden", () => {
  const masker = createMasker(secrets("hunter22"), Buffer.from("0"));
  const released = [...masker.push([chunk("x hunt", 1)])];
  for (let index = 2; index < 40; index++) released.push(...masker.push([chunk("e".repeat(65_536), index, true)]));
  expect(textOf(released)).toBe("x [secret]");
  released.push(...masker.push([chunk("er22 y", 50)]), ...masker.flush());
  expect(textOf(released)).toBe("x [secret] y");
});

test("what waits is bounded in pieces, too: a stalled stream does not hold up tiny ones of the other for ever", () => {
  const masker = createMasker(secrets("hunter22"), Buffer.from("0"));
  const released = [...masker.push([chunk("x hunt", 1)])];
  for (let index = 2; index < 6000; index++) released.push(...masker.push([chunk("e", index, true)]));
  expect(textOf(released)).toBe("x [secret]");
});

test("however the output is cut into chunks, the same is stored, and never a secret", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 60 });
  const secret = fc.string({ unit: fc.constantFrom("a", "b"), minLength: 4, maxLength: 7 });
  fc.assert(
    fc.property(
      letters,
      fc.array(secret, { minLength: 1, maxLength: 3 }),
      fc.array(fc.nat(60)),
      (text, values, cuts) => {
        const at = [...new Set([0, ...cuts.filter((cut) => cut < text.length), text.length])].sort((a, b) => a - b);
        const pieces = at.slice(1).map((end, index) => text.slice(at[index], end));
        const masker = createMasker(secrets(...values), Buffer.from("0"));
        const stored = [...chunksOf(...pieces).flatMap((each) => masker.push([each])), ...masker.flush()];
        expect(textOf(stored)).toBe(textOf(maskAll(secrets(...values), [chunk(text, 1)])));
        for (const value of values) expect(textOf(stored)).not.toContain(value);
        expect(stored.length).toBe(pieces.length);
      },
    ),
    { numRuns: 500 },
  );
});

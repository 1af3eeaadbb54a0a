import type { Random } from "./random.js";

/** A name of two values. */
export interface PairName {
  readonly scope: string;
  readonly key: string;
}

/**
 * Pairs that become one name when scope and key are joined with a separator: with it written out, escaped by doubling
 * nothing, or left away.
 */
export function collidingNames(random: Random): readonly (readonly [PairName, PairName])[] {
  const a = random.label("a");
  return ["/", ":", "|", ".", "-", "_", ",", " ", "\n", "%2F", "\\", "#", "\u001f", ""].map((separator) => [
    { scope: a, key: `b${separator}c` },
    { scope: `${a}${separator}b`, key: "c" },
  ]);
}

/** Keys that are legal and that a careless store takes for something else. */
export const oddKeys: readonly string[] = [
  "..",
  ".",
  "../../etc/passwd",
  "/absolute",
  "a//b",
  "trailing/",
  "UPPER",
  "upper",
  "ümläut-🙂",
  "with space and 'quotes' \"twice\"",
  "line\nend",
  "%41",
  "A%",
  "a*?[x]",
  "x'; DROP TABLE objects; --",
  "-rf",
];

/** In the order of their UTF-8 bytes. */
export function inByteOrder(keys: readonly string[]): readonly string[] {
  return [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

import type { LogChunk } from "../ports/log-store.js";

/** Stands where a secret was. */
export const mask = Buffer.from("[secret]");

/** Shorter ones would hide half of what is written, and are no secrets. */
const shortestBytes = 4;
/** Output that waits for what follows it; more is let go, with its end hidden. */
const mostHeldBytes = 1 << 20;
/** What a chunk costs that holds hardly anything: each one that comes is looked at together with those that wait. */
const chunkBytes = 256;

interface Pattern {
  readonly bytes: Buffer;
  /** Knuth, Morris and Pratt: length of the longest proper border of each beginning. */
  readonly borders: Int32Array;
}

interface Stream {
  /** Bytes that were let go with their end hidden: a secret may go on from them. */
  context: Buffer;
}

/** Hides secrets in output that comes in chunks of two streams. */
export interface Masker {
  /**
   * Takes chunks and gives those that can be stored. A chunk that ends like a secret begins waits for the next one; chunks with parts of
   * one secret come together, and all but the last keep the cursor from before them, so that a half-written store of them
   * is read again from there.
   */
  readonly push: (chunks: readonly LogChunk[]) => readonly LogChunk[];
  /** What waits, at the end of the output. */
  readonly flush: () => readonly LogChunk[];
}

/** The cursor is that of the last stored chunk. */
export function createMasker(secrets: readonly Buffer[], cursor: Buffer): Masker {
  const patterns = patternsOf(secrets);
  if (patterns.length === 0) return { push: (chunks) => chunks, flush: () => [] };
  const streams: Record<"out" | "err", Stream> = {
    out: { context: Buffer.alloc(0) },
    err: { context: Buffer.alloc(0) },
  };
  let held: LogChunk[] = [];
  let storedCursor = cursor;

  const streamOf = ({ stderr }: LogChunk) => (stderr ? "err" : "out");

  const release = (count: number, end: "open" | "hidden" | "closed"): readonly LogChunk[] => {
    const going = held.slice(0, count);
    held = held.slice(count);
    const masked = new Map<LogChunk, Buffer>();
    let joined = false;
    for (const name of ["out", "err"] as const) {
      const own = going.filter((chunk) => streamOf(chunk) === name);
      if (own.length === 0) continue;
      const stream = streams[name];
      const bytes = Buffer.concat([stream.context, ...own.map(({ data }) => data)]);
      const found = intervals(patterns, bytes);
      const partial = end === "hidden" ? partialStart(patterns, bytes) : bytes.length;
      if (partial < bytes.length) found.push({ start: partial, end: bytes.length });
      let at = stream.context.length;
      for (const chunk of own) {
        const to = at + chunk.data.length;
        masked.set(chunk, maskRange(bytes, merge(found), at, to));
        joined ||= merge(found).some((interval) => interval.start < to && interval.end > to);
        at = to;
      }
      stream.context = end === "hidden" ? bytes.subarray(partial) : Buffer.alloc(0);
    }
    const before = storedCursor;
    storedCursor = going.at(-1)?.cursor ?? storedCursor;
    return going.map((chunk, index) => ({
      ...chunk,
      data: masked.get(chunk) ?? chunk.data,
      cursor: joined && index < going.length - 1 ? before : chunk.cursor,
    }));
  };

  /** How many of the held chunks can go: none after them may belong to a secret that begins in them. */
  const settled = (): number => {
    let count = held.length;
    for (const name of ["out", "err"] as const) {
      const bytes = Buffer.concat([
        streams[name].context,
        ...held.filter((chunk) => streamOf(chunk) === name).map(({ data }) => data),
      ]);
      const open = partialStart(patterns, bytes);
      if (open === bytes.length) continue;
      const whole = intervals(patterns, bytes);
      let at = streams[name].context.length;
      // What is stored must not end inside a secret: the chunk that holds its beginning waits with the one that holds its end.
      let from = open;
      for (const { start, end } of merge(whole).reverse()) if (end > from) from = Math.min(from, start);
      for (const [index, chunk] of held.entries()) {
        if (streamOf(chunk) !== name) continue;
        at += chunk.data.length;
        if (at > from) {
          count = Math.min(count, index);
          break;
        }
      }
    }
    return count;
  };

  return {
    push(chunks) {
      held.push(...chunks);
      // A boundary of chunks that a secret crosses is no place to stop either.
      let count = settled();
      while (count > 0 && crosses(count)) count--;
      const going = release(count, "open");
      const waiting = held.reduce((sum, { data }) => sum + data.length + chunkBytes, 0);
      return waiting > mostHeldBytes ? [...going, ...release(held.length, "hidden")] : going;
    },
    flush: () => release(held.length, "closed"),
  };

  /** A secret begins in the first so many chunks and ends after them. */
  function crosses(count: number): boolean {
    return (["out", "err"] as const).some((name) => {
      const own = (chunks: readonly LogChunk[]) =>
        chunks.filter((chunk) => streamOf(chunk) === name).map(({ data }) => data);
      const bytes = Buffer.concat([streams[name].context, ...own(held)]);
      const boundary = Buffer.concat([streams[name].context, ...own(held.slice(0, count))]).length;
      return merge(intervals(patterns, bytes)).some(({ start, end }) => start < boundary && end > boundary);
    });
  }
}

/** Output that is there as a whole. */
export function maskAll(secrets: readonly Buffer[], chunks: readonly LogChunk[]): readonly LogChunk[] {
  const masker = createMasker(secrets, Buffer.alloc(0));
  return [...masker.push(chunks), ...masker.flush()];
}

/** The secrets as they may be written: whole, without white space around them, and line by line. */
function patternsOf(secrets: readonly Buffer[]): readonly Pattern[] {
  const texts = new Map<string, Buffer>();
  for (const secret of secrets) {
    const text = secret.toString("latin1");
    for (const form of [text, text.trim(), ...(text.includes("\n") ? text.split(/\r?\n/) : [])])
      if (form.length >= shortestBytes && form.trim() !== "") texts.set(form, Buffer.from(form, "latin1"));
  }
  return [...texts.values()].map((bytes) => ({ bytes, borders: bordersOf(bytes) }));
}

function bordersOf(pattern: Buffer): Int32Array {
  const borders = new Int32Array(pattern.length);
  for (let index = 1, length = 0; index < pattern.length; index++) {
    while (length > 0 && pattern[index] !== pattern[length]) length = borders[length - 1] ?? 0;
    if (pattern[index] === pattern[length]) length++;
    borders[index] = length;
  }
  return borders;
}

interface Interval {
  readonly start: number;
  readonly end: number;
}

function intervals(patterns: readonly Pattern[], bytes: Buffer): Interval[] {
  return patterns.flatMap(({ bytes: pattern }) => {
    const found: Interval[] = [];
    for (let at = bytes.indexOf(pattern); at >= 0; at = bytes.indexOf(pattern, at + 1))
      found.push({ start: at, end: at + pattern.length });
    return found;
  });
}

/** Overlapping ones as one, in order. */
function merge(found: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const { start, end } of [...found].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && start < last.end) merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, end) };
    else merged.push({ start, end });
  }
  return merged;
}

/** Where the longest end of the bytes begins that is the beginning of a secret; their length when none is. */
function partialStart(patterns: readonly Pattern[], bytes: Buffer): number {
  let start = bytes.length;
  for (const { bytes: pattern, borders } of patterns) {
    let length = 0;
    for (let at = Math.max(0, bytes.length - pattern.length + 1); at < bytes.length; at++) {
      while (length > 0 && bytes[at] !== pattern[length]) length = borders[length - 1] ?? 0;
      if (bytes[at] === pattern[length]) length++;
    }
    start = Math.min(start, bytes.length - length);
  }
  return start;
}

/** The bytes of a range, with one mask at the beginning of each interval that begins in it. */
function maskRange(bytes: Buffer, hidden: readonly Interval[], from: number, to: number): Buffer {
  const pieces: Buffer[] = [];
  let at = from;
  for (const { start, end } of hidden) {
    if (end <= at || start >= to) continue;
    if (start >= at) pieces.push(bytes.subarray(at, start), mask);
    at = Math.min(end, to);
  }
  pieces.push(bytes.subarray(at, to));
  return Buffer.concat(pieces);
}

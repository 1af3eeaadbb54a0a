import type { FileHandle } from "node:fs/promises";
import type { LogChunk } from "../../ports/log-store.js";

// A frame: u32 length of the data, u8 stream, u16 length of the cursor, f64 time, cursor, data.
// Fixed little-endian numbers, so that a half-written frame at the end is recognised by its length.
const headerBytes = 15;
// Four of the largest chunks that schedulers send, with what is around them.
const readBytes = 260 << 10;
const streams = { stdout: 1, stderr: 2, end: 3, note: 4 } as const;

/** Stored after the last chunk of a log that is complete. */
export function encodeEnd(): Buffer {
  return Buffer.concat(encode({ cursor: nothing, stderr: false, writtenAtMs: 0, data: nothing }, streams.end));
}

export function encodeFrame(chunk: LogChunk, kind: "output" | "note" = "output"): Buffer[] {
  return encode(chunk, kind === "note" ? streams.note : chunk.stderr ? streams.stderr : streams.stdout);
}

/** Bytes that a chunk takes in a file. */
export function frameBytes({ cursor, data }: Pick<LogChunk, "cursor" | "data">): number {
  return headerBytes + cursor.length + data.length;
}

const nothing = Buffer.alloc(0);

function encode({ cursor, writtenAtMs, data }: LogChunk, stream: number): Buffer[] {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(data.length, 0);
  header.writeUInt8(stream, 4);
  header.writeUInt16LE(cursor.length, 5);
  header.writeDoubleLE(writtenAtMs, 7);
  return [header, cursor, data];
}

/** Consecutive chunks of a log and where they are in its file. */
export interface Frames {
  readonly from: number;
  /** Where the next frame begins. */
  readonly end: number;
  readonly chunks: readonly LogChunk[];
  /** Where the frame after each chunk begins. */
  readonly ends: readonly number[];
  /** What comes after these chunks: the mark of a complete log, or whatever. The last of them may be a note. */
  readonly isLast: boolean;
  readonly hasNote: boolean;
}

/** What is in the file after these chunks, and the mark of a complete log where they are its last, were stored at an offset. */
export function framesOf(from: number, chunks: readonly LogChunk[], { isLast = false, hasNote = false } = {}): Frames {
  let end = from;
  const ends = chunks.map((chunk) => (end += frameBytes(chunk)));
  return { from, end: isLast ? end + headerBytes : end, chunks, ends, isLast, hasNote };
}

/**
 * Some frames of a file from a frame's beginning, none from `until` on, which is a frame's beginning too. Undefined at
 * the end of what is whole: a half-written frame is left out.
 */
export async function readFrames(
  file: FileHandle,
  from: number,
  until = Number.POSITIVE_INFINITY,
): Promise<Frames | undefined> {
  for (let size = Math.min(readBytes, until - from); size > 0; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(size), 0, size, from);
    const bytes = buffer.subarray(0, bytesRead);
    const frames = decodeFrames(bytes, from);
    if (frames.end > from) return frames;
    if (bytesRead < size) return undefined;
    // One that is larger than what was read.
    size = sizeAt(bytes, 0);
  }
  return undefined;
}

function sizeAt(bytes: Buffer, at: number): number {
  return headerBytes + bytes.readUInt16LE(at + 5) + bytes.readUInt32LE(at);
}

/** The whole frames at the beginning of these bytes, which are a file's from an offset on. */
function decodeFrames(bytes: Buffer, from: number): Frames {
  const chunks: LogChunk[] = [];
  const ends: number[] = [];
  let hasNote = false;
  let at = 0;
  while (at + headerBytes <= bytes.length) {
    const next = at + sizeAt(bytes, at);
    if (next > bytes.length) break;
    const stream = bytes.readUInt8(at + 4);
    const dataAt = at + headerBytes + bytes.readUInt16LE(at + 5);
    const chunk = {
      stderr: stream === streams.stderr || stream === streams.note,
      writtenAtMs: bytes.readDoubleLE(at + 7),
      cursor: bytes.subarray(at + headerBytes, dataAt),
      data: bytes.subarray(dataAt, next),
    };
    at = next;
    if (stream === streams.end) return { from, end: from + at, chunks, ends, isLast: true, hasNote };
    hasNote = stream === streams.note;
    chunks.push(chunk);
    ends.push(from + at);
  }
  return { from, end: from + at, chunks, ends, isLast: false, hasNote };
}

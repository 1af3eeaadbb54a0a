import type { FileHandle } from "node:fs/promises";
import type { LogChunk } from "../../ports/log-store.js";

// A frame: u32 length of the data, u8 stream, u16 length of the cursor, f64 time, cursor, data.
// Fixed little-endian numbers, so that a half-written frame at the end is recognised by its length.
const headerBytes = 15;
const readBytes = 256 << 10;
const streams = { stdout: 1, stderr: 2, end: 3 } as const;

/** Stored after the last chunk of a log that is complete. */
export const endOfLog: LogChunk = { cursor: Buffer.alloc(0), stderr: false, writtenAtMs: -1, data: Buffer.alloc(0) };

export function isEndOfLog(chunk: LogChunk): boolean {
  return chunk.writtenAtMs === -1;
}

export function encodeFrame(chunk: LogChunk): Buffer[] {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(chunk.data.length, 0);
  header.writeUInt8(isEndOfLog(chunk) ? streams.end : chunk.stderr ? streams.stderr : streams.stdout, 4);
  header.writeUInt16LE(chunk.cursor.length, 5);
  header.writeDoubleLE(chunk.writtenAtMs, 7);
  return [header, chunk.cursor, chunk.data];
}

/** Frames of a file from an offset at a frame's beginning; a half-written one at the end is left out. */
export async function* decodeFrames(
  file: FileHandle,
  from: number,
): AsyncGenerator<{ chunk: LogChunk; endOffset: number }> {
  let offset = from;
  let rest: Buffer = Buffer.alloc(0);
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(readBytes), 0, readBytes, offset + rest.length);
    if (bytesRead === 0) return;
    rest = rest.length === 0 ? buffer.subarray(0, bytesRead) : Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
    while (rest.length >= headerBytes) {
      const cursorLength = rest.readUInt16LE(5);
      const size = headerBytes + cursorLength + rest.readUInt32LE(0);
      if (rest.length < size) break;
      offset += size;
      yield {
        endOffset: offset,
        chunk: {
          stderr: rest.readUInt8(4) === streams.stderr,
          writtenAtMs: rest.readDoubleLE(7),
          cursor: rest.subarray(headerBytes, headerBytes + cursorLength),
          data: rest.subarray(headerBytes + cursorLength, size),
        },
      };
      rest = rest.subarray(size);
    }
  }
}

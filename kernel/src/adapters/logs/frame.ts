import type { FileHandle } from "node:fs/promises";
import type { LogChunk } from "../../ports/log-store.js";

// A frame: u32 length of the data, u8 stream, u16 length of the cursor, f64 time, cursor, data.
// Fixed little-endian numbers, so that a half-written frame at the end is recognised by its length.
const headerBytes = 15;
const readBytes = 256 << 10;
const streams = { stdout: 1, stderr: 2, end: 3, note: 4 } as const;

/** What a frame is: a piece of output, a note about what was left out after it, or the end of a log that is complete. */
export type FrameKind = "output" | "note" | "end";

/** Stored after the last chunk of a log that is complete. */
export function encodeEnd(): Buffer {
  return Buffer.concat(encode({ cursor: nothing, stderr: false, writtenAtMs: 0, data: nothing }, streams.end));
}

export function encodeFrame(chunk: LogChunk, kind: Exclude<FrameKind, "end"> = "output"): Buffer[] {
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

/** Frames of a file from an offset at a frame's beginning; a half-written one at the end is left out. */
export async function* decodeFrames(
  file: FileHandle,
  from: number,
): AsyncGenerator<{ kind: FrameKind; chunk: LogChunk; endOffset: number }> {
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
      const stream = rest.readUInt8(4);
      yield {
        kind: stream === streams.end ? "end" : stream === streams.note ? "note" : "output",
        endOffset: offset,
        chunk: {
          stderr: stream === streams.stderr || stream === streams.note,
          writtenAtMs: rest.readDoubleLE(7),
          cursor: rest.subarray(headerBytes, headerBytes + cursorLength),
          data: rest.subarray(headerBytes + cursorLength, size),
        },
      };
      rest = rest.subarray(size);
    }
  }
}

import type { LogChunkInput } from "@gofer/sdk/plugin";

/** Bytes of each stream that lie behind. */
export interface Position {
  stdout: number;
  stderr: number;
}

/** The last entry of a log, to recognise it by. */
export interface LastEntry {
  readonly stream: number;
  readonly stamp: string;
  readonly bytes: number;
}

type StreamName = keyof Position;

/** The line that a stream is in. */
interface OpenLine {
  stamp: string;
  entries: number;
  bytes: number;
  ended: boolean;
}

/** The engine cuts a longer line into entries of this size, all with the stamp of the first. */
export const pieceBytes = 16 << 10;

const headerBytes = 8;
export const longestChunkBytes = 64 << 10;
const space = 0x20;
const lineEnd = Buffer.from("\n");
const streamOf = { stdout: 1, stderr: 2, engine: 3 } as const;

/**
 * Takes the engine's multiplexed log apart: frames of a header (stream, length), a time stamp, a space and the bytes of
 * one entry. Frames of one stream are joined into chunks; what lies before the position is left out. The order of the
 * entries is the order of the engine's file, so a position means the same whenever the file is read.
 *
 * Engines before version 23 leave out the end of a line that they cut into pieces. It is put back when the stream goes on
 * with another line; at the end of the log `openLines` says for which streams only the engine's file can tell.
 */
export class LogParser {
  readonly #skip: Position;
  readonly #position: Position;
  readonly #header = Buffer.alloc(headerBytes);
  #headerLength = 0;
  #frameLeft = 0;
  #frameBytes = 0;
  #lastByte = 0;
  #stream = 0;
  #stamp: string | undefined = "";
  readonly #chunk = Buffer.allocUnsafe(longestChunkBytes);
  #chunkLength = 0;
  #chunkStream = 0;
  #chunkStamp = "";
  #chunks: LogChunkInput[] = [];
  #bytes = 0;
  #engineError = "";
  #last: LastEntry | undefined;
  readonly #lines = new Map<StreamName, OpenLine>();

  constructor(position: Position) {
    this.#position = position;
    this.#skip = { ...position };
    // Counted again from the beginning while reading what is skipped.
    position.stdout = 0;
    position.stderr = 0;
  }

  /** Bytes of output that were taken apart and not taken away. */
  get waiting(): number {
    return this.#bytes + this.#chunkLength;
  }

  get last(): LastEntry | undefined {
    return this.#last;
  }

  /** What the engine says instead of output when it cannot read its own file; empty when all is well. */
  get engineError(): string {
    return this.#engineError.trim();
  }

  /** Streams whose last line was cut into pieces and may have had an end. */
  get openLines(): readonly StreamName[] {
    return [...this.#lines].flatMap(([name, { ended, entries, bytes }]) =>
      !ended && entries > 1 && bytes < pieceBytes ? [name] : [],
    );
  }

  /** The last line of the stream had an end after all. */
  endLine(name: StreamName): void {
    this.#stream = name === "stderr" ? streamOf.stderr : streamOf.stdout;
    this.#lines.delete(name);
    this.#writeLineEnd();
  }

  push(data: Buffer): void {
    for (let at = 0; at < data.length; ) {
      if (this.#frameLeft === 0) at = this.#readHeader(data, at);
      else if (this.#stamp === undefined) at = this.#readBytes(data, at);
      else at = this.#readStamp(data, at);
    }
  }

  /** The chunks so far; moves the position to their end. */
  take(): LogChunkInput[] {
    this.#endChunk();
    const chunks = this.#chunks;
    this.#chunks = [];
    this.#bytes = 0;
    return chunks;
  }

  #readHeader(data: Buffer, at: number): number {
    const end = Math.min(data.length, at + headerBytes - this.#headerLength);
    data.copy(this.#header, this.#headerLength, at, end);
    this.#headerLength += end - at;
    if (this.#headerLength === headerBytes) {
      this.#headerLength = 0;
      this.#stream = this.#header.readUInt8(0);
      this.#frameLeft = this.#header.readUInt32BE(4);
      this.#frameBytes = 0;
      this.#stamp = this.#stream === streamOf.engine ? undefined : "";
    }
    return end;
  }

  #readStamp(data: Buffer, at: number): number {
    const found = data.indexOf(space, at);
    const limit = Math.min(data.length, at + this.#frameLeft);
    const end = found >= 0 && found < limit ? found + 1 : limit;
    this.#frameLeft -= end - at;
    const text = (this.#stamp ?? "") + data.toString("latin1", at, end);
    if (!text.endsWith(" ")) {
      this.#stamp = text;
      return end;
    }
    this.#stamp = undefined;
    const stamp = text.slice(0, -1);
    if (this.#chunkLength > 0 && this.#chunkStream !== this.#stream) this.#endChunk();
    if (this.#chunkLength === 0) this.#chunkStamp = stamp;
    this.#last = { stream: this.#stream, stamp, bytes: 0 };
    this.#beginEntry(stamp);
    if (this.#frameLeft === 0) this.#endEntry();
    return end;
  }

  #readBytes(data: Buffer, at: number): number {
    const end = Math.min(data.length, at + this.#frameLeft);
    this.#frameLeft -= end - at;
    this.#frameBytes += end - at;
    if (this.#stream === streamOf.engine) this.#engineError += data.toString("utf8", at, end);
    else {
      this.#append(data, at, end);
      this.#lastByte = data[end - 1] ?? 0;
      if (this.#frameLeft === 0) this.#endEntry();
    }
    return end;
  }

  #beginEntry(stamp: string): void {
    const name = this.#streamName;
    const line = this.#lines.get(name);
    this.#lastByte = 0;
    if (line && !line.ended && line.stamp === stamp) {
      line.entries++;
      return;
    }
    if (line && !line.ended) this.#writeLineEnd();
    this.#lines.set(name, { stamp, entries: 1, bytes: 0, ended: false });
  }

  #endEntry(): void {
    if (this.#last) this.#last = { ...this.#last, bytes: this.#frameBytes };
    const line = this.#lines.get(this.#streamName);
    if (!line) return;
    line.bytes = this.#frameBytes;
    line.ended = this.#lastByte === lineEnd[0];
  }

  #writeLineEnd(): void {
    if (this.#chunkLength > 0 && this.#chunkStream !== this.#stream) this.#endChunk();
    this.#append(lineEnd, 0, 1);
  }

  get #streamName(): StreamName {
    return this.#stream === streamOf.stderr ? "stderr" : "stdout";
  }

  #append(data: Buffer, from: number, to: number): void {
    const name = this.#streamName;
    let at = from;
    const skipped = Math.min(this.#skip[name], to - at);
    this.#skip[name] -= skipped;
    this.#position[name] += skipped;
    at += skipped;
    while (at < to) {
      if (this.#chunkLength === longestChunkBytes) this.#endChunk();
      const copied = data.copy(this.#chunk, this.#chunkLength, at, to);
      this.#chunkStream = this.#stream;
      this.#chunkLength += copied;
      this.#position[name] += copied;
      at += copied;
    }
  }

  #endChunk(): void {
    if (this.#chunkLength === 0) return;
    this.#bytes += this.#chunkLength;
    this.#chunks.push({
      cursor: cursorOf(this.#position),
      stream: this.#chunkStream === streamOf.stderr ? "STREAM_STDERR" : "STREAM_STDOUT",
      writtenAtMs: Date.parse(this.#chunkStamp) || Date.now(),
      data: Buffer.from(this.#chunk.subarray(0, this.#chunkLength)),
    });
    this.#chunkLength = 0;
  }
}

export function cursorOf({ stdout, stderr }: Position): Buffer {
  return Buffer.from(`${stdout}:${stderr}`);
}

/** Undefined for a cursor of another make. */
export function parseCursor(cursor: Buffer): Position | undefined {
  if (cursor.length === 0) return { stdout: 0, stderr: 0 };
  const [, stdout, stderr] = /^(\d{1,15}):(\d{1,15})$/.exec(cursor.toString()) ?? [];
  return stdout === undefined || stderr === undefined ? undefined : { stdout: Number(stdout), stderr: Number(stderr) };
}

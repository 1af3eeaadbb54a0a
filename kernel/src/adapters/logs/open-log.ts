import type { FileHandle } from "node:fs/promises";
import { type Frames, readFrames } from "./frame.js";

// An object for each chunk, which short lines have many of.
const bytesOfChunk = 200;

/** What was read or written last of all logs that somebody follows, in memory, up to a number of bytes. */
export class RecentFrames {
  readonly #maxBytes: number;
  /** Oldest first. */
  readonly #kept = new Map<Frames, Map<number, Frames>>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Keeps frames among those of their log, and forgets the oldest ones of any. */
  keep(log: Map<number, Frames>, frames: Frames): void {
    const before = log.get(frames.from);
    if (before) this.forget(log, before);
    log.set(frames.from, frames);
    this.#kept.set(frames, log);
    this.#bytes += weightOf(frames);
    for (const [oldest, its] of this.#kept) {
      if (this.#bytes <= this.#maxBytes) break;
      this.forget(its, oldest);
    }
  }

  forget(log: Map<number, Frames>, frames: Frames): void {
    if (!this.#kept.delete(frames)) return;
    log.delete(frames.from);
    this.#bytes -= weightOf(frames);
  }
}

function weightOf({ from, end, chunks }: Frames): number {
  return end - from + chunks.length * bytesOfChunk;
}

/** A log that is written or read now. */
export class OpenLog {
  readonly #recent: RecentFrames;
  readonly #frames = new Map<number, Frames>();
  #reading = new Map<number, Promise<Frames | undefined>>();
  readonly #waiting = new Set<() => void>();
  #version = 0;
  readers = 0;
  /** What its writer has stored so far; undefined while there is none. */
  written: { readonly end: number; readonly bytes: number; readonly tail: Buffer } | undefined;

  constructor(recent: RecentFrames) {
    this.#recent = recent;
  }

  /** Changes whenever those who follow it are woken. */
  get version(): number {
    return this.#version;
  }

  /** Tells of frames that were stored. They are kept where somebody waits for them: others read the file. */
  grow(frames: Frames): void {
    if (this.#waiting.size > 0) this.#recent.keep(this.#frames, frames);
    this.wake();
  }

  wake(): void {
    this.#version++;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }

  /** Resolves when it was woken since a version, or the signal aborts. */
  async woken(since: number, signal: AbortSignal): Promise<void> {
    if (this.#version !== since || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        signal.removeEventListener("abort", done);
        this.#waiting.delete(done);
        resolve();
      };
      signal.addEventListener("abort", done);
      this.#waiting.add(done);
    });
  }

  /** Frames from an offset on, the same for all who come to it, as far as they are in memory. */
  find(offset: number): Frames | undefined {
    const found = this.#frames.get(offset);
    if (found) {
      // Nobody else is there to come to it.
      if (this.readers === 1) this.#recent.forget(this.#frames, found);
      return found;
    }
    for (const frames of this.#frames.values()) {
      const index = frames.from < offset && offset < frames.end ? frames.ends.indexOf(offset) : -1;
      if (index === -1) continue;
      const rest = { chunks: frames.chunks.slice(index + 1), ends: frames.ends.slice(index + 1) };
      return { ...frames, ...rest, from: offset };
    }
    return undefined;
  }

  /** Whether its file may hold anything from an offset on. */
  mayHold(offset: number): boolean {
    return this.written === undefined || offset < this.written.end;
  }

  /** Frames of its file from an offset on; those who come to it at once read it once. */
  read(file: FileHandle, offset: number): Promise<Frames | undefined> {
    const reads = this.#reading;
    const underWay = reads.get(offset);
    if (underWay) return underWay;
    // Up to what is in memory, so that those who are apart come together.
    let until = this.written?.end ?? Infinity;
    for (const from of this.#frames.keys()) if (from > offset && from < until) until = from;
    const reading = readFrames(file, offset, until)
      .then((frames) => {
        if (frames && this.readers > 1 && this.#reading === reads) this.#recent.keep(this.#frames, frames);
        return frames;
      })
      .finally(() => reads.delete(offset));
    reads.set(offset, reading);
    return reading;
  }

  /** What is in memory, or comes there by reads that are under way, is no longer what is in its file. */
  forget(): void {
    this.#reading = new Map();
    for (const frames of [...this.#frames.values()]) this.#recent.forget(this.#frames, frames);
  }
}

import { EventEmitter } from "node:events";
import { type FileHandle, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { LogChunk, LogRef, LogStore, LogWriter } from "../../ports/log-store.js";
import { decodeFrames, encodeEnd, encodeFrame, frameBytes } from "./frame.js";

/**
 * Output of tasks in one file an attempt, `<directory>/<run>/<task>.<attempt>`, as frames with cursors. No file has
 * more than `limitBytes` and a note that says so; 0 is no limit.
 */
export function openLogFiles(directory: string, { limitBytes }: { readonly limitBytes: number }): LogStore {
  // Wakes the followers of a log when its writer has added to it.
  const growth = new EventEmitter().setMaxListeners(0);
  const written = new Map<string, { bytes: number; tail: Buffer }>();
  const pathOf = ({ runKey, taskId, attempt }: LogRef) => join(directory, String(runKey), `${taskId}.${attempt}`);

  return {
    async openWriter(ref): Promise<LogWriter> {
      const path = pathOf(ref);
      const file = await openMakingDirectory(path, "a+");
      let { cursor, end, bytes, isFull } = await scan(file);
      await file.truncate(end);
      let tail: Buffer = Buffer.alloc(0);
      written.set(path, { bytes, tail });
      return {
        get cursor() {
          return cursor;
        },
        get isFull() {
          return isFull;
        },
        async append(chunks) {
          if (chunks.length === 0 || isFull) return;
          const { kept, frames, isCut } = framesWithin(limitBytes, end, chunks);
          try {
            await file.appendFile(frames);
          } catch (error) {
            // A piece of it may be there; what comes after it could not be read.
            await file.truncate(end).catch(() => undefined);
            throw error;
          }
          end += frames.length;
          isFull = isCut;
          cursor = kept.at(-1)?.cursor ?? cursor;
          for (const { data } of kept) {
            bytes += data.length;
            tail = endOf(tail, data);
          }
          written.set(path, { bytes, tail });
          growth.emit(path);
        },
        async complete() {
          await file.appendFile(encodeEnd());
          await file.datasync();
          growth.emit(path);
          return bytes;
        },
        [Symbol.asyncDispose]: async () => {
          written.delete(path);
          await file.close();
        },
      };
    },

    async store(ref, chunks) {
      const path = pathOf(ref);
      // Nobody goes on from a cursor of a log that is complete.
      const { kept, frames } = framesWithin(limitBytes, 0, chunks.map(withoutCursor));
      const bytes = kept.reduce((sum, { data }) => sum + data.length, 0);
      if (bytes > 0) {
        const file = await openMakingDirectory(`${path}.new`, "w");
        try {
          await file.writeFile(Buffer.concat([frames, encodeEnd()]));
          await file.datasync();
        } finally {
          await file.close();
        }
        await rename(`${path}.new`, path);
      }
      growth.emit(path);
      return bytes;
    },

    async *read(ref, { follow, signal, isComplete }) {
      const path = pathOf(ref);
      for (let offset = 0; ; ) {
        // Listen before reading: what is added in between must wake us.
        using change = nextChange(growth, path, signal);
        const complete = isComplete();
        const file = await open(path, "r").catch(absent);
        if (file) {
          try {
            for await (const { kind, chunk, endOffset } of decodeFrames(file, offset)) {
              if (kind === "end") return;
              offset = endOffset;
              yield chunk;
            }
          } finally {
            await file.close();
          }
        }
        if (!follow || complete || signal.aborted) return;
        await change.happened;
      }
    },

    wake: (ref) => void growth.emit(pathOf(ref)),

    async size(ref) {
      const known = written.get(pathOf(ref));
      if (known) return known.bytes;
      const file = await open(pathOf(ref), "r").catch(absent);
      if (!file) return 0;
      try {
        return (await scan(file)).bytes;
      } finally {
        await file.close();
      }
    },

    lastLine: (ref) => lastLineOf(written.get(pathOf(ref))?.tail ?? Buffer.alloc(0)),

    async removeRun(runKey) {
      const folder = join(directory, String(runKey));
      // Most runs have written nothing: asking is cheaper than a recursive deletion.
      const files = await readdir(folder).catch(absent);
      if (files) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves with the next growth of a log, or when the signal aborts. A follower may wait as often as there are lines. */
function nextChange(growth: EventEmitter, path: string, signal: AbortSignal): Disposable & { happened: Promise<void> } {
  let resolve = () => {};
  const happened = new Promise<void>((settle) => (resolve = settle));
  growth.on(path, resolve);
  signal.addEventListener("abort", resolve);
  return {
    happened,
    [Symbol.dispose]() {
      growth.off(path, resolve);
      signal.removeEventListener("abort", resolve);
    },
  };
}

interface Scanned {
  readonly cursor: Buffer;
  readonly end: number;
  readonly bytes: number;
  readonly isFull: boolean;
}

/** What a file holds up to the last whole frame, its end mark left out. */
async function scan(file: FileHandle): Promise<Scanned> {
  let found: Scanned = { cursor: Buffer.alloc(0), end: 0, bytes: 0, isFull: false };
  for await (const { kind, chunk, endOffset } of decodeFrames(file, 0)) {
    if (kind === "end") break;
    const bytes = found.bytes + chunk.data.length;
    found = { cursor: chunk.cursor, end: endOffset, bytes, isFull: kind === "note" };
  }
  // A copy: the cursor must not keep the read buffer alive.
  return { ...found, cursor: Buffer.from(found.cursor) };
}

/** Chunks as frames after so many bytes of a file; a note takes the place of what there is no room for. */
function framesWithin(
  limitBytes: number,
  end: number,
  chunks: readonly LogChunk[],
): { readonly kept: readonly LogChunk[]; readonly frames: Buffer; readonly isCut: boolean } {
  let room = limitBytes === 0 ? Number.POSITIVE_INFINITY : limitBytes - end;
  const first = chunks.findIndex((chunk) => (room -= frameBytes(chunk)) < 0);
  if (first === -1) {
    return { kept: chunks, frames: Buffer.concat(chunks.flatMap((chunk) => encodeFrame(chunk))), isCut: false };
  }
  const fitting = chunks.slice(0, first);
  const note: LogChunk = {
    cursor: fitting.at(-1)?.cursor ?? Buffer.alloc(0),
    stderr: true,
    writtenAtMs: chunks[first]?.writtenAtMs ?? 0,
    data: Buffer.from(
      `\n[gofer: the rest of this output was left out: it takes more than the ${limitBytes} bytes of task_run_log_limit]\n`,
    ),
  };
  const frames = Buffer.concat([...fitting.flatMap((chunk) => encodeFrame(chunk)), ...encodeFrame(note, "note")]);
  return { kept: [...fitting, note], frames, isCut: true };
}

const withoutCursor = (chunk: LogChunk): LogChunk => ({ ...chunk, cursor: Buffer.alloc(0) });

const tailBytes = 512;
const lineBytes = 200;
const newline = 0x0a;

/** The last bytes of what was kept and what comes after it, in memory of their own. */
function endOf(kept: Buffer, data: Buffer): Buffer {
  const last = data.subarray(-tailBytes);
  return last.length === tailBytes ? Buffer.from(last) : Buffer.concat([kept, last]).subarray(-tailBytes);
}

/** The last line that is not empty. */
function lastLineOf(tail: Buffer): Buffer {
  let end = tail.length;
  while (end > 0 && (tail[end - 1] === newline || tail[end - 1] === 0x0d)) end--;
  return tail.subarray(tail.lastIndexOf(newline, end - 1) + 1, end).subarray(0, lineBytes);
}

async function openMakingDirectory(path: string, flags: string): Promise<FileHandle> {
  const file = await open(path, flags, 0o600).catch(absent);
  if (file) return file;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  return open(path, flags, 0o600);
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}

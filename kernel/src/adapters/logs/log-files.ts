import { EventEmitter, once } from "node:events";
import { type FileHandle, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { LogRef, LogStore, LogWriter } from "../../ports/log-store.js";
import { decodeFrames, encodeFrame, endOfLog, isEndOfLog } from "./frame.js";

/** Output of tasks in one file an attempt, `<directory>/<run>/<task>.<attempt>`, as frames with cursors. */
export function openLogFiles(directory: string): LogStore {
  // Wakes the followers of a log when its writer has added to it.
  const growth = new EventEmitter().setMaxListeners(0);
  const written = new Map<string, { bytes: number; tail: Buffer }>();
  const pathOf = ({ runKey, taskId, attempt }: LogRef) => join(directory, String(runKey), `${taskId}.${attempt}`);

  return {
    async openWriter(ref): Promise<LogWriter> {
      const path = pathOf(ref);
      const file = await openMakingDirectory(path, "a+");
      let { cursor, end, bytes } = await scan(file);
      await file.truncate(end);
      let tail: Buffer = Buffer.alloc(0);
      written.set(path, { bytes, tail });
      return {
        get cursor() {
          return cursor;
        },
        async append(chunks) {
          const last = chunks.at(-1);
          if (!last) return;
          const frames = Buffer.concat(chunks.flatMap(encodeFrame));
          try {
            await file.appendFile(frames);
          } catch (error) {
            // A piece of it may be there; what comes after it could not be read.
            await file.truncate(end).catch(() => undefined);
            throw error;
          }
          end += frames.length;
          cursor = last.cursor;
          for (const { data } of chunks) {
            bytes += data.length;
            tail = endOf(tail, data);
          }
          written.set(path, { bytes, tail });
          growth.emit(path);
        },
        async complete() {
          await file.appendFile(Buffer.concat(encodeFrame(endOfLog)));
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
      const bytes = chunks.reduce((sum, { data }) => sum + data.length, 0);
      if (bytes > 0) {
        const file = await openMakingDirectory(`${path}.new`, "w");
        try {
          await file.writeFile(Buffer.concat([...chunks, endOfLog].flatMap(encodeFrame)));
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
        const round = new AbortController();
        const grown = once(growth, path, { signal: AbortSignal.any([signal, round.signal]) }).catch(() => undefined);
        try {
          const complete = isComplete();
          const file = await open(path, "r").catch(absent);
          if (file) {
            try {
              for await (const { chunk, endOffset } of decodeFrames(file, offset)) {
                if (isEndOfLog(chunk)) return;
                offset = endOffset;
                yield chunk;
              }
            } finally {
              await file.close();
            }
          }
          if (!follow || complete || signal.aborted) return;
          await grown;
        } finally {
          round.abort();
        }
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

/** What a file holds up to the last whole frame, its end mark left out. */
async function scan(file: FileHandle): Promise<{ cursor: Buffer; end: number; bytes: number }> {
  let found: { cursor: Buffer; end: number; bytes: number } = { cursor: Buffer.alloc(0), end: 0, bytes: 0 };
  for await (const { chunk, endOffset } of decodeFrames(file, 0)) {
    if (isEndOfLog(chunk)) break;
    found = { cursor: chunk.cursor, end: endOffset, bytes: found.bytes + chunk.data.length };
  }
  // A copy: the cursor must not keep the read buffer alive.
  return { ...found, cursor: Buffer.from(found.cursor) };
}

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

import { type FileHandle, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { LogChunk, LogRef, LogStore, LogWriter } from "../../ports/log-store.js";
import { encodeEnd, encodeFrame, frameBytes, framesOf, readFrames } from "./frame.js";
import { OpenLog, RecentFrames } from "./open-log.js";

/** Of all logs together: a few messages for each of many who follow at about the same place. */
const recentBytes = 16 << 20;

/**
 * Output of tasks in one file an attempt, `<directory>/<run>/<task>.<attempt>`, as frames with cursors. No file has
 * more than `limitBytes` and a note that says so; 0 is no limit.
 */
export function openLogFiles(directory: string, { limitBytes }: { readonly limitBytes: number }): LogStore {
  const recent = new RecentFrames(recentBytes);
  const logs = new Map<string, OpenLog>();
  const pathOf = ({ runKey, taskId, attempt }: LogRef) => join(directory, String(runKey), `${taskId}.${attempt}`);

  const openLog = (path: string) => {
    const log = logs.get(path) ?? new OpenLog(recent);
    logs.set(path, log);
    return log;
  };
  const leave = (path: string, log: OpenLog) => {
    if (log.readers === 0) log.forget();
    if (log.readers === 0 && !log.written) logs.delete(path);
  };

  return {
    async openWriter(ref): Promise<LogWriter> {
      const path = pathOf(ref);
      const file = await openMakingDirectory(path, "a+");
      let { cursor, end, bytes, isFull } = await scan(file);
      await file.truncate(end);
      let tail: Buffer = Buffer.alloc(0);
      const log = openLog(path);
      log.written = { end, bytes, tail };
      return {
        get cursor() {
          return cursor;
        },
        get isFull() {
          return isFull;
        },
        async append(chunks) {
          if (chunks.length === 0 || isFull) return;
          const { kept, encoded, isCut } = framesWithin(limitBytes, end, chunks);
          try {
            await file.appendFile(encoded);
          } catch (error) {
            // A piece of it may be there; what comes after it could not be read.
            await file.truncate(end).catch(() => undefined);
            throw error;
          }
          const frames = framesOf(end, kept, { hasNote: isCut });
          end = frames.end;
          isFull = isCut;
          cursor = kept.at(-1)?.cursor ?? cursor;
          for (const { data } of kept) {
            bytes += data.length;
            tail = endOf(tail, data);
          }
          log.written = { end, bytes, tail };
          log.grow(frames);
        },
        async complete() {
          await file.appendFile(encodeEnd());
          await file.datasync();
          const mark = framesOf(end, [], { isLast: true, hasNote: isFull });
          end = mark.end;
          log.written = { end, bytes, tail };
          log.grow(mark);
          return bytes;
        },
        [Symbol.asyncDispose]: async () => {
          log.written = undefined;
          log.wake();
          leave(path, log);
          await file.close();
        },
      };
    },

    async store(ref, chunks) {
      const path = pathOf(ref);
      // Nobody goes on from a cursor of a log that is complete.
      const { kept, encoded } = framesWithin(limitBytes, 0, chunks.map(withoutCursor));
      const bytes = kept.reduce((sum, { data }) => sum + data.length, 0);
      if (bytes > 0) {
        const file = await openMakingDirectory(`${path}.new`, "w");
        try {
          await file.writeFile(Buffer.concat([encoded, encodeEnd()]));
          await file.datasync();
        } finally {
          await file.close();
        }
        await rename(`${path}.new`, path);
      }
      const log = logs.get(path);
      log?.forget();
      log?.wake();
      return bytes;
    },

    async *read(ref, { follow, signal, isComplete }) {
      const path = pathOf(ref);
      const log = openLog(path);
      log.readers++;
      let file: FileHandle | undefined;
      const closeFile = async () => {
        const opened = file;
        file = undefined;
        await opened?.close();
      };
      try {
        for (let offset = 0, isFinal = !follow; ; ) {
          // What is added from here on must wake us.
          const { version } = log;
          let frames = log.find(offset);
          if (!frames && log.mayHold(offset)) {
            file ??= await open(path, "r").catch(absent);
            if (file) frames = await log.read(file, offset);
          }
          if (frames) {
            offset = frames.end;
            if (frames.chunks.length > 0) yield frames.chunks;
            if (frames.isLast) return;
            continue;
          }
          // It may be another file when there is more.
          await closeFile();
          if (isFinal || signal.aborted) return;
          // A writer says itself that there is no more. Otherwise one more look: something may have come meanwhile.
          if (!log.written && isComplete()) isFinal = true;
          else await log.woken(version, signal);
        }
      } finally {
        log.readers--;
        leave(path, log);
        await closeFile();
      }
    },

    wake: (ref) => logs.get(pathOf(ref))?.wake(),

    async size(ref) {
      const known = logs.get(pathOf(ref))?.written;
      if (known) return known.bytes;
      const file = await open(pathOf(ref), "r").catch(absent);
      if (!file) return 0;
      try {
        return (await scan(file)).bytes;
      } finally {
        await file.close();
      }
    },

    lastLine: (ref) => lastLineOf(logs.get(pathOf(ref))?.written?.tail ?? Buffer.alloc(0)),

    async removeRun(runKey) {
      const folder = join(directory, String(runKey));
      // Most runs have written nothing: asking is cheaper than a recursive deletion.
      const files = await readdir(folder).catch(absent);
      if (files) await rm(folder, { recursive: true, force: true });
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
  let cursor: Buffer = Buffer.alloc(0);
  let end = 0;
  let bytes = 0;
  let isFull = false;
  for (let frames = await readFrames(file, 0); frames; frames = await readFrames(file, end)) {
    for (const { data } of frames.chunks) bytes += data.length;
    cursor = frames.chunks.at(-1)?.cursor ?? cursor;
    end = frames.ends.at(-1) ?? end;
    if (frames.chunks.length > 0) isFull = frames.hasNote;
    if (frames.isLast) break;
  }
  // A copy: the cursor must not keep the read buffer alive.
  return { cursor: Buffer.from(cursor), end, bytes, isFull };
}

/** Chunks as frames after so many bytes of a file; a note takes the place of what there is no room for. */
function framesWithin(
  limitBytes: number,
  end: number,
  chunks: readonly LogChunk[],
): { readonly kept: readonly LogChunk[]; readonly encoded: Buffer; readonly isCut: boolean } {
  let room = limitBytes === 0 ? Number.POSITIVE_INFINITY : limitBytes - end;
  const first = chunks.findIndex((chunk) => (room -= frameBytes(chunk)) < 0);
  if (first === -1) {
    return { kept: chunks, encoded: Buffer.concat(chunks.flatMap((chunk) => encodeFrame(chunk))), isCut: false };
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
  const encoded = Buffer.concat([...fitting.flatMap((chunk) => encodeFrame(chunk)), ...encodeFrame(note, "note")]);
  return { kept: [...fitting, note], encoded, isCut: true };
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

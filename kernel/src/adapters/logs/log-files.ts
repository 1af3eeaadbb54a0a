import { EventEmitter, once } from "node:events";
import { mkdir, open, stat } from "node:fs/promises";
import { join } from "node:path";
import type { LogRef, LogStore, LogWriter } from "../../ports/log-store.js";
import { decodeFrames, encodeFrame, endOfLog, isEndOfLog } from "./frame.js";

/** Output of tasks in one file an attempt, `<directory>/<run>/<task>.<attempt>`, as frames with cursors. */
export function openLogFiles(directory: string): LogStore {
  // Wakes the followers of a log when its writer has added to it.
  const growth = new EventEmitter().setMaxListeners(0);
  const pathOf = ({ runKey, taskId, attempt }: LogRef) => join(directory, String(runKey), `${taskId}.${attempt}`);

  return {
    async openWriter(ref): Promise<LogWriter> {
      const path = pathOf(ref);
      await mkdir(join(directory, String(ref.runKey)), { recursive: true, mode: 0o700 });
      const file = await open(path, "a+", 0o600);
      let cursor: Buffer = Buffer.alloc(0);
      let end = 0;
      for await (const { chunk, endOffset } of decodeFrames(file, 0)) {
        if (isEndOfLog(chunk)) continue;
        cursor = chunk.cursor;
        end = endOffset;
      }
      await file.truncate(end);
      return {
        get cursor() {
          return cursor;
        },
        async append(chunks) {
          const last = chunks.at(-1);
          if (!last) return;
          await file.appendFile(Buffer.concat(chunks.flatMap(encodeFrame)));
          cursor = last.cursor;
          growth.emit(path);
        },
        async complete() {
          await file.appendFile(Buffer.concat(encodeFrame(endOfLog)));
          await file.datasync();
          growth.emit(path);
        },
        [Symbol.asyncDispose]: () => file.close(),
      };
    },

    async *read(ref, { follow, signal }) {
      const path = pathOf(ref);
      for (let offset = 0; ; ) {
        // Listen before reading: what is added in between must wake us.
        const round = new AbortController();
        const grown = once(growth, path, { signal: AbortSignal.any([signal, round.signal]) }).catch(() => undefined);
        try {
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
          if (!follow || signal.aborted) return;
          await grown;
        } finally {
          round.abort();
        }
      }
    },

    async size(ref) {
      const file = await stat(pathOf(ref)).catch(absent);
      return file?.size ?? 0;
    },
  };
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}

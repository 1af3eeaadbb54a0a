import { setTimeout as delay } from "node:timers/promises";
import { isFault } from "@gofer/sdk/fault";
import type { LogChunk, LogRef, LogStore } from "../ports/log-store.js";
import { backoffMs } from "./backoff.js";
import type { Executor } from "./executor.js";
import { createMasker } from "./masker.js";
import type { LogMessage } from "./scheduler-link.js";

/** How the copying ended; the bytes are those of the whole log. */
export type CaptureEnd =
  | { readonly kind: "complete" | "incomplete"; readonly bytes: number }
  /** The connection has closed: the next one goes on from the stored cursor. */
  | { readonly kind: "interrupted" };

/**
 * Copies the output of one attempt into the log store until all of it is stored. Chunk and cursor are
 * stored together, so going on after any interruption loses and doubles nothing. It is incomplete when the
 * executor no longer has it. Secrets in it are hidden before they are stored.
 */
export async function captureLog(
  logs: LogStore,
  executor: Pick<Executor, "closed" | "logs">,
  { ref, key, secrets }: { readonly ref: LogRef; readonly key: string; readonly secrets: readonly Buffer[] },
): Promise<CaptureEnd> {
  await using writer = await logs.openWriter(ref);
  for (let failures = 0; !executor.closed.aborted; failures++) {
    try {
      // What was held back is read again after an interruption, from the stored cursor.
      const masker = createMasker(secrets, writer.cursor);
      for await (const { chunks, eof } of executor.logs(key, writer.cursor)) {
        failures = 0;
        await writer.append(masker.push(chunks));
        if (eof) await writer.append(masker.flush());
        if (eof) return { kind: "complete", bytes: await writer.complete() };
      }
    } catch (error) {
      if (executor.closed.aborted) break;
      if (isFault(error, "notFound") || isFault(error, "invalid")) {
        return { kind: "incomplete", bytes: await writer.complete() };
      }
      // A full disk is not the executor's fault, and must not look like it.
      if (!isFault(error)) throw error;
    }
    await delay(backoffMs(failures), undefined, { signal: executor.closed }).catch(() => undefined);
  }
  return { kind: "interrupted" };
}

export function chunkFromProto({ cursor, stream, writtenAtMs, data }: LogMessage["chunks"][number]): LogChunk {
  return { cursor, stderr: stream === "STREAM_STDERR", writtenAtMs, data };
}

import { setTimeout as delay } from "node:timers/promises";
import { Fault, isFault, messageOf } from "@gofer/sdk/fault";
import type { LogChunk, LogRef, LogStore } from "../ports/log-store.js";
import { backoffMs } from "./backoff.js";
import type { Executor } from "./executor.js";
import { createIdleTalk } from "./idle-talk.js";
import { createMasker } from "./masker.js";
import type { LogMessage } from "./scheduler-link.js";

/** How the copying ended; the bytes are those of the whole log. */
export type CaptureEnd =
  | { readonly kind: "complete"; readonly bytes: number }
  | { readonly kind: "incomplete"; readonly bytes: number; readonly problem: string }
  /** The connection has closed: the next one goes on from the stored cursor. */
  | { readonly kind: "interrupted" };

export interface CaptureOptions {
  readonly ref: LogRef;
  readonly key: string;
  readonly secrets: readonly Buffer[];
  /** Told once what is wrong when the output could not be read several times in a row, and undefined when it is read again. */
  readonly onTrouble: (problem: string | undefined) => void;
}

/** One failure may be a restart: so many in a row, which are a second and a half, are trouble. */
const failuresToTell = 6;

/** The contracts' limit. */
const maxCursorBytes = 256;

/**
 * Copies the output of one attempt into the log store until all of it is stored, or as much as a log may have: the rest is not
 * asked for. Chunk and cursor are stored together, so going on after any interruption loses and doubles nothing. It is incomplete
 * when the executor no longer has it, or sends what cannot be stored. Secrets in it are hidden before they are stored.
 */
export async function captureLog(
  logs: LogStore,
  executor: Pick<Executor, "id" | "closed" | "logs">,
  { ref, key, secrets, onTrouble }: CaptureOptions,
): Promise<CaptureEnd> {
  await using writer = await logs.openWriter(ref);
  const idleTalk = createIdleTalk(() => performance.now());
  for (let failures = 0; !executor.closed.aborted; ) {
    let problem = `${executor.id} ended the stream of output before its end`;
    // Before this kernel, too.
    if (writer.isFull) return { kind: "complete", bytes: await writer.complete() };
    try {
      // What was held back is read again after an interruption, from the stored cursor.
      const masker = createMasker(secrets, writer.cursor);
      for await (const { chunks, eof } of executor.logs(key, writer.cursor)) {
        if (failures >= failuresToTell) onTrouble(undefined);
        failures = 0;
        const output = outputOf(executor, chunks);
        await writer.append(masker.push(output));
        if (eof) await writer.append(masker.flush());
        if (eof || writer.isFull) return { kind: "complete", bytes: await writer.complete() };
        const pauseMs = output.length === 0 ? idleTalk.heard({ events: 0, resync: false }) : 0;
        if (pauseMs > 0) await delay(pauseMs, undefined, { signal: executor.closed });
      }
    } catch (error) {
      if (executor.closed.aborted) break;
      if (isFault(error, "notFound") || isFault(error, "invalid")) {
        return { kind: "incomplete", bytes: await writer.complete(), problem: messageOf(error) };
      }
      // A full disk is not the executor's fault, and must not look like it.
      if (!isFault(error)) throw error;
      problem = messageOf(error);
    }
    if (++failures === failuresToTell) onTrouble(problem);
    await delay(backoffMs(failures - 1), undefined, { signal: executor.closed }).catch(() => undefined);
  }
  return { kind: "interrupted" };
}

/** The chunks that hold something; throws `invalid` for what no log can hold. */
function outputOf({ id }: Pick<Executor, "id">, chunks: readonly LogChunk[]): readonly LogChunk[] {
  const vast = chunks.find(({ cursor }) => cursor.length > maxCursorBytes);
  if (vast) {
    const found = `a log cursor of ${vast.cursor.length} bytes, at most ${maxCursorBytes} are allowed`;
    throw new Fault("invalid", `${id} sent ${found}: its plugin breaks the contract`);
  }
  return chunks.filter(({ data }) => data.length > 0);
}

export function chunkFromProto({ cursor, stream, writtenAtMs, data }: LogMessage["chunks"][number]): LogChunk {
  return { cursor, stderr: stream === "STREAM_STDERR", writtenAtMs, data };
}

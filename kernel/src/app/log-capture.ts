import { setTimeout as delay } from "node:timers/promises";
import { Fault } from "@gofer/sdk/fault";
import type { LogRef, LogStore } from "../ports/log-store.js";
import { backoffMs, type SchedulerLink } from "./scheduler-link.js";

/**
 * Copies the output of one container into the log store until all of it is stored; true when it is.
 * Chunk and cursor are stored together, so going on after any interruption loses and doubles nothing.
 * False when the link has closed: the next link goes on from the stored cursor.
 */
export async function captureLog(
  logs: LogStore,
  link: SchedulerLink,
  ref: LogRef,
  key: string,
): Promise<"complete" | "incomplete" | "interrupted"> {
  await using writer = await logs.openWriter(ref);
  for (let failures = 0; !link.closed.aborted; failures++) {
    try {
      for await (const { chunks, eof } of link.logs(key, writer.cursor)) {
        failures = 0;
        await writer.append(
          chunks.map(({ cursor, stream, writtenAtMs, data }) => ({
            cursor,
            stderr: stream === "STREAM_STDERR",
            writtenAtMs,
            data,
          })),
        );
        if (!eof) continue;
        await writer.complete();
        return "complete";
      }
    } catch (error) {
      if (link.closed.aborted) return "interrupted";
      if (error instanceof Fault && (error.code === "notFound" || error.code === "invalid")) {
        await writer.complete();
        return "incomplete";
      }
    }
    await delay(backoffMs(failures), undefined, { signal: link.closed }).catch(() => undefined);
  }
  return "interrupted";
}

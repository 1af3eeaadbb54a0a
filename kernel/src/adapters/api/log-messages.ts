import type { LogChunk, LogRef } from "../../ports/log-store.js";
import type { ResponseOf } from "./kernel-service.js";

export type LogMessage = ResponseOf<"streamLogs">;

/** Chunks of one log as messages: the same ones for the same list of chunks, so that each is encoded once (`encodeOnce`). */
export type LogMessages = (ref: LogRef, chunks: readonly LogChunk[]) => readonly LogMessage[];

/** Of a message: short lines that were written at once travel together, and vast pieces apart: no client takes any size. */
const largestBytes = 64 << 10;

export function createLogMessages(): LogMessages {
  const made = new WeakMap<readonly LogChunk[], readonly LogMessage[]>();
  return (ref, chunks) => {
    const known = made.get(chunks);
    if (known) return known;
    const messages = messagesOf(ref, chunks);
    made.set(chunks, messages);
    return messages;
  };
}

function messagesOf({ taskId, attempt }: LogRef, chunks: readonly LogChunk[]): LogMessage[] {
  const messages: LogMessage[] = [];
  for (let from = 0; from < chunks.length; ) {
    const to = endOfMessage(chunks, from);
    const [first, ...rest] = chunks.slice(from, to);
    from = to;
    if (!first) continue;
    const { stderr, writtenAtMs } = first;
    const data = rest.length === 0 ? first.data : Buffer.concat([first, ...rest].map((chunk) => chunk.data));
    for (let at = 0; at < data.length; at += largestBytes)
      messages.push({ taskId, attempt, stderr, writtenAtMs, data: data.subarray(at, at + largestBytes) });
  }
  return messages;
}

/** Where the chunks end that make one message from here on: of one stream, and of one moment as far as times tell. */
function endOfMessage(chunks: readonly LogChunk[], from: number): number {
  const first = chunks[from];
  let bytes = 0;
  let to = from;
  for (let next = first; next && first; next = chunks[to]) {
    bytes += next.data.length;
    if (to > from && (bytes > largestBytes || next.stderr !== first.stderr || next.writtenAtMs !== first.writtenAtMs))
      break;
    to++;
  }
  return to;
}

import type { TaskEventInput } from "@gofer/proto";
import type { KeptEvent } from "./execution-log.js";

export const chunkBytes = 48 << 10;

/** A state is the plugin's own business. */
type ToldEvent = Exclude<KeptEvent, { readonly state: string }>;

interface Read<Event extends KeptEvent = KeptEvent> {
  readonly event: Event;
  readonly position: number;
}

/** What was written in small pieces is told in large ones: a message costs far more than a line. */
export function* joined(all: Iterable<Read>): Generator<Read<ToldEvent>> {
  let pieces: Buffer[] = [];
  let bytes = 0;
  let open: { readonly stderr: boolean; readonly writtenAtMs: number } | undefined;
  let last = 0;
  const take = function* (): Generator<Read<ToldEvent>> {
    if (open) yield { event: { log: Buffer.concat(pieces).toString("base64"), ...open }, position: last };
    pieces = [];
    bytes = 0;
    open = undefined;
  };
  for (const { event, position } of all) {
    if ("state" in event) continue;
    if (!("log" in event)) {
      yield* take();
      yield { event, position };
      continue;
    }
    const piece = Buffer.from(event.log, "base64");
    if (open?.stderr !== event.stderr || bytes + piece.length > chunkBytes) yield* take();
    open ??= { stderr: event.stderr, writtenAtMs: event.writtenAtMs };
    pieces.push(piece);
    bytes += piece.length;
    last = position;
  }
  yield* take();
}

export function heartbeatAt(position: number): TaskEventInput {
  return { cursor: Buffer.from(String(position)), event: "heartbeat", heartbeat: {} };
}

export function wireOf(event: ToldEvent): Omit<TaskEventInput, "cursor"> {
  if ("log" in event) {
    const { log, stderr, writtenAtMs } = event;
    return { event: "log", log: { data: Buffer.from(log, "base64"), stderr, writtenAtMs } };
  }
  if ("progress" in event)
    return { event: "progress", progress: { message: event.progress, fraction: event.fraction } };
  const { kind, message, outputs } = event.result;
  return { event: "result", result: { kind, message, outputs } };
}

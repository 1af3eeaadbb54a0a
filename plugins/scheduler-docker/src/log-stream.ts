import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { Fault } from "@gofer/sdk/fault";
import type { LogChunkInput } from "@gofer/sdk/plugin";
import type { Engine } from "./engine.js";
import { hasStatus } from "./engine-fault.js";
import { type LastEntry, LogParser, type Position, parseCursor, pieceBytes } from "./log-parser.js";

/** Where a container is, as far as its output is concerned. */
export interface LogSubject {
  readonly id: string;
  readonly state: "created" | "running" | "exited";
}

export interface LogRequest {
  readonly cursor: Buffer;
  readonly follow: boolean;
  readonly signal: AbortSignal;
  /** Asks the engine; throws `notFound` when there is no such container. */
  readonly look: () => Promise<LogSubject>;
  /** Whether the last line that a stream wrote had an end, as far as that can be found out. */
  readonly lineEnded: (id: string, stream: keyof Position) => Promise<boolean>;
  /** Resolves when something has happened to the container, or the signal aborts. */
  readonly changed: (signal: AbortSignal) => Promise<void>;
}

interface Message {
  readonly chunks: LogChunkInput[];
  readonly eof: boolean;
}

/** A message is sent when this much has come, or when nothing more has come for a moment. */
const fullBytes = 256 << 10;
const lingerMs = 10;

/**
 * The output of a container from a cursor. A follower may be cut off by the engine without a word, when it was slow or
 * the engine went away; so its end is believed only after a look at the container and at the last entry of the log.
 */
export async function* streamLogs(engine: Engine, request: LogRequest): AsyncGenerator<Message> {
  const { cursor, follow, signal, look, changed, lineEnded } = request;
  const position = parseCursor(cursor);
  if (!position) throw new Fault("invalid", "the cursor is not one of scheduler-docker");
  for (let idle = 0; !signal.aborted; ) {
    // Listened for before the look, so that nothing is missed between the two.
    const round = new AbortController();
    const change = changed(AbortSignal.any([signal, round.signal]));
    const { id, state } = await look();
    if (state === "created") {
      if (!follow) {
        round.abort();
        yield { chunks: [], eof: false };
        return;
      }
      await change;
      continue;
    }
    round.abort();
    const following = follow && state === "running";
    const reached = { ...position };
    const parser = new LogParser(position);
    yield* readLog(await openLog(engine, id, { follow: following ? "1" : "0" }), parser, signal);
    if (signal.aborted) return;
    const over = following
      ? (await look()).state === "exited" && sameEntry(parser.last, await lastEntry(engine, id))
      : state === "exited";
    if (over) {
      for (const stream of parser.openLines) if (await lineEnded(id, stream)) parser.endLine(stream);
      if (parser.waiting > 0) yield { chunks: parser.take(), eof: false };
    }
    if (over || !following) {
      yield { chunks: [], eof: over };
      return;
    }
    // Cut off: go on from the position, without hurry while nothing comes.
    const came = position.stdout > reached.stdout || position.stderr > reached.stderr;
    // A reading that ended before the old position leaves it where it was.
    position.stdout = Math.max(position.stdout, reached.stdout);
    position.stderr = Math.max(position.stderr, reached.stderr);
    idle = came ? 0 : idle + 1;
    await delay(Math.min(20 * 2 ** idle, 2000), undefined, { signal }).catch(() => undefined);
  }
}

/** Reads until the engine ends the stream. */
async function* readLog(stream: IncomingMessage, parser: LogParser, signal: AbortSignal): AsyncGenerator<Message> {
  const end = () => stream.destroy();
  signal.addEventListener("abort", end, { once: true });
  try {
    for (let over = false; !over && !signal.aborted; ) {
      const data = stream.read() as Buffer | null;
      if (data !== null) {
        parser.push(data);
        if (parser.waiting < fullBytes) continue;
      } else if (stream.readableEnded) {
        over = true;
      } else if (parser.waiting === 0) {
        over = await readable(stream);
      } else if (await readable(stream, lingerMs)) {
        over = true;
      } else if (stream.readableLength > 0) {
        continue;
      }
      if (parser.waiting > 0) yield { chunks: parser.take(), eof: false };
    }
    if (parser.engineError !== "")
      throw new Fault("notFound", `the engine cannot read the rest of the output: ${parser.engineError}`);
  } finally {
    signal.removeEventListener("abort", end);
    end();
  }
}

async function openLog(engine: Engine, id: string, query: Readonly<Record<string, string>>): Promise<IncomingMessage> {
  try {
    return await engine.openStream(`/containers/${id}/logs`, { stdout: "1", stderr: "1", timestamps: "1", ...query });
  } catch (error) {
    // It is being removed.
    if (hasStatus(error, 409)) throw new Fault("notFound", "its container is gone", { cause: error });
    throw error;
  }
}

/** Waits until there is something to read; true when the stream has ended. Throws when it broke. */
async function readable(stream: IncomingMessage, timeoutMs?: number): Promise<boolean> {
  if (stream.readableLength > 0) return false;
  if (stream.destroyed || stream.readableEnded) return true;
  const round = new AbortController();
  const until = { signal: round.signal };
  try {
    return await Promise.race([
      once(stream, "readable", until).then(() => false),
      once(stream, "end", until).then(() => true),
      once(stream, "close", until).then(() => true),
      ...(timeoutMs === undefined ? [] : [delay(timeoutMs, false, until)]),
    ]);
  } catch (error) {
    if (stream.destroyed && !stream.errored) return true;
    throw new Fault("unavailable", "the engine broke off the output", { cause: error });
  } finally {
    round.abort();
  }
}

/** What the init of a container (tini) says when it cannot run the command: then it is all that was written. */
export async function initError(engine: Engine, id: string): Promise<string | undefined> {
  const parser = new LogParser({ stdout: 0, stderr: 0 });
  const written: Buffer[] = [];
  const log = await openLog(engine, id, { follow: "0", tail: "2" });
  for await (const { chunks } of readLog(log, parser, new AbortController().signal))
    for (const { data } of chunks) written.push(Buffer.from(data ?? ""));
  const [, why] = /^\[FATAL tini \(\d+\)\] exec (.+ failed: .+)\n?$/.exec(Buffer.concat(written).toString()) ?? [];
  return why;
}

async function lastEntry(engine: Engine, id: string): Promise<LastEntry | undefined> {
  const stream = await openLog(engine, id, { follow: "0", tail: "1" });
  const parser = new LogParser({ stdout: 0, stderr: 0 });
  try {
    for await (const data of stream) parser.push(data as Buffer);
  } catch (error) {
    throw new Fault("unavailable", "the engine broke off the output", { cause: error });
  }
  return parser.last;
}

function sameEntry(one: LastEntry | undefined, other: LastEntry | undefined): boolean {
  if ((other?.bytes ?? 0) >= pieceBytes) return false;
  return one?.stamp === other?.stamp && one?.stream === other?.stream && one?.bytes === other?.bytes;
}

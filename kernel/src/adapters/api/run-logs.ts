import type { Engine } from "../../app/engine.js";
import type { ChangedAttempt } from "../../app/run-changes.js";
import type { RunRef } from "../../domain/pipeline.js";
import type { Ledger, RunRecord, TaskRunRecord } from "../../ports/ledger.js";
import type { LogChunk, LogStore } from "../../ports/log-store.js";
import type { ResponseOf } from "./kernel-service.js";

type LogMessage = ResponseOf<"streamLogs">;

export interface WantedLogs {
  /** Place of the task in the config, from 1; 0 means all tasks. */
  readonly ordinal: number;
  /** 0 means all attempts. */
  readonly attempt: number;
  readonly follow: boolean;
  /** 0 means all lines. */
  readonly tailLines: number;
}

interface Sources {
  readonly ledger: Ledger;
  readonly engine: Engine;
  readonly logs: LogStore;
}

/**
 * Output of all wanted attempts, interleaved as it comes; each one in its own order. A task that never
 * starts has none, and is not waited for when it has ended.
 */
export async function* streamRunLogs(
  { ledger, engine, logs }: Sources,
  ref: RunRef,
  wanted: WantedLogs,
  signal: AbortSignal,
): AsyncGenerator<LogMessage> {
  const readers = new Map<string, AsyncIterator<LogMessage>>();
  const waiting = new Map<string, Promise<{ name: string; next: IteratorResult<LogMessage> }>>();
  const advance = (name: string, reader: AsyncIterator<LogMessage>) =>
    waiting.set(
      name,
      reader.next().then((next) => ({ name, next })),
    );
  const isWanted = ({ ordinal, attempt }: ChangedAttempt) =>
    (wanted.ordinal === 0 || wanted.ordinal === ordinal) && (wanted.attempt === 0 || wanted.attempt === attempt);
  const ended = new AbortController();
  const { key } = ledger.getRun(ref);
  using changes = engine.watch(key, AbortSignal.any([signal, ended.signal]));
  const record = ledger.getRun(ref);
  const open = (row: TaskRunRecord) => {
    const name = `${row.ordinal}.${row.taskRun.attempt}`;
    if (row.taskRun.startedAtMs === 0 || readers.has(name)) return;
    const reader = readAttempt({ ledger, logs }, record, row, wanted, signal);
    readers.set(name, reader);
    advance(name, reader);
  };
  const rows = wanted.ordinal === 0 ? ledger.listTaskRuns(key) : ledger.listAttempts(key, wanted.ordinal);
  for (const row of rows) if (isWanted({ ordinal: row.ordinal, attempt: row.taskRun.attempt })) open(row);
  /** The change that is waited for, and whether there can be one. */
  let changed: Promise<undefined> | undefined;
  let more = wanted.follow;
  try {
    for (;;) {
      if (more && !changed) {
        const attempts = changes.take();
        // After the attempts were taken: a run that is complete here has none that changes later.
        more = ledger.getRun(ref).summary.state !== "complete";
        for (const attempt of attempts.filter(isWanted)) {
          const row = ledger.findTaskRun({ runKey: key, ...attempt });
          if (row) open(row);
        }
        // One task that has ended for good has no further attempt.
        if (wanted.ordinal !== 0 && isSettled(ledger, key, wanted)) more = false;
        if (more) changed = changes.next().then(() => undefined);
      }
      if (waiting.size === 0 && !changed) return;
      const first = await Promise.race([...waiting.values(), ...(changed ? [changed] : [])]);
      if (signal.aborted) return;
      if (!first) {
        changed = undefined;
        continue;
      }
      waiting.delete(first.name);
      if (first.next.done === true) continue;
      yield first.next.value;
      const reader = readers.get(first.name);
      if (reader) advance(first.name, reader);
    }
  } finally {
    ended.abort();
    for (const reader of readers.values()) await reader.return?.(undefined);
  }
}

function isSettled(ledger: Ledger, runKey: number, { ordinal, attempt }: WantedLogs): boolean {
  const attempts = ledger.listAttempts(runKey, ordinal);
  const last = attempt === 0 ? attempts.at(-1) : attempts.find(({ taskRun }) => taskRun.attempt === attempt);
  return last?.taskRun.state === "complete";
}

async function* readAttempt(
  { ledger, logs }: Pick<Sources, "ledger" | "logs">,
  { key }: RunRecord,
  row: TaskRunRecord,
  { follow, tailLines }: WantedLogs,
  signal: AbortSignal,
): AsyncGenerator<LogMessage> {
  const { taskId, attempt, keptFrom } = row.taskRun;
  const ref = { runKey: keptFrom ?? key, taskId, attempt };
  const isComplete = () =>
    keptFrom !== undefined || ledger.findTaskRun({ runKey: key, ordinal: row.ordinal, attempt })?.logComplete === true;
  const chunks = () => logs.read(ref, { follow, signal, isComplete });
  const hasEnded = row.taskRun.state === "complete";
  for await (const { stderr, writtenAtMs, data } of tailLines > 0 && hasEnded ? tail(chunks, tailLines) : chunks()) {
    // Whoever wrote it may have sent vast pieces, and a client takes no message of any size.
    for (let at = 0; at < data.length; at += mostBytes)
      yield { taskId, attempt, stderr, writtenAtMs, data: data.subarray(at, at + mostBytes) };
  }
}

const mostBytes = 64 << 10;

const newline = 0x0a;

/** The last lines of a log that has ended. It is read twice: a line may be longer than anybody should hold. */
async function* tail(read: () => AsyncIterable<LogChunk>, lines: number): AsyncGenerator<LogChunk> {
  let ends = 0;
  let last = newline;
  for await (const { data } of read()) {
    ends += count(data);
    last = data.at(-1) ?? last;
  }
  // The last line needs no end of its own.
  let surplus = Math.max(0, ends + (last === newline ? 0 : 1) - lines);
  for await (const chunk of read()) {
    let from = 0;
    for (; surplus > 0; surplus--) {
      const end = chunk.data.indexOf(newline, from);
      if (end === -1) break;
      from = end + 1;
    }
    if (surplus === 0 && from < chunk.data.length) yield { ...chunk, data: chunk.data.subarray(from) };
  }
}

function count(data: Buffer): number {
  let found = 0;
  for (let at = data.indexOf(newline); at !== -1; at = data.indexOf(newline, at + 1)) found++;
  return found;
}

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
  const chunks = logs.read(ref, { follow, signal, isComplete });
  const hasEnded = row.taskRun.state === "complete";
  for await (const { stderr, writtenAtMs, data } of tailLines > 0 && hasEnded ? tail(chunks, tailLines) : chunks) {
    yield { taskId, attempt, stderr, writtenAtMs, data };
  }
}

const newline = 0x0a;

/** The last lines of a log that has ended, holding no more than they need. */
async function* tail(chunks: AsyncIterable<LogChunk>, lines: number): AsyncGenerator<LogChunk> {
  const kept: { readonly chunk: LogChunk; readonly ends: number }[] = [];
  let ends = 0;
  for await (const chunk of chunks) {
    const entry = { chunk, ends: count(chunk.data) };
    kept.push(entry);
    ends += entry.ends;
    // One line end more than wanted lies before the first wanted line.
    for (let first = kept[0]; first && ends - first.ends > lines; first = kept[0]) {
      ends -= first.ends;
      kept.shift();
    }
  }
  // The last line needs no end of its own.
  const open = kept.at(-1)?.chunk.data.at(-1) === newline ? 0 : 1;
  let surplus = Math.max(0, ends + open - lines);
  for (const { chunk } of kept) {
    let from = 0;
    for (; surplus > 0; surplus--) {
      const end = chunk.data.indexOf(newline, from);
      if (end === -1) break;
      from = end + 1;
    }
    if (surplus > 0) continue;
    if (from < chunk.data.length) yield { ...chunk, data: chunk.data.subarray(from) };
  }
}

function count(data: Buffer): number {
  let found = 0;
  for (let at = data.indexOf(newline); at !== -1; at = data.indexOf(newline, at + 1)) found++;
  return found;
}

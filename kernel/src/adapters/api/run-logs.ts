import type { Engine } from "../../app/engine.js";
import type { RunRef } from "../../domain/pipeline.js";
import type { Ledger, RunRecord, TaskRunRecord } from "../../ports/ledger.js";
import type { LogChunk, LogStore } from "../../ports/log-store.js";
import type { ResponseOf } from "./kernel-service.js";

type LogMessage = ResponseOf<"streamLogs">;

export interface WantedLogs {
  /** Empty means all tasks. */
  readonly taskId: string;
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
  const isWanted = ({ taskRun }: TaskRunRecord) =>
    (wanted.taskId === "" || wanted.taskId === taskRun.taskId) &&
    (wanted.attempt === 0 || wanted.attempt === taskRun.attempt);
  try {
    for (;;) {
      const round = new AbortController();
      const changed = engine
        .changed(ledger.getRun(ref).key, AbortSignal.any([signal, round.signal]))
        .then(() => undefined);
      const record = ledger.getRun(ref);
      let more = record.summary.state !== "complete";
      for (const row of ledger.listTaskRuns(record.key).filter(isWanted)) {
        const { taskId, attempt, startedAtMs } = row.taskRun;
        const name = `${taskId}/${attempt}`;
        if (startedAtMs === 0 || readers.has(name)) continue;
        const reader = readAttempt({ ledger, logs }, record, row, wanted, signal);
        readers.set(name, reader);
        advance(name, reader);
      }
      // One task that has ended for good has no further attempt.
      if (wanted.taskId !== "" && isSettled(ledger, record, wanted)) more = false;
      if (waiting.size === 0 && (!wanted.follow || !more)) return round.abort();
      const first = await Promise.race([...waiting.values(), ...(wanted.follow && more ? [changed] : [])]);
      round.abort();
      if (signal.aborted) return;
      if (!first) continue;
      waiting.delete(first.name);
      if (first.next.done === true) continue;
      yield first.next.value;
      const reader = readers.get(first.name);
      if (reader) advance(first.name, reader);
    }
  } finally {
    for (const reader of readers.values()) await reader.return?.(undefined);
  }
}

function isSettled(ledger: Ledger, { key }: RunRecord, { taskId, attempt }: WantedLogs): boolean {
  const attempts = ledger.listTaskRuns(key).filter(({ taskRun }) => taskRun.taskId === taskId);
  const last = attempt === 0 ? attempts.at(-1) : attempts.find(({ taskRun }) => taskRun.attempt === attempt);
  return last?.taskRun.state === "complete";
}

async function* readAttempt(
  { ledger, logs }: Pick<Sources, "ledger" | "logs">,
  record: RunRecord,
  row: TaskRunRecord,
  { follow, tailLines }: WantedLogs,
  signal: AbortSignal,
): AsyncGenerator<LogMessage> {
  const { taskId, attempt, keptFrom } = row.taskRun;
  const ref = { runKey: keptFrom ?? record.key, taskId, attempt };
  const isComplete = () =>
    keptFrom !== undefined ||
    ledger
      .listTaskRuns(record.key)
      .some(({ taskRun, logComplete }) => logComplete && taskRun.taskId === taskId && taskRun.attempt === attempt);
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

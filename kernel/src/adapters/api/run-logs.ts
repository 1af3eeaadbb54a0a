import type { Engine } from "../../app/engine.js";
import type { ChangedAttempt } from "../../app/run-changes.js";
import type { RunRef } from "../../domain/pipeline.js";
import type { Ledger, RunRecord, TaskRunRecord } from "../../ports/ledger.js";
import type { LogChunk, LogStore } from "../../ports/log-store.js";
import type { LogMessage, LogMessages } from "./log-messages.js";

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
  readonly messagesOf: LogMessages;
}

/** Some output of an attempt, and who reads it; undefined at its end. */
interface Output {
  readonly reader: AsyncIterator<readonly LogMessage[]>;
  readonly messages: readonly LogMessage[] | undefined;
}

/**
 * Output of all wanted attempts, interleaved as it comes; each one in its own order. A task that never
 * starts has none, and is not waited for when it has ended.
 */
export async function* streamRunLogs(
  { ledger, engine, logs, messagesOf }: Sources,
  ref: RunRef,
  wanted: WantedLogs,
  signal: AbortSignal,
): AsyncGenerator<LogMessage> {
  const readers = new Map<string, AsyncIterator<readonly LogMessage[]>>();
  // What has come and was not given on; how many are waited for; and who waits for any of them.
  const outputs: (Output | { readonly error: unknown })[] = [];
  let reading = 0;
  let wake = (): void => undefined;
  const advance = (reader: Output["reader"]) => {
    reading++;
    const come = (output: Output | { readonly error: unknown }) => {
      reading--;
      outputs.push(output);
      wake();
    };
    reader.next().then(
      ({ done, value }) => come({ reader, messages: done === true ? undefined : value }),
      (error: unknown) => come({ error }),
    );
  };
  const isWanted = ({ ordinal, attempt }: ChangedAttempt) =>
    (wanted.ordinal === 0 || wanted.ordinal === ordinal) && (wanted.attempt === 0 || wanted.attempt === attempt);
  const ended = new AbortController();
  const { key } = ledger.getRun(ref);
  using changes = engine.watch(key, AbortSignal.any([signal, ended.signal]));
  const record = ledger.getRun(ref);
  const open = (row: TaskRunRecord) => {
    const name = `${row.ordinal}.${row.taskRun.attempt}`;
    if (row.taskRun.startedAtMs === 0 || readers.has(name)) return;
    const reader = readAttempt({ ledger, logs, messagesOf }, record, row, wanted, signal);
    readers.set(name, reader);
    advance(reader);
  };
  const rows = wanted.ordinal === 0 ? ledger.listTaskRuns(key) : ledger.listAttempts(key, wanted.ordinal);
  for (const row of rows) if (isWanted({ ordinal: row.ordinal, attempt: row.taskRun.attempt })) open(row);
  /** A change is waited for; whether there can be one. */
  let watching = false;
  let more = wanted.follow;
  try {
    while (!signal.aborted) {
      if (more && !watching) {
        const attempts = changes.take();
        // After the attempts were taken: a run that is complete here has none that changes later.
        more = ledger.getRun(ref).summary.state !== "complete";
        for (const attempt of attempts.filter(isWanted)) {
          const row = ledger.findTaskRun({ runKey: key, ...attempt });
          if (row) open(row);
        }
        // One task that has ended for good has no further attempt.
        if (wanted.ordinal !== 0 && isSettled(ledger, key, wanted)) more = false;
        if (more) {
          watching = true;
          void changes.next().then(() => {
            watching = false;
            wake();
          });
        }
      }
      const output = outputs.shift();
      if (!output) {
        if (reading === 0 && !watching) return;
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      if ("error" in output) throw output.error;
      if (!output.messages) continue;
      yield* output.messages;
      advance(output.reader);
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
  { ledger, logs, messagesOf }: Omit<Sources, "engine">,
  { key }: RunRecord,
  row: TaskRunRecord,
  { follow, tailLines }: WantedLogs,
  signal: AbortSignal,
): AsyncGenerator<readonly LogMessage[]> {
  const { taskId, attempt, keptFrom } = row.taskRun;
  const ref = { runKey: keptFrom ?? key, taskId, attempt };
  const isComplete = () =>
    keptFrom !== undefined || ledger.findTaskRun({ runKey: key, ordinal: row.ordinal, attempt })?.logComplete === true;
  const chunks = () => logs.read(ref, { follow, signal, isComplete });
  const hasEnded = row.taskRun.state === "complete";
  for await (const some of tailLines > 0 && hasEnded ? tail(chunks, tailLines) : chunks()) yield messagesOf(ref, some);
}

const newline = 0x0a;

/** The last lines of a log that has ended. It is read twice: a line may be longer than anybody should hold. */
async function* tail(
  read: () => AsyncIterable<readonly LogChunk[]>,
  lines: number,
): AsyncGenerator<readonly LogChunk[]> {
  let ends = 0;
  let last = newline;
  for await (const chunks of read()) {
    for (const { data } of chunks) {
      ends += count(data);
      last = data.at(-1) ?? last;
    }
  }
  // The last line needs no end of its own.
  let surplus = Math.max(0, ends + (last === newline ? 0 : 1) - lines);
  for await (const chunks of read()) {
    const wanted = chunks.flatMap((chunk) => {
      let from = 0;
      for (; surplus > 0; surplus--) {
        const end = chunk.data.indexOf(newline, from);
        if (end === -1) break;
        from = end + 1;
      }
      if (surplus > 0 || from === chunk.data.length) return [];
      return [from === 0 ? chunk : { ...chunk, data: chunk.data.subarray(from) }];
    });
    if (wanted.length > 0) yield wanted;
  }
}

function count(data: Buffer): number {
  let found = 0;
  for (let at = data.indexOf(newline); at !== -1; at = data.indexOf(newline, at + 1)) found++;
  return found;
}

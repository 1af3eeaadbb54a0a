import { setMaxListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { Fault, messageOf } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import type { Initiator } from "../domain/pipeline.js";
import type { Ledger, RunRecord } from "../ports/ledger.js";
import type { LogStore } from "../ports/log-store.js";
import { kernelInitiator } from "./run-events.js";

export interface RetentionOptions {
  readonly ledger: Ledger;
  readonly logs: LogStore;
  readonly log: Logger;
  /** Runs of a pipeline whose output is kept; 0 keeps all. */
  readonly keptRunLogs: number;
  /** How long events are kept; 0 keeps all. */
  readonly eventRetentionMs: number;
  readonly eventPruneIntervalMs: number;
  readonly now: () => number;
}

/** Deletes what is old: output of runs, and events. */
export interface Retention extends AsyncDisposable {
  /** A run is complete: of the same pipeline all runs that have become too old lose their output. */
  readonly runFinished: (record: RunRecord) => void;
  /** Throws `precondition` for a run that is not complete. */
  readonly deleteLogs: (record: RunRecord, initiator: Initiator) => Promise<void>;
}

const expiredAtOnce = 100;

/** A run that ends may be followed by the next one at once, which must not wait for the deletion of what is old. */
const gatherMs = 200;

export function openRetention(options: RetentionOptions): Retention {
  const { ledger, logs, log, keptRunLogs, eventRetentionMs, eventPruneIntervalMs, now } = options;
  const stop = new AbortController();
  // Every pipeline of which a run has just ended waits on it.
  setMaxListeners(0, stop.signal);
  const work = new Set<Promise<void>>();
  const track = (task: Promise<void>, what: string) => {
    const tracked = task
      .catch((error: unknown) => log.warn({ error: messageOf(error) }, `${what}, trying again later`))
      .finally(() => work.delete(tracked));
    work.add(tracked);
  };

  /** Marked before it is deleted: a crash in between leaves files that nobody reads, never a run that claims to have them. */
  const expire = async (
    expired: readonly { readonly run: RunRecord; readonly hasOutput: boolean }[],
    initiator: Initiator,
  ) => {
    const occurredAtMs = now();
    await ledger.commit((writer) => {
      for (const { run, hasOutput } of expired) {
        const { namespace, pipelineId, runId } = run;
        writer.markLogsExpired(run.key);
        if (!hasOutput) continue;
        writer.recordEvents([{ kind: "run_logs_expired", namespace, pipelineId, runId, initiator, occurredAtMs }]);
      }
    });
    for (const { run, hasOutput } of expired) if (hasOutput) await logs.removeRun(run.key);
  };
  const expireOlderThan = async (record: RunRecord) => {
    for (;;) {
      const expired = ledger.listLogsToExpire(record, keptRunLogs, expiredAtOnce);
      if (expired.length > 0) await expire(expired, kernelInitiator);
      if (expired.length < expiredAtOnce || stop.signal.aborted) return;
    }
  };
  /** The newest run of each pipeline that is being looked at: many that end at once are one look, not many at the same. */
  const newest = new Map<number, RunRecord>();
  const expirePipeline = async (pipelineKey: number) => {
    try {
      for (let record = newest.get(pipelineKey); record; ) {
        await delay(gatherMs, undefined, { signal: stop.signal }).catch(() => undefined);
        // What is not deleted now is when the next run of the pipeline has ended.
        if (stop.signal.aborted) return;
        record = newest.get(pipelineKey) ?? record;
        await expireOlderThan(record);
        const latest = newest.get(pipelineKey);
        record = latest === record ? undefined : latest;
      }
    } finally {
      newest.delete(pipelineKey);
    }
  };
  const pruneEvents = async () => {
    while (!stop.signal.aborted) {
      const beforeMs = now() - eventRetentionMs;
      // In slices, each a short transaction, so that nothing waits for a large deletion.
      while (await ledger.commit((writer) => writer.pruneEvents(beforeMs))) if (stop.signal.aborted) return;
      await delay(eventPruneIntervalMs, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  };
  if (eventRetentionMs > 0) track(pruneEvents(), "old events cannot be deleted");

  return {
    runFinished: (record) => {
      if (keptRunLogs === 0) return;
      const known = newest.get(record.pipelineKey);
      if (!known || known.runId < record.runId) newest.set(record.pipelineKey, record);
      if (!known) track(expirePipeline(record.pipelineKey), "old output cannot be deleted");
    },
    async deleteLogs(record, initiator) {
      if (record.summary.state !== "complete") {
        throw new Fault(
          "precondition",
          `run ${record.runId} of ${record.pipelineId} is not complete: its output is still written`,
        );
      }
      if (!record.logsExpired) await expire([{ run: record, hasOutput: true }], initiator);
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await Promise.all(work);
    },
  };
}

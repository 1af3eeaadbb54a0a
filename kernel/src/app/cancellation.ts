import { type EventEmitter, once } from "node:events";
import { Fault } from "@gofer/sdk/fault";
import type { Initiator, PipelineRef } from "../domain/pipeline.js";
import type { RunEvent } from "../domain/transition.js";
import type { Ledger, RunRecord } from "../ports/ledger.js";
import type { LiveRun } from "./live-run.js";

export interface CancellationOptions {
  readonly ledger: Pick<Ledger, "commit">;
  readonly runs: ReadonlyMap<number, LiveRun>;
  /** Tells under the key of a run when something of it is durable. */
  readonly changes: EventEmitter;
  readonly tell: (live: LiveRun, event: RunEvent) => boolean;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Asks runs and tasks to end. Each resolves when that is durable, not when they have ended; what is complete is left as it is. */
export interface Cancellation {
  readonly run: (record: RunRecord, by: Initiator, force: boolean) => Promise<void>;
  /** Every live run of a pipeline; returns their ids. */
  readonly pipeline: (ref: PipelineRef, by: Initiator, force: boolean) => Promise<readonly number[]>;
  /** One task; the rest of its run goes on as its conditions say. Throws `precondition` for a run that has not begun. */
  readonly task: (record: RunRecord, taskId: string, by: Initiator, force: boolean) => Promise<void>;
}

type CancelEvent = Extract<RunEvent, { type: "cancel" | "cancelTask" }>;

export function createCancellation({ ledger, runs, changes, tell, now, signal }: CancellationOptions): Cancellation {
  /** The request is an event of its own: it stays when the run was about to end by itself. */
  const cancel = async (live: LiveRun, initiator: Initiator, event: CancelEvent): Promise<void> => {
    const { namespace, pipelineId, runId, key } = live.record;
    const details = { force: String(event.force) };
    const about = { namespace, pipelineId, runId, initiator, occurredAtMs: event.atMs, details };
    await ledger.commit((writer) =>
      writer.recordEvents([
        event.type === "cancel"
          ? { ...about, kind: "run_cancel_requested" }
          : { ...about, kind: "task_run_cancel_requested", taskId: event.taskId },
      ]),
    );
    const changed = once(changes, String(key), { signal });
    if (tell(live, event)) await changed;
    else changed.catch(() => undefined);
  };

  const run: Cancellation["run"] = async (record, by, force) => {
    const live = runs.get(record.key);
    if (live) await cancel(live, by, { type: "cancel", by: by.name, force, atMs: now() });
  };

  return {
    run,
    async pipeline(ref, by, force) {
      const records = [...runs.values()]
        .map(({ record }) => record)
        .filter(({ namespace, pipelineId }) => namespace === ref.namespace && pipelineId === ref.pipelineId);
      await Promise.all(records.map((record) => run(record, by, force)));
      return records.map(({ runId }) => runId);
    },
    async task(record, taskId, by, force) {
      const live = runs.get(record.key);
      if (!live) return;
      if (live.run.summary.state === "pending") {
        throw new Fault(
          "precondition",
          `run ${record.runId} has not begun: cancel the run, gofer run cancel ${record.pipelineId} ${record.runId}`,
        );
      }
      await cancel(live, by, { type: "cancelTask", taskId, by: by.name, force, atMs: now() });
    },
  };
}

import type { EventDraft } from "../domain/event.js";
import type { Initiator } from "../domain/pipeline.js";
import type { Run } from "../domain/run.js";
import type { Change } from "../domain/transition.js";
import type { RunRecord } from "../ports/ledger.js";

export const kernelInitiator: Initiator = { kind: "system", name: "kernel" };

/** What a change of a run is recorded as. */
export function eventsOf(record: RunRecord, before: Run, change: Change, atMs: number): readonly EventDraft[] {
  const { namespace, pipelineId, runId } = record;
  const about = { namespace, pipelineId, runId, initiator: kernelInitiator, occurredAtMs: atMs };
  const ofTask = (kind: EventDraft["kind"], taskId: string, details: Readonly<Record<string, string>>): EventDraft => ({
    ...about,
    kind,
    taskId,
    details,
  });
  const events: EventDraft[] = [];
  if (before.summary.state === "pending" && change.summary.state === "running")
    events.push({ ...about, kind: "run_started" });
  for (const taskRun of change.taskRuns) {
    const { taskId, state, outcome } = taskRun;
    const known = before.taskRuns.get(taskId);
    const attempt = String(taskRun.attempt);
    if (known?.attempt !== taskRun.attempt) events.push(ofTask("task_run_created", taskId, { attempt }));
    if (state === "running" && known?.state !== "running") events.push(ofTask("task_run_started", taskId, { attempt }));
    if (state === "complete" && known?.state !== "complete")
      events.push(ofTask("task_run_completed", taskId, { attempt, status: outcome?.status ?? "" }));
  }
  if (before.summary.state !== "complete" && change.summary.state === "complete") {
    events.push({ ...about, kind: "run_completed", details: { status: change.summary.status ?? "" } });
  }
  return events;
}

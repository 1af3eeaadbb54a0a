import { Fault } from "@gofer/sdk/fault";
import type { Database } from "better-sqlite3";
import type { Initiator, PipelineRef, RunRef } from "../../domain/pipeline.js";
import type { Outcome, Reason, Run, RunState, RunStatus, TaskRun, TaskRunState } from "../../domain/run.js";
import type { Page, RunRecord, TaskRunRecord } from "../../ports/ledger.js";

interface RunRow {
  readonly key: number;
  readonly namespace: string;
  readonly pipeline_id: string;
  readonly id: number;
  readonly version: number;
  readonly state: RunState;
  readonly status: RunStatus | null;
  readonly reason: string | null;
  readonly ending: string | null;
  readonly initiator_kind: Initiator["kind"];
  readonly initiator_name: string;
  readonly variables: string;
  readonly scheduler: string;
  readonly created_at: number;
  readonly started_at: number;
  readonly ended_at: number;
}

interface TaskRunRow {
  readonly task_id: string;
  readonly attempt: number;
  readonly state: TaskRunState;
  readonly outcome: string | null;
  readonly waiting_for: string | null;
  readonly image_digest: string;
  readonly external_name: string;
  readonly created_at: number;
  readonly started_at: number;
  readonly ended_at: number;
  readonly not_before: number;
  readonly log_complete: number;
}

const columns = `r.*, p.namespace, p.id AS pipeline_id FROM runs r JOIN pipelines p ON p.key = r.pipeline`;

export function runTable(database: Database) {
  const pipeline = database.prepare<
    [string, string],
    { key: number; state: string; version: number; last_run_id: number }
  >("SELECT key, state, version, last_run_id FROM pipelines WHERE namespace = ? AND id = ?");
  const allocate = database.prepare("UPDATE pipelines SET last_run_id = ? WHERE key = ?");
  const insert = database.prepare(
    `INSERT INTO runs (pipeline, id, version, state, initiator_kind, initiator_name, variables, scheduler, created_at)
     VALUES (?, ?, ?, 'pending', ?, ?, ?, ?, ?)`,
  );
  const update = database.prepare(
    "UPDATE runs SET state = ?, status = ?, reason = ?, ending = ?, started_at = ?, ended_at = ? WHERE key = ?",
  );
  const upsertTaskRun = database.prepare(
    `INSERT INTO task_runs (run, task_id, attempt, state, outcome, waiting_for, image_digest, external_name, created_at, started_at, ended_at, not_before)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (run, task_id, attempt) DO UPDATE SET state = excluded.state, outcome = excluded.outcome, waiting_for = excluded.waiting_for,
       image_digest = excluded.image_digest, external_name = excluded.external_name, started_at = excluded.started_at, ended_at = excluded.ended_at`,
  );
  const logComplete = database.prepare(
    "UPDATE task_runs SET log_complete = 1 WHERE run = ? AND task_id = ? AND attempt = ?",
  );
  const selectRun = database.prepare<[string, string, number], RunRow>(
    `SELECT ${columns} WHERE p.namespace = ? AND p.id = ? AND r.id = ?`,
  );
  const byKey = database.prepare<[number | bigint], RunRow>(`SELECT ${columns} WHERE r.key = ?`);
  const live = database.prepare<[], RunRow>(`SELECT ${columns} WHERE r.state <> 'complete' ORDER BY r.key`);
  const page = database.prepare<
    { namespace: string; pipeline: string | null; status: string | null; before: number; limit: number },
    RunRow
  >(
    `SELECT ${columns} WHERE p.namespace = :namespace AND (:pipeline IS NULL OR p.id = :pipeline)
     AND (:status IS NULL OR r.status = :status) AND r.key < :before ORDER BY r.key DESC LIMIT :limit`,
  );
  const taskRuns = database.prepare<[number], TaskRunRow>("SELECT * FROM task_runs WHERE run = ? ORDER BY rowid");
  const unfinished = database.prepare<[], { run: number; task_id: string; attempt: number }>(
    "SELECT run, task_id, attempt FROM task_runs WHERE log_complete = 0 AND state = 'complete' AND started_at > 0",
  );

  return {
    create(start: {
      ref: PipelineRef;
      initiator: Initiator;
      variables: Readonly<Record<string, string>>;
      scheduler: string;
      atMs: number;
    }): RunRecord {
      const { ref, initiator, variables, scheduler, atMs } = start;
      const row = pipeline.get(ref.namespace, ref.pipelineId);
      if (!row)
        throw new Fault(
          "notFound",
          `there is no pipeline "${ref.pipelineId}" in namespace "${ref.namespace}": gofer pipeline list shows what there is`,
        );
      if (row.state === "disabled")
        throw new Fault(
          "precondition",
          `pipeline "${ref.pipelineId}" is disabled: gofer pipeline enable ${ref.pipelineId}`,
        );
      const runId = row.last_run_id + 1;
      allocate.run(runId, row.key);
      const { lastInsertRowid } = insert.run(
        row.key,
        runId,
        row.version,
        initiator.kind,
        initiator.name,
        JSON.stringify(variables),
        scheduler,
        atMs,
      );
      const created = byKey.get(lastInsertRowid);
      if (!created) throw new Fault("internal", "the run was not stored");
      return rowToRun(created);
    },
    save(runKey: number, run: Run): void {
      update.run(
        run.state,
        run.status ?? null,
        toJson(run.reason),
        toJson(run.ending),
        run.startedAtMs,
        run.endedAtMs,
        runKey,
      );
    },
    saveTaskRuns(runKey: number, changed: readonly TaskRun[]): void {
      for (const taskRun of changed) {
        upsertTaskRun.run(
          runKey,
          taskRun.taskId,
          taskRun.attempt,
          taskRun.state,
          toJson(taskRun.outcome),
          toJson(taskRun.waitingFor),
          taskRun.imageDigest,
          taskRun.externalName,
          taskRun.createdAtMs,
          taskRun.startedAtMs,
          taskRun.endedAtMs,
          taskRun.notBeforeMs,
        );
      }
    },
    markLogComplete(runKey: number, taskId: string, attempt: number): void {
      logComplete.run(runKey, taskId, attempt);
    },
    get({ namespace, pipelineId, runId }: RunRef): RunRecord {
      const row = selectRun.get(namespace, pipelineId, runId);
      if (!row)
        throw new Fault(
          "notFound",
          `pipeline "${pipelineId}" has no run ${runId}: gofer run list ${pipelineId} shows its runs`,
        );
      return rowToRun(row);
    },
    list(
      filter: { namespace: string; pipelineId: string | undefined; status: RunStatus | undefined },
      pageSize: number,
      before: string,
    ): Page<RunRecord> {
      const rows = page.all({
        namespace: filter.namespace,
        pipeline: filter.pipelineId ?? null,
        status: filter.status ?? null,
        before: before === "" ? Number.MAX_SAFE_INTEGER : Number(before),
        limit: pageSize + 1,
      });
      const items = rows.slice(0, pageSize).map(rowToRun);
      return { items, next: rows.length > pageSize ? String(items.at(-1)?.key) : undefined };
    },
    listLive: (): readonly RunRecord[] => live.all().map(rowToRun),
    listTaskRuns: (runKey: number): readonly TaskRunRecord[] => taskRuns.all(runKey).map(rowToTaskRun),
    listUnfinishedLogs: () =>
      unfinished.all().map((row) => ({ runKey: row.run, taskId: row.task_id, attempt: row.attempt })),
  };
}

function rowToRun(row: RunRow): RunRecord {
  const reason = fromJson<Reason>(row.reason);
  const ending = fromJson<NonNullable<Run["ending"]>>(row.ending);
  return {
    key: row.key,
    namespace: row.namespace,
    pipelineId: row.pipeline_id,
    runId: row.id,
    pipelineVersion: row.version,
    initiator: { kind: row.initiator_kind, name: row.initiator_name },
    variables: JSON.parse(row.variables) as Record<string, string>,
    createdAtMs: row.created_at,
    scheduler: row.scheduler,
    run: {
      state: row.state,
      ...(row.status ? { status: row.status } : {}),
      ...(reason ? { reason } : {}),
      ...(ending ? { ending } : {}),
      startedAtMs: row.started_at,
      endedAtMs: row.ended_at,
    },
  };
}

function rowToTaskRun(row: TaskRunRow): TaskRunRecord {
  const outcome = fromJson<Outcome>(row.outcome);
  const waitingFor = fromJson<Reason>(row.waiting_for);
  return {
    logComplete: row.log_complete === 1,
    taskRun: {
      taskId: row.task_id,
      attempt: row.attempt,
      state: row.state,
      ...(outcome ? { outcome } : {}),
      ...(waitingFor ? { waitingFor } : {}),
      imageDigest: row.image_digest,
      externalName: row.external_name,
      createdAtMs: row.created_at,
      startedAtMs: row.started_at,
      endedAtMs: row.ended_at,
      notBeforeMs: row.not_before,
    },
  };
}

const toJson = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
/** What `toJson` has written; its type is that of what was written. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- it names what the column holds
const fromJson = <T>(json: string | null) => (json === null ? undefined : (JSON.parse(json) as T));

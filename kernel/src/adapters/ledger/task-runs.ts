import type { Database } from "better-sqlite3";
import type { Ending, Reason, ReasonKind, TaskRun, TaskRunState, TaskRunStatus } from "../../domain/run.js";
import type { Page, StoredTaskRun, TaskRunRecord } from "../../ports/ledger.js";
import type { LogRef } from "../../ports/log-store.js";
import type { NameId, Names } from "./names.js";

interface Row {
  readonly run: number;
  readonly ordinal: number;
  readonly attempt: number;
  readonly task: NameId;
  readonly state: number;
  readonly status: number | null;
  readonly exit_code: number | null;
  readonly reason_kind: number | null;
  readonly reason: string | null;
  /** JSON of what is only there while it is not complete: why it waits, and a request to end. */
  readonly pending: string | null;
  readonly image_digest: NameId | null;
  readonly external_name: string | null;
  readonly created_at: number;
  readonly started_at: number;
  readonly ended_at: number;
  readonly not_before: number;
  readonly kept_from: number | null;
  /** Bytes of output when all of it is stored. */
  readonly log_bytes: number | null;
}

interface Pending {
  readonly waitingFor?: Reason;
  readonly ending?: Ending;
}

// Their places are what the ledger holds: append only.
const states: readonly TaskRunState[] = ["waiting", "processing", "running", "complete"];
const statuses: readonly TaskRunStatus[] = ["successful", "failed", "cancelled", "skipped", "unknown"];
const reasonKinds: readonly ReasonKind[] = [
  "abnormalExit",
  "outOfMemory",
  "imageError",
  "startError",
  "schedulerError",
  "failedPrecondition",
  "cancelled",
  "timedOut",
  "lost",
  "queued",
  "pluginUnavailable",
  "taskFailed",
  "pullingImage",
];

export function taskRunTable(database: Database, names: Names) {
  const upsert = database.prepare(
    `INSERT INTO task_runs (run, ordinal, attempt, task, state, status, exit_code, reason_kind, reason, pending,
       image_digest, external_name, created_at, started_at, ended_at, not_before, kept_from, log_bytes)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (run, ordinal, attempt) DO UPDATE SET state = excluded.state, status = excluded.status,
       exit_code = excluded.exit_code, reason_kind = excluded.reason_kind, reason = excluded.reason,
       pending = excluded.pending, image_digest = excluded.image_digest, external_name = excluded.external_name,
       started_at = excluded.started_at, ended_at = excluded.ended_at, log_bytes = coalesce(excluded.log_bytes, log_bytes)`,
  );
  const setLogBytes = database.prepare(
    "UPDATE task_runs SET log_bytes = ? WHERE run = ? AND ordinal = ? AND attempt = ?",
  );
  const ofRun = database.prepare<[number], Row>("SELECT * FROM task_runs WHERE run = ? ORDER BY ordinal, attempt");
  const pageOfRun = database.prepare<[number, number, number, number], Row>(
    "SELECT * FROM task_runs WHERE run = ? AND (ordinal, attempt) > (?, ?) ORDER BY ordinal, attempt LIMIT ?",
  );
  const ofTask = database.prepare<[number, number], Row>(
    "SELECT * FROM task_runs WHERE run = ? AND ordinal = ? ORDER BY attempt",
  );
  const one = database.prepare<[number, number, number], Row>(
    "SELECT * FROM task_runs WHERE run = ? AND ordinal = ? AND attempt = ?",
  );
  const unfinished = database.prepare<[], Pick<Row, "run" | "ordinal" | "attempt" | "task">>(
    "SELECT run, ordinal, attempt, task FROM task_runs WHERE log_bytes IS NULL AND state = 3 AND started_at > 0 AND kept_from IS NULL",
  );

  const rowToTaskRun = (row: Row): TaskRunRecord => {
    const { waitingFor, ending } = row.pending === null ? ({} as Pending) : (JSON.parse(row.pending) as Pending);
    const status = row.status === null ? undefined : statuses[row.status];
    const kind = row.reason_kind === null ? undefined : reasonKinds[row.reason_kind];
    const outcome = status && {
      status,
      ...(kind ? { reason: { kind, message: row.reason ?? "" } } : {}),
      ...(row.exit_code === null ? {} : { exitCode: row.exit_code }),
    };
    return {
      ordinal: row.ordinal,
      logComplete: row.log_bytes !== null,
      logBytes: row.log_bytes ?? 0,
      taskRun: {
        taskId: names.nameOf(row.task),
        attempt: row.attempt,
        state: states[row.state] ?? "complete",
        ...(outcome ? { outcome } : {}),
        ...(waitingFor ? { waitingFor } : {}),
        ...(ending ? { ending } : {}),
        imageDigest: row.image_digest === null ? "" : names.nameOf(row.image_digest),
        externalName: row.external_name ?? "",
        createdAtMs: row.created_at,
        startedAtMs: row.started_at,
        endedAtMs: row.ended_at,
        notBeforeMs: row.not_before,
        ...(row.kept_from === null ? {} : { keptFrom: row.kept_from }),
      },
    };
  };

  return {
    save(runKey: number, ordinal: number, taskRun: TaskRun, logBytes?: number): void {
      const { taskId, attempt, state, outcome, waitingFor, ending, imageDigest, externalName, keptFrom } = taskRun;
      const { createdAtMs, startedAtMs, endedAtMs, notBeforeMs } = taskRun;
      const pending = waitingFor || ending ? JSON.stringify({ waitingFor, ending } satisfies MaybePending) : null;
      upsert.run(
        runKey,
        ordinal,
        attempt,
        names.idOf(taskId),
        states.indexOf(state),
        outcome ? statuses.indexOf(outcome.status) : null,
        outcome?.exitCode ?? null,
        outcome?.reason ? reasonKinds.indexOf(outcome.reason.kind) : null,
        outcome?.reason?.message ?? null,
        pending,
        imageDigest === "" ? null : names.idOf(imageDigest),
        externalName === "" ? null : externalName,
        createdAtMs,
        startedAtMs,
        endedAtMs,
        notBeforeMs,
        keptFrom ?? null,
        logBytes ?? null,
      );
    },
    markLogComplete({ runKey, ordinal, attempt }: StoredTaskRun, bytes: number): void {
      setLogBytes.run(bytes, runKey, ordinal, attempt);
    },
    list: (runKey: number): readonly TaskRunRecord[] => ofRun.all(runKey).map(rowToTaskRun),
    listPage(runKey: number, pageSize: number, after: string): Page<TaskRunRecord> {
      const [ordinal = 0, attempt = 0] = after.split(".").map(Number);
      const rows = pageOfRun.all(runKey, ordinal, attempt, pageSize + 1);
      const items = rows.slice(0, pageSize);
      const last = items.at(-1);
      return {
        items: items.map(rowToTaskRun),
        next: rows.length > pageSize && last ? `${last.ordinal}.${last.attempt}` : undefined,
      };
    },
    listAttempts: (runKey: number, ordinal: number): readonly TaskRunRecord[] =>
      ofTask.all(runKey, ordinal).map(rowToTaskRun),
    find({ runKey, ordinal, attempt }: StoredTaskRun): TaskRunRecord | undefined {
      const row = one.get(runKey, ordinal, attempt);
      return row && rowToTaskRun(row);
    },
    listUnfinishedLogs: (): readonly (LogRef & StoredTaskRun)[] =>
      unfinished.all().map(({ run, ordinal, attempt, task }) => ({
        runKey: run,
        ordinal,
        attempt,
        taskId: names.nameOf(task),
      })),
  };
}

type MaybePending = { readonly [Name in keyof Pending]: Pending[Name] | undefined };

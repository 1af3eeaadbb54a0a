import { Fault } from "@gofer/sdk/fault";
import type { Database } from "better-sqlite3";
import type { Initiator, RunRef } from "../../domain/pipeline.js";
import type { Ending, Reason, RunState, RunStatus, RunSummary } from "../../domain/run.js";
import type { NewRun, Page, RunFilter, RunRecord } from "../../ports/ledger.js";
import type { NameId, Names } from "./names.js";

interface Row {
  readonly key: number;
  readonly pipeline: number;
  readonly namespace: string;
  readonly pipeline_id: string;
  readonly id: number;
  readonly version: number;
  readonly state: number;
  readonly status: number | null;
  readonly reason: string | null;
  readonly ending: string | null;
  readonly initiator: NameId;
  readonly variables: string | null;
  readonly scheduler: NameId;
  readonly created_at: number;
  readonly started_at: number;
  readonly ended_at: number;
  readonly retry_of: number | null;
  readonly keeps_results: number;
  readonly logs_expired: number;
  readonly objects_expired: number;
}

// Their places are what the ledger holds: append only.
const states: readonly RunState[] = ["pending", "running", "complete"];
const statuses: readonly RunStatus[] = ["successful", "failed", "cancelled"];

const columns = `r.*, p.namespace, p.id AS pipeline_id, r.id <= p.objects_expired_to AS objects_expired
  FROM runs r JOIN pipelines p ON p.key = r.pipeline`;

export function runTable(database: Database, names: Names) {
  const pipeline = database.prepare<
    [string, string],
    { key: number; state: string; version: number; last_run_id: number }
  >("SELECT key, state, version, last_run_id FROM pipelines WHERE namespace = ? AND id = ?");
  const allocate = database.prepare("UPDATE pipelines SET last_run_id = ? WHERE key = ?");
  const insert = database.prepare(
    `INSERT INTO runs (pipeline, id, version, state, initiator, variables, scheduler, created_at, retry_of, keeps_results)
     VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?)`,
  );
  const update = database.prepare(
    "UPDATE runs SET state = ?, status = ?, reason = ?, ending = ?, started_at = ?, ended_at = ? WHERE key = ?",
  );
  const selectRun = database.prepare<[string, string, number], Row>(
    `SELECT ${columns} WHERE p.namespace = ? AND p.id = ? AND r.id = ?`,
  );
  const byKey = database.prepare<[number | bigint], Row>(`SELECT ${columns} WHERE r.key = ?`);
  const live = database.prepare<[], Row>(`SELECT ${columns} WHERE r.state <> 2 ORDER BY r.key`);
  const page = database.prepare<{ namespace: string; status: number | null; before: number; limit: number }, Row>(
    `SELECT ${columns} WHERE p.namespace = :namespace AND (:status IS NULL OR r.status = :status)
     AND r.key < :before ORDER BY r.key DESC LIMIT :limit`,
  );
  const pageOfPipeline = database.prepare<
    { pipeline: number; status: number | null; before: number; limit: number },
    Row
  >(
    `SELECT ${columns} WHERE r.pipeline = :pipeline AND (:status IS NULL OR r.status = :status)
     AND r.id < :before ORDER BY r.id DESC LIMIT :limit`,
  );
  const expired = database.prepare<[number, number, number], Row & { readonly has_output: number }>(
    `SELECT EXISTS (SELECT 1 FROM task_runs t WHERE t.run = r.key AND t.started_at > 0 AND t.log_bytes IS NOT 0)
     AS has_output, ${columns} WHERE r.pipeline = (SELECT pipeline FROM runs WHERE key = ?) AND r.id <= ? AND r.logs_expired = 0
     AND r.state = 2 ORDER BY r.id LIMIT ?`,
  );
  const expireLogs = database.prepare("UPDATE runs SET logs_expired = 1 WHERE key = ?");

  const rowToRun = (row: Row): RunRecord => {
    const reason = fromJson<Reason>(row.reason);
    const ending = fromJson<Ending>(row.ending);
    const [kind = "system", ...initiator] = names.nameOf(row.initiator).split(":");
    const status = row.status === null ? undefined : statuses[row.status];
    return {
      key: row.key,
      pipelineKey: row.pipeline,
      namespace: row.namespace,
      pipelineId: row.pipeline_id,
      runId: row.id,
      pipelineVersion: row.version,
      initiator: { kind: kind as Initiator["kind"], name: initiator.join(":") },
      variables: fromJson<Record<string, string>>(row.variables) ?? {},
      createdAtMs: row.created_at,
      scheduler: names.nameOf(row.scheduler),
      objectsExpired: row.objects_expired === 1,
      logsExpired: row.logs_expired === 1,
      ...(row.retry_of === null ? {} : { retryOf: { runKey: row.retry_of, keepsResults: row.keeps_results === 1 } }),
      summary: {
        state: states[row.state] ?? "complete",
        ...(status ? { status } : {}),
        ...(reason ? { reason } : {}),
        ...(ending ? { ending } : {}),
        startedAtMs: row.started_at,
        endedAtMs: row.ended_at,
      },
    };
  };
  const getByKey = (key: number | bigint): RunRecord => {
    const row = byKey.get(key);
    if (!row) throw new Fault("notFound", `there is no run with key ${key}`);
    return rowToRun(row);
  };

  return {
    create({ ref, initiator, variables, scheduler, atMs, retryOf }: NewRun): RunRecord {
      const row = pipeline.get(ref.namespace, ref.pipelineId);
      if (!row) {
        throw new Fault(
          "notFound",
          `there is no pipeline "${ref.pipelineId}" in namespace "${ref.namespace}": gofer pipeline list shows what there is`,
        );
      }
      if (row.state === "disabled") {
        throw new Fault(
          "precondition",
          `pipeline "${ref.pipelineId}" is disabled: gofer pipeline enable ${ref.pipelineId}`,
        );
      }
      const runId = row.last_run_id + 1;
      allocate.run(runId, row.key);
      const { lastInsertRowid } = insert.run(
        row.key,
        runId,
        retryOf?.pipelineVersion ?? row.version,
        names.idOf(`${initiator.kind}:${initiator.name}`),
        Object.keys(variables).length === 0 ? null : JSON.stringify(variables),
        names.idOf(scheduler),
        atMs,
        retryOf?.runKey ?? null,
        retryOf?.keepsResults === true ? 1 : 0,
      );
      return getByKey(lastInsertRowid);
    },
    save(runKey: number, { state, status, reason, ending, startedAtMs, endedAtMs }: RunSummary): void {
      const place = status === undefined ? null : statuses.indexOf(status);
      update.run(states.indexOf(state), place, toJson(reason), toJson(ending), startedAtMs, endedAtMs, runKey);
    },
    get({ namespace, pipelineId, runId }: RunRef): RunRecord {
      const row = selectRun.get(namespace, pipelineId, runId);
      if (row) return rowToRun(row);
      throw new Fault(
        "notFound",
        `pipeline "${pipelineId}" has no run ${runId}: gofer run list ${pipelineId} shows its runs`,
      );
    },
    getByKey,
    list(filter: RunFilter, pageSize: number, before: string): Page<RunRecord> {
      const { namespace, pipelineId } = filter;
      const status = filter.status === undefined ? null : statuses.indexOf(filter.status);
      const bounds = { status, before: before === "" ? Number.MAX_SAFE_INTEGER : Number(before), limit: pageSize + 1 };
      const ofPipeline = pipelineId === undefined ? undefined : pipeline.get(namespace, pipelineId)?.key;
      const rows =
        ofPipeline === undefined
          ? page.all({ namespace, ...bounds })
          : pageOfPipeline.all({ pipeline: ofPipeline, ...bounds });
      const items = rows.slice(0, pageSize).map(rowToRun);
      const last = items.at(-1);
      const next = ofPipeline === undefined ? last?.key : last?.runId;
      return { items, next: rows.length > pageSize ? String(next) : undefined };
    },
    listLive: (): readonly RunRecord[] => live.all().map(rowToRun),
    /** Complete runs of the same pipeline that are at least so many runs older and still have logs; oldest first. */
    listLogsToExpire: ({ key, runId }: Pick<RunRecord, "key" | "runId">, keptRuns: number, limit: number) =>
      expired.all(key, runId - keptRuns, limit).map((row) => ({ run: rowToRun(row), hasOutput: row.has_output === 1 })),
    markLogsExpired: (runKey: number): void => void expireLogs.run(runKey),
  };
}

const toJson = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
/** What `toJson` has written; its type is that of what was written. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- it names what the column holds
const fromJson = <T>(json: string | null) => (json === null ? undefined : (JSON.parse(json) as T));

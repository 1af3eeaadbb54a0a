import { Fault } from "@gofer/sdk/fault";
import type { Database } from "better-sqlite3";
import type { Pipeline, PipelineConfig, PipelineRef } from "../../domain/pipeline.js";
import type { Page, PipelineVersion } from "../../ports/ledger.js";

interface Row {
  readonly key: number;
  readonly namespace: string;
  readonly id: string;
  readonly state: "active" | "disabled";
  readonly version: number;
  readonly created_at: number;
  readonly modified_at: number;
  readonly name: string;
  readonly description: string;
}

const columns = `p.key, p.namespace, p.id, p.state, p.version, p.created_at, v.created_at AS modified_at,
  v.config ->> '$.name' AS name, v.config ->> '$.description' AS description
  FROM pipelines p JOIN pipeline_versions v ON v.pipeline = p.key AND v.version = p.version`;

export function pipelineTable(database: Database) {
  const select = database.prepare<[string, string], Row>(`SELECT ${columns} WHERE p.namespace = ? AND p.id = ?`);
  const page = database.prepare<[string, string, number], Row>(
    `SELECT ${columns} WHERE p.namespace = ? AND p.id > ? ORDER BY p.id LIMIT ?`,
  );
  const config = database
    .prepare<[number, number], string>("SELECT config FROM pipeline_versions WHERE pipeline = ? AND version = ?")
    .pluck();
  const namespace = database.prepare("SELECT 1 FROM namespaces WHERE id = ?").pluck();
  const insert = database.prepare(
    "INSERT INTO pipelines (namespace, id, state, version, created_at) VALUES (?, ?, 'active', 1, ?)",
  );
  const insertVersion = database.prepare(
    "INSERT INTO pipeline_versions (pipeline, version, config, created_at) VALUES (?, ?, ?, ?)",
  );
  const versions = database.prepare<
    { pipeline: number; before: number; limit: number },
    { version: number; created_at: number; rolled_back_to: number; tasks: number; runs: number }
  >(
    `SELECT v.version, v.created_at, v.rolled_back_to, json_array_length(v.config, '$.tasks') AS tasks,
       (SELECT count(*) FROM runs r WHERE r.pipeline = v.pipeline AND r.version = v.version) AS runs
     FROM pipeline_versions v WHERE v.pipeline = :pipeline AND v.version < :before ORDER BY v.version DESC LIMIT :limit`,
  );
  const setState = database.prepare("UPDATE pipelines SET state = ? WHERE key = ?");
  const setRolledBack = database.prepare(
    "UPDATE pipeline_versions SET rolled_back_to = ? WHERE pipeline = ? AND version = ?",
  );
  const removing = database
    .prepare<{ namespace: string; id: string }>(
      "SELECT 1 FROM removals WHERE namespace = :namespace AND coalesce(pipeline, :id) = :id",
    )
    .pluck();
  const setVersion = database.prepare("UPDATE pipelines SET version = ? WHERE key = ?");

  const getRow = ({ namespace: space, pipelineId }: PipelineRef): Row => {
    const row = select.get(space, pipelineId);
    if (!row)
      throw new Fault(
        "notFound",
        `there is no pipeline "${pipelineId}" in namespace "${space}": gofer pipeline list shows what there is`,
      );
    return row;
  };
  const get = (ref: PipelineRef) => rowToPipeline(getRow(ref));

  return {
    get,
    getConfig(ref: PipelineRef, version: number): PipelineConfig {
      const row = getRow(ref);
      const json = config.get(row.key, version);
      if (json === undefined)
        throw new Fault(
          "notFound",
          `pipeline "${ref.pipelineId}" has no version ${version}: its versions are 1 to ${row.version}`,
        );
      return JSON.parse(json) as PipelineConfig;
    },
    list(space: string, pageSize: number, after: string): Page<Pipeline> {
      const rows = page.all(space, after, pageSize + 1);
      const items = rows.slice(0, pageSize).map(rowToPipeline);
      return { items, next: rows.length > pageSize ? items.at(-1)?.pipelineId : undefined };
    },
    create(space: string, next: PipelineConfig, atMs: number): Pipeline {
      if (namespace.get(space) === undefined) throw new Fault("notFound", `there is no namespace "${space}"`);
      if (select.get(space, next.id))
        throw new Fault(
          "exists",
          `pipeline "${next.id}" exists in namespace "${space}": gofer pipeline update changes it`,
        );
      // What another one left outside must be gone before its name is good for a new one.
      if (removing.get({ namespace: space, id: next.id }) !== undefined)
        throw new Fault(
          "unavailable",
          `objects, secrets or logs of an earlier pipeline "${next.id}" are still being deleted: try again in a moment`,
        );
      const { lastInsertRowid } = insert.run(space, next.id, atMs);
      insertVersion.run(lastInsertRowid, 1, JSON.stringify(next), atMs);
      return get({ namespace: space, pipelineId: next.id });
    },
    setState(ref: PipelineRef, state: Pipeline["state"]): void {
      setState.run(state, getRow(ref).key);
    },
    markRolledBack(ref: PipelineRef, to: number): void {
      const row = getRow(ref);
      setRolledBack.run(to, row.key, row.version);
    },
    listVersions(ref: PipelineRef, pageSize: number, before: string): Page<PipelineVersion> {
      const rows = versions.all({
        pipeline: getRow(ref).key,
        before: before === "" ? Number.MAX_SAFE_INTEGER : Number(before),
        limit: pageSize + 1,
      });
      const items = rows.slice(0, pageSize).map((row) => ({
        version: row.version,
        createdAtMs: row.created_at,
        rolledBackTo: row.rolled_back_to,
        tasks: row.tasks,
        runs: row.runs,
      }));
      return { items, next: rows.length > pageSize ? String(items.at(-1)?.version) : undefined };
    },
    update(space: string, next: PipelineConfig, atMs: number): Pipeline {
      const ref = { namespace: space, pipelineId: next.id };
      const row = getRow(ref);
      insertVersion.run(row.key, row.version + 1, JSON.stringify(next), atMs);
      setVersion.run(row.version + 1, row.key);
      return get(ref);
    },
  };
}

function rowToPipeline(row: Row): Pipeline {
  return {
    namespace: row.namespace,
    pipelineId: row.id,
    name: row.name,
    description: row.description,
    state: row.state,
    version: row.version,
    createdAtMs: row.created_at,
    modifiedAtMs: row.modified_at,
  };
}

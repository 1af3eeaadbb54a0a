import { Fault } from "@gofer/sdk/fault";
import type { Database } from "better-sqlite3";
import type { Pipeline, PipelineConfig, PipelineRef } from "../../domain/pipeline.js";
import type { Page } from "../../ports/ledger.js";

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
      const { lastInsertRowid } = insert.run(space, next.id, atMs);
      insertVersion.run(lastInsertRowid, 1, JSON.stringify(next), atMs);
      return get({ namespace: space, pipelineId: next.id });
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

import { Fault } from "@gofer/sdk/fault";
import type { Database } from "better-sqlite3";
import type { PipelineRef } from "../../domain/pipeline.js";
import type { Removal } from "../../ports/ledger.js";
import { noNamespace } from "./namespaces.js";

interface Row {
  readonly id: number;
  readonly namespace: string;
  readonly pipeline: string | null;
  readonly pipeline_key: number | null;
  readonly runs: string;
}

/**
 * Deletes pipelines and namespaces with everything that belongs to them by foreign keys, and remembers in the
 * same transaction what has still to be deleted outside the ledger.
 */
export function removalTable(database: Database) {
  const pipelines = database.prepare<{ namespace: string; id: string | null }, { key: number; id: string }>(
    "SELECT key, id FROM pipelines WHERE namespace = :namespace AND (:id IS NULL OR id = :id) ORDER BY id",
  );
  const runs = database.prepare<[number], number>("SELECT key FROM runs WHERE pipeline = ?").pluck();
  const live = database
    .prepare<[number], number>("SELECT id FROM runs WHERE pipeline = ? AND state <> 2 LIMIT 11")
    .pluck();
  const insert = database.prepare("INSERT INTO removals (namespace, pipeline, pipeline_key, runs) VALUES (?, ?, ?, ?)");
  const removePipeline = database.prepare("DELETE FROM pipelines WHERE key = ?");
  const removeNamespace = database.prepare("DELETE FROM namespaces WHERE id = ?");
  const all = database.prepare<[], Row>("SELECT * FROM removals ORDER BY id");
  const forget = database.prepare("DELETE FROM removals WHERE id = ?");

  /** Throws `precondition` and names the runs that are not complete. */
  const remove = (namespace: string, doomed: readonly { key: number; id: string }[]): number => {
    const busy = doomed.flatMap(({ key, id }) => {
      const ids = live.all(key);
      return ids.length === 0 ? [] : [`${ids.slice(0, 10).join(", ")}${ids.length > 10 ? " and more" : ""} of ${id}`];
    });
    if (busy.length > 0)
      throw new Fault(
        "precondition",
        `these runs are not complete: ${busy.join("; ")}: cancel them first, or delete with --force`,
      );
    let removed = 0;
    for (const { key, id } of doomed) {
      const keys = runs.all(key);
      removed += keys.length;
      insert.run(namespace, id, key, JSON.stringify(keys));
      removePipeline.run(key);
    }
    return removed;
  };

  return {
    deletePipeline({ namespace, pipelineId }: PipelineRef): { runs: number } {
      const doomed = pipelines.all({ namespace, id: pipelineId });
      if (doomed.length === 0)
        throw new Fault(
          "notFound",
          `there is no pipeline "${pipelineId}" in namespace "${namespace}": gofer pipeline list shows what there is`,
        );
      return { runs: remove(namespace, doomed) };
    },
    deleteNamespace(id: string): { pipelines: number; runs: number } {
      const doomed = pipelines.all({ namespace: id, id: null });
      const removed = remove(id, doomed);
      if (removeNamespace.run(id).changes === 0) throw noNamespace(id);
      insert.run(id, null, null, "[]");
      return { pipelines: doomed.length, runs: removed };
    },
    list: (): readonly Removal[] =>
      all.all().map(({ id, namespace, pipeline, pipeline_key: key, runs: keys }) => ({
        id,
        namespace,
        ...(pipeline === null || key === null ? {} : { pipeline: { id: pipeline, key } }),
        runKeys: JSON.parse(keys) as number[],
      })),
    forget: (id: number): void => void forget.run(id),
  };
}

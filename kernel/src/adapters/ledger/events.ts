import type { Database } from "better-sqlite3";
import { type EventDraft, type EventFilter, eventKinds, type RecordedEvent } from "../../domain/event.js";
import type { Initiator } from "../../domain/pipeline.js";

interface Row {
  readonly sequence: number;
  readonly kind: number;
  readonly namespace: string | null;
  readonly pipeline_id: string | null;
  readonly run_id: number | null;
  readonly task_id: string | null;
  readonly details: string | null;
  readonly initiator_kind: Initiator["kind"];
  readonly initiator_name: string;
  readonly occurred_at: number;
}

/** The sequence is gapless: it is allocated in the transaction, and a rolled back one gives it back. */
export function eventTable(database: Database) {
  const insert = database.prepare(
    `INSERT INTO events (kind, namespace, pipeline_id, run_id, task_id, details, initiator_kind, initiator_name, occurred_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const page = (order: "ASC" | "DESC") =>
    database.prepare<
      {
        after: number;
        kinds: string | null;
        namespace: string | null;
        pipeline: string | null;
        run: number | null;
        limit: number;
      },
      Row
    >(
      `SELECT * FROM events WHERE sequence ${order === "ASC" ? ">" : "<"} :after
       AND (:kinds IS NULL OR kind IN (SELECT value FROM json_each(:kinds)))
       AND (:namespace IS NULL OR namespace = :namespace)
       AND (:pipeline IS NULL OR pipeline_id = :pipeline) AND (:run IS NULL OR run_id = :run)
       ORDER BY sequence ${order} LIMIT :limit`,
    );
  const forward = page("ASC");
  const backward = page("DESC");

  return {
    append(draft: EventDraft): void {
      insert.run(
        eventKinds.indexOf(draft.kind),
        draft.namespace ?? null,
        draft.pipelineId ?? null,
        draft.runId ?? null,
        draft.taskId ?? null,
        draft.details ? JSON.stringify(draft.details) : null,
        draft.initiator.kind,
        draft.initiator.name,
        draft.occurredAtMs,
      );
    },
    list(filter: EventFilter): readonly RecordedEvent[] {
      const rows = (filter.reverse ? backward : forward).all({
        after: filter.reverse && filter.afterSequence === 0 ? Number.MAX_SAFE_INTEGER : filter.afterSequence,
        kinds: filter.kinds.length > 0 ? JSON.stringify(filter.kinds.map((kind) => eventKinds.indexOf(kind))) : null,
        namespace: filter.namespace ?? null,
        pipeline: filter.pipelineId ?? null,
        run: filter.runId ?? null,
        limit: filter.limit,
      });
      return rows.map(rowToEvent);
    },
  };
}

function rowToEvent(row: Row): RecordedEvent {
  return {
    sequence: row.sequence,
    kind: eventKinds[row.kind] ?? "service_started",
    ...(row.namespace === null ? {} : { namespace: row.namespace }),
    ...(row.pipeline_id === null ? {} : { pipelineId: row.pipeline_id }),
    ...(row.run_id === null ? {} : { runId: row.run_id }),
    ...(row.task_id === null ? {} : { taskId: row.task_id }),
    ...(row.details === null ? {} : { details: JSON.parse(row.details) as Record<string, string> }),
    initiator: { kind: row.initiator_kind, name: row.initiator_name },
    occurredAtMs: row.occurred_at,
  };
}

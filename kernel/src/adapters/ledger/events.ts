import type { Database } from "better-sqlite3";
import { type EventDraft, type EventFilter, eventKinds, type RecordedEvent } from "../../domain/event.js";
import type { Initiator } from "../../domain/pipeline.js";
import type { NameId, Names } from "./names.js";

interface Row {
  readonly sequence: number;
  readonly kind: number;
  readonly occurred_at: number;
  readonly namespace: NameId | null;
  readonly pipeline: NameId | null;
  readonly run: number | null;
  readonly task: NameId | null;
  readonly initiator: NameId;
  readonly details: NameId | string | null;
}

interface Query {
  readonly after: number;
  readonly newest: number;
  readonly kinds: string | null;
  readonly namespace: NameId | null;
  readonly pipeline: NameId | null;
  readonly run: number | null;
  readonly limit: number;
}

/** Their details are of a small vocabulary (attempt, status), and shared by name. */
const engineKinds: ReadonlySet<string> = new Set(eventKinds.filter((kind) => /^(run|task_run)_/.test(kind)));

const prunedAtOnce = 1000;

/** The sequence is gapless: it is allocated in the transaction, and a rolled back one gives it back. */
export function eventTable(database: Database, names: Names) {
  const insert = database.prepare("INSERT INTO events VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)");
  // A run's events are few among very many, and have an index; everything else is read in order.
  const select = (order: "ASC" | "DESC", ofRun: boolean) =>
    database.prepare<Query, Row>(
      `SELECT * FROM events ${ofRun ? "INDEXED BY events_of_run" : "NOT INDEXED"}
       WHERE ${ofRun ? "pipeline = :pipeline AND run = :run" : "(:pipeline IS NULL OR pipeline = :pipeline) AND :run IS NULL"}
       AND sequence ${order === "ASC" ? "> :after AND sequence <= :newest" : "< :after AND :newest > 0"}
       AND (:kinds IS NULL OR kind IN (SELECT value FROM json_each(:kinds)))
       AND (:namespace IS NULL OR namespace = :namespace)
       ORDER BY sequence ${order} LIMIT :limit`,
    );
  const statements = {
    all: { forward: select("ASC", false), backward: select("DESC", false) },
    run: { forward: select("ASC", true), backward: select("DESC", true) },
  };
  // The newest event stays: its number is where the sequence goes on.
  const prune = database.prepare<[number, number]>(
    `DELETE FROM events WHERE sequence IN (
       SELECT sequence FROM events WHERE sequence < (SELECT max(sequence) FROM events) ORDER BY sequence LIMIT ?
     ) AND occurred_at < ?`,
  );
  const get = database.prepare<[number], Row>("SELECT * FROM events WHERE sequence = ?");
  const last = database.prepare<[], number>("SELECT coalesce(max(sequence), 0) FROM events").pluck();
  let newest = last.get() ?? 0;
  const optional = (name: string | undefined) => (name === undefined ? null : names.idOf(name));

  const rowToEvent = (row: Row): RecordedEvent => {
    const details = typeof row.details === "number" ? names.nameOf(row.details) : row.details;
    const [kind = "system", ...name] = names.nameOf(row.initiator).split(":");
    return {
      sequence: row.sequence,
      kind: eventKinds[row.kind] ?? "service_started",
      occurredAtMs: row.occurred_at,
      ...(row.namespace === null ? {} : { namespace: names.nameOf(row.namespace) }),
      ...(row.pipeline === null ? {} : { pipelineId: names.nameOf(row.pipeline) }),
      ...(row.run === null ? {} : { runId: row.run }),
      ...(row.task === null ? {} : { taskId: names.nameOf(row.task) }),
      ...(details === null ? {} : { details: JSON.parse(details) as Record<string, string> }),
      initiator: { kind: kind as Initiator["kind"], name: name.join(":") },
    };
  };

  return {
    append({ kind, occurredAtMs, namespace, pipelineId, runId, taskId, initiator, details }: EventDraft): void {
      const json = details === undefined ? null : JSON.stringify(details);
      const { lastInsertRowid } = insert.run(
        eventKinds.indexOf(kind),
        occurredAtMs,
        optional(namespace),
        optional(pipelineId),
        runId ?? null,
        optional(taskId),
        names.idOf(`${initiator.kind}:${initiator.name}`),
        json !== null && engineKinds.has(kind) ? names.idOf(json) : json,
      );
      newest = Number(lastInsertRowid);
    },
    /** Number of the newest event; 0 when there is none. */
    get newest(): number {
      return newest;
    },
    /** After a rollback: the numbers that it gave back are those of other events soon, which nobody may take for read. */
    forget(): void {
      newest = last.get() ?? 0;
    },
    list(filter: EventFilter): readonly RecordedEvent[] {
      const namespace = filter.namespace === undefined ? null : names.find(filter.namespace);
      const pipeline = filter.pipelineId === undefined ? null : names.find(filter.pipelineId);
      if (namespace === undefined || pipeline === undefined) return [];
      const run = pipeline === null ? null : (filter.runId ?? null);
      const { forward, backward } = statements[run === null ? "all" : "run"];
      const kinds = filter.kinds.map((kind) => eventKinds.indexOf(kind));
      const rows = (filter.reverse ? backward : forward).all({
        after: filter.reverse && filter.afterSequence === 0 ? Number.MAX_SAFE_INTEGER : filter.afterSequence,
        newest: filter.upTo ?? Number.MAX_SAFE_INTEGER,
        kinds: kinds.length > 0 ? JSON.stringify(kinds) : null,
        namespace,
        pipeline,
        run,
        limit: filter.limit,
      });
      return rows.map(rowToEvent);
    },
    find(sequence: number): RecordedEvent | undefined {
      const row = get.get(sequence);
      return row && rowToEvent(row);
    },
    /** Deletes some of the oldest events if they are from before a time; true when there may be more. */
    prune: (beforeMs: number): boolean => prune.run(prunedAtOnce, beforeMs).changes === prunedAtOnce,
  };
}

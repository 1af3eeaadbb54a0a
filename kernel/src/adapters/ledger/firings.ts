import type { Database } from "better-sqlite3";
import { type DeadLetter, type Firing, retention, type Subscription, type Verdict } from "../../domain/subscription.js";
import type { Page, RunRecord } from "../../ports/ledger.js";
import type { TriggerWriter } from "../../ports/trigger-ledger.js";

const maxDeadLetters = 10_000;

const verdictKinds = ["onTime", "late", "skipped", "missed"] as const satisfies Verdict["kind"][];

interface VerdictRow {
  readonly expected_at: number;
  readonly kind: number;
  readonly late_ms: number;
  readonly run_id: number;
  readonly reason: string;
}

interface LetterRow {
  readonly key: number;
  readonly alias: string;
  readonly namespace: string | null;
  readonly pipeline_id: string | null;
  readonly label: string | null;
  readonly event_id: string;
  readonly occurred_at: number;
  readonly refused_at: number;
  readonly reason: string;
  readonly details: string;
}

/** Firings by identity, verdicts by expected time, and what came to nothing. */
export function firingTable(database: Database, getRun: (key: number) => RunRecord) {
  const known = database
    .prepare<[number, string]>("SELECT 1 FROM firings WHERE subscription = ? AND event_id = ?")
    .pluck();
  const insert = database.prepare(
    `INSERT INTO firings (subscription, event_id, state, run, live, taken_at, expected_at, queued)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const live = database.prepare<[number], { event_id: string; run: number }>(
    "SELECT event_id, run FROM firings WHERE subscription = ? AND live = 1 ORDER BY run",
  );
  const ended = database.prepare("UPDATE firings SET live = 0 WHERE subscription = ? AND event_id = ?");
  const queued = database
    .prepare<[number], string>(
      "SELECT queued FROM firings WHERE subscription = ? AND queued IS NOT NULL ORDER BY taken_at, expected_at, event_id LIMIT 1",
    )
    .pluck();
  const countQueued = database
    .prepare<[number], number>("SELECT count(*) FROM firings WHERE subscription = ? AND queued IS NOT NULL")
    .pluck();
  const allQueued = database
    .prepare<[], number>("SELECT DISTINCT subscription FROM firings WHERE queued IS NOT NULL")
    .pluck();
  const start = database.prepare(
    "UPDATE firings SET state = 'ran', run = ?, live = 1, queued = NULL WHERE subscription = ? AND event_id = ?",
  );
  const nameRun = database.prepare("UPDATE verdicts SET run_id = ? WHERE subscription = ? AND expected_at = ?");
  const insertVerdict = database.prepare(
    "INSERT OR IGNORE INTO verdicts (subscription, expected_at, kind, late_ms, run_id, reason, given_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const advance = database.prepare(
    "UPDATE subscriptions SET last_expected_at = max(last_expected_at, ?) WHERE key = ?",
  );
  const hasVerdict = database
    .prepare<[number, number]>("SELECT 1 FROM verdicts WHERE subscription = ? AND expected_at = ?")
    .pluck();
  const newest = database.prepare<[number, number], VerdictRow>(
    "SELECT * FROM verdicts WHERE subscription = ? ORDER BY expected_at DESC LIMIT ?",
  );
  const since = database.prepare<[number, number], VerdictRow>(
    "SELECT * FROM verdicts WHERE subscription = ? AND expected_at >= ? ORDER BY expected_at",
  );
  const insertLetter = database.prepare(
    `INSERT OR IGNORE INTO dead_letters
     (alias, subscription, namespace, pipeline_id, label, event_id, occurred_at, refused_at, reason, details)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const letters = database.prepare<
    { namespace: string | null; alias: string | null; before: number; limit: number },
    LetterRow
  >(
    `SELECT * FROM dead_letters WHERE key < :before AND (:namespace IS NULL OR namespace = :namespace)
     AND (:alias IS NULL OR alias = :alias) ORDER BY key DESC LIMIT :limit`,
  );
  const countLetters = database.prepare<[string], number>("SELECT count(*) FROM dead_letters WHERE alias = ?").pluck();
  const someKeys = database
    .prepare<[number, number], number>("SELECT key FROM subscriptions WHERE key > ? ORDER BY key LIMIT ?")
    .pluck();
  const pruneVerdicts = database.prepare(
    `DELETE FROM verdicts WHERE subscription = :key AND expected_at < max(:cutoff, coalesce((SELECT expected_at FROM verdicts
     WHERE subscription = :key ORDER BY expected_at DESC LIMIT 1 OFFSET ${retention.rows}), 0))`,
  );
  const pruneFirings = database.prepare(
    `DELETE FROM firings WHERE subscription = :key AND live = 0 AND queued IS NULL AND taken_at < max(:cutoff, coalesce((SELECT taken_at
     FROM firings WHERE subscription = :key ORDER BY taken_at DESC LIMIT 1 OFFSET ${retention.rows}), 0))`,
  );
  const pruneLetters = database.prepare(
    `DELETE FROM dead_letters WHERE refused_at < ? OR key <= (SELECT max(key) FROM dead_letters) - ${maxDeadLetters}`,
  );

  const liveRuns = (key: number): readonly RunRecord[] =>
    live.all(key).flatMap(({ event_id: eventId, run }) => {
      const record = getRun(run);
      if (record.summary.state !== "complete") return [record];
      ended.run(key, eventId);
      return [];
    });

  return {
    isTaken: ({ key }: Subscription, { eventId, expectedAtMs }: Firing): boolean =>
      known.get(key, eventId) !== undefined || (expectedAtMs > 0 && hasVerdict.get(key, expectedAtMs) !== undefined),
    liveRuns,
    saveFiring(key: number, firing: Firing, taken: Parameters<TriggerWriter["saveFiring"]>[2], atMs: number): void {
      insert.run(
        key,
        firing.eventId,
        taken.state,
        taken.state === "ran" ? taken.run.key : null,
        taken.state === "ran" ? 1 : 0,
        atMs,
        firing.expectedAtMs,
        taken.state === "queued" ? JSON.stringify(firing) : null,
      );
    },
    nextQueued(key: number): Firing | undefined {
      const json = queued.get(key);
      return json === undefined ? undefined : (JSON.parse(json) as Firing);
    },
    startQueued(key: number, { eventId, expectedAtMs }: Firing, run: RunRecord): void {
      start.run(run.key, key, eventId);
      if (expectedAtMs > 0) nameRun.run(run.runId, key, expectedAtMs);
    },
    saveVerdict(key: number, { expectedAtMs, kind, lateMs, runId, reason }: Verdict, atMs: number): boolean {
      const { changes } = insertVerdict.run(key, expectedAtMs, verdictKinds.indexOf(kind), lateMs, runId, reason, atMs);
      advance.run(expectedAtMs, key);
      return changes > 0;
    },
    saveDeadLetter(letter: Parameters<TriggerWriter["saveDeadLetter"]>[0]): void {
      const { alias, subscription, subscriptionId, eventId, occurredAtMs, refusedAtMs, reason, details } = letter;
      insertLetter.run(
        alias,
        subscriptionId,
        subscription?.namespace ?? null,
        subscription?.pipelineId ?? null,
        subscription?.label ?? null,
        eventId,
        occurredAtMs,
        refusedAtMs,
        reason,
        details,
      );
    },
    prune(afterKey: number, limit: number, nowMs: number): number | undefined {
      const keys = someKeys.all(afterKey, limit);
      const cutoff = nowMs - retention.ageMs;
      for (const key of keys) {
        liveRuns(key);
        pruneVerdicts.run({ key, cutoff });
        pruneFirings.run({ key, cutoff });
      }
      pruneLetters.run(cutoff);
      return keys.length < limit ? undefined : keys.at(-1);
    },
    listVerdicts: (key: number, limit: number): readonly Verdict[] => newest.all(key, limit).map(rowToVerdict),
    verdictsSince: (key: number, sinceMs: number): readonly Verdict[] => since.all(key, sinceMs).map(rowToVerdict),
    countQueued: (key: number): number => countQueued.get(key) ?? 0,
    queuedKeys: (): readonly number[] => allQueued.all(),
    listDeadLetters(
      filter: { namespace: string | undefined; alias: string | undefined },
      pageSize: number,
      before: string,
    ): Page<DeadLetter> {
      const rows = letters.all({
        namespace: filter.namespace ?? null,
        alias: filter.alias ?? null,
        before: before === "" ? Number.MAX_SAFE_INTEGER : Number(before),
        limit: pageSize + 1,
      });
      const items = rows.slice(0, pageSize).map(rowToLetter);
      return { items, next: rows.length > pageSize ? String(items.at(-1)?.key) : undefined };
    },
    countDeadLetters: (alias: string): number => countLetters.get(alias) ?? 0,
  };
}

function rowToVerdict(row: VerdictRow): Verdict {
  return {
    expectedAtMs: row.expected_at,
    kind: verdictKinds[row.kind] ?? "missed",
    lateMs: row.late_ms,
    runId: row.run_id,
    reason: row.reason,
  };
}

function rowToLetter(row: LetterRow): DeadLetter {
  const { namespace, pipeline_id: pipelineId, label } = row;
  return {
    key: row.key,
    alias: row.alias,
    subscription:
      namespace === null || pipelineId === null || label === null ? undefined : { namespace, pipelineId, label },
    eventId: row.event_id,
    occurredAtMs: row.occurred_at,
    refusedAtMs: row.refused_at,
    reason: row.reason,
    details: row.details,
  };
}

import type { Database } from "better-sqlite3";
import type { PipelineRef, TriggerConfig } from "../../domain/pipeline.js";
import type { Subscription } from "../../domain/subscription.js";

interface Row {
  readonly key: number;
  readonly namespace: string;
  readonly pipeline_id: string;
  readonly pipeline_state: string;
  readonly alias: string;
  readonly label: string;
  readonly settings: string;
  readonly since: number;
  readonly last_expected_at: number;
}

const columns = `s.*, p.namespace, p.id AS pipeline_id, p.state AS pipeline_state
  FROM subscriptions s JOIN pipelines p ON p.key = s.pipeline`;

/** What plugins know a subscription by. */
const idOf = (key: number) => `s${key}`;

/**
 * Declared by the current version of each pipeline; they go with it. `onChange` is called inside the
 * transaction of whatever changes what triggers are to know, be it a deletion that takes them along.
 */
export function subscriptionTable(database: Database, onChange: () => void) {
  database.function("subscriptions_changed", { varargs: false }, () => {
    onChange();
    return null;
  });
  database.exec(`
    CREATE TEMP TRIGGER subscription_made AFTER INSERT ON main.subscriptions BEGIN SELECT subscriptions_changed(); END;
    CREATE TEMP TRIGGER subscription_gone AFTER DELETE ON main.subscriptions BEGIN SELECT subscriptions_changed(); END;
    CREATE TEMP TRIGGER subscription_changed AFTER UPDATE OF settings ON main.subscriptions BEGIN SELECT subscriptions_changed(); END;
    CREATE TEMP TRIGGER pipeline_state AFTER UPDATE OF state ON main.pipelines BEGIN SELECT subscriptions_changed(); END;
  `);
  const byAlias = database.prepare<[string], Row>(`SELECT ${columns} WHERE s.alias = ? ORDER BY s.key`);
  const byKey = database.prepare<[number], Row>(`SELECT ${columns} WHERE s.key = ?`);
  const byPipeline = database.prepare<[string, string], Row>(
    `SELECT ${columns} WHERE p.namespace = ? AND p.id = ? ORDER BY s.label`,
  );
  const page = database.prepare<[string, number, number], Row>(
    `SELECT ${columns} WHERE p.namespace = ? AND s.key > ? ORDER BY s.key LIMIT ?`,
  );
  const counts = database.prepare<[string], { alias: string; count: number }>(
    `SELECT s.alias, count(*) AS count FROM subscriptions s JOIN pipelines p ON p.key = s.pipeline
     WHERE p.namespace = ? GROUP BY s.alias`,
  );
  const insert = database.prepare(
    `INSERT INTO subscriptions (pipeline, label, alias, settings, since)
     SELECT key, ?, ?, ?, ? FROM pipelines WHERE namespace = ? AND id = ?`,
  );
  const change = database.prepare("UPDATE subscriptions SET settings = ?, since = ? WHERE key = ?");
  const remove = database.prepare("DELETE FROM subscriptions WHERE key = ?");

  return {
    idOf,
    listSubscriptions: (alias: string): readonly Subscription[] => byAlias.all(alias).map(rowToSubscription),
    countSubscriptions: (namespace: string): ReadonlyMap<string, number> =>
      new Map(counts.all(namespace).map(({ alias, count }) => [alias, count])),
    subscriptionsOf: ({ namespace, pipelineId }: PipelineRef): readonly Subscription[] =>
      byPipeline.all(namespace, pipelineId).map(rowToSubscription),
    subscriptionsIn: (namespace: string, afterKey: number, limit: number): readonly Subscription[] =>
      page.all(namespace, afterKey, limit).map(rowToSubscription),
    findSubscription(id: string): Subscription | undefined {
      const key = /^s(\d{1,15})$/.exec(id)?.[1];
      const row = key === undefined ? undefined : byKey.get(Number(key));
      return row && rowToSubscription(row);
    },
    /**
     * Makes the subscriptions of a pipeline what its current version declares. One that keeps its label and
     * its trigger keeps its identity; changed settings begin a schedule anew.
     */
    declare(ref: PipelineRef, triggers: readonly TriggerConfig[], atMs: number): void {
      const wanted = new Map(triggers.map((trigger) => [trigger.label, trigger]));
      for (const known of byPipeline.all(ref.namespace, ref.pipelineId)) {
        const trigger = wanted.get(known.label);
        if (trigger?.name !== known.alias) {
          remove.run(known.key);
          continue;
        }
        wanted.delete(known.label);
        const settings = settingsToJson(trigger.settings);
        if (settings !== known.settings) change.run(settings, atMs, known.key);
      }
      for (const { label, name, settings } of wanted.values())
        insert.run(label, name, settingsToJson(settings), atMs, ref.namespace, ref.pipelineId);
    },
  };
}

/** In the order of the names: equal settings are equal text. */
const settingsToJson = (settings: Readonly<Record<string, string>>) =>
  JSON.stringify(Object.fromEntries(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1))));

function rowToSubscription(row: Row): Subscription {
  return {
    key: row.key,
    id: idOf(row.key),
    namespace: row.namespace,
    pipelineId: row.pipeline_id,
    alias: row.alias,
    label: row.label,
    settings: JSON.parse(row.settings) as Record<string, string>,
    sinceMs: row.since,
    lastExpectedAtMs: row.last_expected_at,
    paused: row.pipeline_state !== "active",
  };
}

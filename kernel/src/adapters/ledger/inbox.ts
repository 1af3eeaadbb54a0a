import type { Database } from "better-sqlite3";
import type { ExternalEvent } from "../../domain/subscription.js";

interface Row {
  readonly key: number;
  readonly alias: string;
  readonly received_at: number;
  readonly method: string;
  readonly path: string;
  readonly headers: string;
  readonly body: Buffer;
}

const acceptsEvents = "accepts_events";

/** External requests that are stored until their trigger has handled them, and whether any are taken. */
export function inboxTable(database: Database) {
  const insert = database.prepare(
    "INSERT INTO inbox (alias, received_at, method, path, headers, body) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const select = database.prepare<[number], Row>("SELECT * FROM inbox WHERE key = ?");
  const page = database
    .prepare<[string, number, number], number>("SELECT key FROM inbox WHERE alias = ? AND key > ? ORDER BY key LIMIT ?")
    .pluck();
  const remove = database.prepare("DELETE FROM inbox WHERE key = ?");
  const size = database.prepare<[], { events: number; bytes: number }>(
    "SELECT count(*) AS events, coalesce(sum(length(body)), 0) AS bytes FROM inbox",
  );
  const count = database.prepare<[string], number>("SELECT count(*) FROM inbox WHERE alias = ?").pluck();
  const read = database.prepare<[string], string>("SELECT value FROM meta WHERE name = ?").pluck();
  const write = database.prepare(
    "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
  );

  return {
    storeExternalEvent(event: Omit<ExternalEvent, "key" | "id">): { key: number; id: string } {
      const { alias, receivedAtMs, method, path, headers, body } = event;
      const { lastInsertRowid } = insert.run(alias, receivedAtMs, method, path, JSON.stringify(headers), body);
      return { key: Number(lastInsertRowid), id: idOf(Number(lastInsertRowid)) };
    },
    deleteExternalEvent: (key: number): void => void remove.run(key),
    listInbox: (alias: string, afterKey: number, limit: number): readonly number[] => page.all(alias, afterKey, limit),
    findExternalEvent(key: number): ExternalEvent | undefined {
      const row = select.get(key);
      return row && rowToEvent(row);
    },
    inboxSize: () => size.get() ?? { events: 0, bytes: 0 },
    countInbox: (alias: string): number => count.get(alias) ?? 0,
    acceptsEvents: (): boolean => read.get(acceptsEvents) !== "no",
    setAcceptsEvents: (accepts: boolean): void => void write.run(acceptsEvents, accepts ? "yes" : "no"),
  };
}

const idOf = (key: number) => `e${key}`;

function rowToEvent(row: Row): ExternalEvent {
  return {
    key: row.key,
    id: idOf(row.key),
    alias: row.alias,
    receivedAtMs: row.received_at,
    method: row.method,
    path: row.path,
    headers: JSON.parse(row.headers) as ExternalEvent["headers"],
    body: row.body,
  };
}

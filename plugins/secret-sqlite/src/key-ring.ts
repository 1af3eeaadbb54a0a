import { setImmediate as nextTurn } from "node:timers/promises";
import { Fault } from "@gofer/sdk/fault";
import type { Database } from "better-sqlite3";
import { boundTo, keyFrom, newDataKey, seal, unseal } from "./sealing.js";

interface DataKeyRow {
  readonly id: number;
  readonly sealed: Buffer;
}

interface SecretRow {
  readonly id: number;
  readonly scope: Buffer;
  readonly key: Buffer;
  readonly data_key: number;
  readonly sealed: Buffer;
}

export interface KeyRing {
  /** The data key that seals new values. */
  readonly current: { readonly id: number; readonly key: Buffer };
  /** Throws `unavailable` for a data key that another process has made under a newer configured key. */
  readonly get: (id: number) => Buffer;
  /**
   * Seals everything that an older data key has sealed under the current one, some rows at a time, and then destroys the older
   * keys. Safe to interrupt anywhere and to repeat.
   */
  readonly renew: (stopped: () => boolean) => Promise<void>;
}

const boundToRing = Buffer.from("data key");
const rowsAtOnce = 20;

/**
 * Opens the data keys. When only the previous key opens them, the configured one takes over in one transaction, with a new
 * data key. Throws `invalid` when neither does.
 */
export function openKeyRing(database: Database, configured: string, previous: string | undefined): KeyRing {
  const select = database.prepare<[], DataKeyRow>("SELECT id, sealed FROM data_keys ORDER BY id");
  const insert = database.prepare("INSERT INTO data_keys (sealed) VALUES (?)");
  const update = database.prepare("UPDATE data_keys SET sealed = ? WHERE id = ?");
  const older = database.prepare<[number, number, number], SecretRow>(
    "SELECT rowid AS id, scope, key, data_key, sealed FROM secrets WHERE data_key < ? AND rowid > ? ORDER BY rowid LIMIT ?",
  );
  const sealAgain = database.prepare("UPDATE secrets SET sealed = ?, data_key = ? WHERE rowid = ?");
  const forget = database.prepare("DELETE FROM data_keys WHERE id < ? AND id NOT IN (SELECT data_key FROM secrets)");

  const wrapping = keyFrom(configured);
  const openAll = (by: Buffer) => {
    const opened = new Map<number, Buffer>();
    for (const { id, sealed } of select.all()) {
      const key = unseal(by, boundToRing, sealed);
      if (!key) return undefined;
      opened.set(id, key);
    }
    return opened;
  };
  const keys = database
    .transaction(() => {
      let opened = openAll(wrapping);
      let fresh = opened?.size === 0;
      if (!opened && previous !== undefined) {
        opened = openAll(keyFrom(previous));
        for (const [id, key] of opened ?? []) update.run(seal(wrapping, boundToRing, key), id);
        fresh = true;
      }
      if (!opened)
        throw new Fault(
          "invalid",
          `encryption_key does not open the secrets in ${database.name}: they were sealed with another one. ` +
            "Configure that one again, or give it as previous_encryption_key to change from it to this one",
        );
      if (fresh) {
        const key = newDataKey();
        opened.set(Number(insert.run(seal(wrapping, boundToRing, key)).lastInsertRowid), key);
      }
      return opened;
    })
    .immediate();

  const newest = Math.max(...keys.keys());
  const key = keys.get(newest);
  if (!key) throw new Fault("internal", "there is no data key");
  const current = { id: newest, key };
  const renewSome = database.transaction((after: number) => {
    const rows = older.all(current.id, after, rowsAtOnce);
    for (const row of rows) {
      const bound = boundTo(row.scope.toString(), row.key.toString());
      const by = keys.get(row.data_key);
      const value = by && unseal(by, bound, row.sealed);
      // One that is damaged stays as it is: reading it says so, and its data key is kept.
      if (value) sealAgain.run(seal(current.key, bound, value), current.id, row.id);
    }
    return rows.at(-1)?.id;
  });

  return {
    current,
    get(id) {
      const found = keys.get(id);
      if (!found)
        throw new Fault(
          "unavailable",
          "the encryption key is being changed by another process of this plugin: try again",
        );
      return found;
    },
    async renew(stopped) {
      for (let after: number | undefined = 0; after !== undefined && !stopped(); await nextTurn())
        after = renewSome.immediate(after);
      if (!stopped()) forget.run(current.id);
    },
  };
}

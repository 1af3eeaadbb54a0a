import { Fault } from "@gofer/sdk/fault";
import type { Database } from "better-sqlite3";
import type { PipelineRef } from "../../domain/pipeline.js";
import type {
  ObjectOwner,
  ObjectRecord,
  SecretOwner,
  SecretRecord,
  StoreItem,
  StoreKeys,
  StoreKeysWriter,
} from "../../ports/store-keys.js";
import { storeCopies } from "./store-copies.js";
import { type ItemRow, itemColumns, rowToItem } from "./store-items.js";

/**
 * An item's state follows its key by triggers: whatever deletes a key row or points it elsewhere (a cascade from a deleted
 * pipeline too) leaves the item `leaving`. No code can forget it.
 */
export const storeKeysSchema = `
  ALTER TABLE pipelines ADD COLUMN objects_expired_to INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE store_items (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    role TEXT NOT NULL,
    store TEXT NOT NULL,
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX unsettled_items ON store_items (state, id) WHERE state <> 'named';
  CREATE INDEX items_of_store ON store_items (role, store);
  CREATE TABLE object_keys (
    pipeline INTEGER NOT NULL REFERENCES pipelines (key) ON DELETE CASCADE,
    run_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    item INTEGER NOT NULL UNIQUE REFERENCES store_items (id),
    size_bytes INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    UNIQUE (pipeline, run_id, key)
  ) STRICT;
  CREATE TABLE secret_keys (
    pipeline INTEGER REFERENCES pipelines (key) ON DELETE CASCADE,
    key TEXT NOT NULL,
    item INTEGER NOT NULL UNIQUE REFERENCES store_items (id),
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX secret_keys_by_owner ON secret_keys (ifnull(pipeline, 0), key);
  ${["object_keys", "secret_keys"]
    .map(
      (table) => `
  CREATE TRIGGER ${table}_named AFTER INSERT ON ${table} BEGIN
    UPDATE store_items SET state = 'named' WHERE id = NEW.item;
  END;
  CREATE TRIGGER ${table}_moved AFTER UPDATE OF item ON ${table} WHEN OLD.item <> NEW.item BEGIN
    UPDATE store_items SET state = 'leaving' WHERE id = OLD.item;
    UPDATE store_items SET state = 'named' WHERE id = NEW.item;
  END;
  CREATE TRIGGER ${table}_gone AFTER DELETE ON ${table} BEGIN
    UPDATE store_items SET state = 'leaving' WHERE id = OLD.item;
  END;`,
    )
    .join("")}
`;

interface ObjectRow extends ItemRow {
  readonly key: string;
  readonly size_bytes: number;
  readonly sha256: Buffer;
  readonly created_at: number;
  readonly modified_at: number;
}

type SecretRow = Omit<ObjectRow, "size_bytes" | "sha256">;

const objectColumns = `o.key, o.size_bytes, o.sha256, o.created_at, o.modified_at, ${itemColumns}
  FROM object_keys o JOIN store_items i ON i.id = o.item WHERE o.pipeline = ? AND o.run_id = ?`;
const secretColumns = `s.key, s.created_at, s.modified_at, ${itemColumns}
  FROM secret_keys s JOIN store_items i ON i.id = s.item WHERE ifnull(s.pipeline, 0) = ?`;

export function storeKeysTable(database: Database): {
  readonly reader: StoreKeys;
  readonly writer: StoreKeysWriter;
  /** Removes the objects of all runs up to this one. The ids of those that had any. */
  readonly expireRunObjects: (ref: PipelineRef, upToRunId: number) => readonly number[];
} {
  const pipeline = database.prepare<[string, string], { key: number; objects_expired_to: number }>(
    "SELECT key, objects_expired_to FROM pipelines WHERE namespace = ? AND id = ?",
  );
  const run = database.prepare("SELECT 1 FROM runs WHERE pipeline = ? AND id = ?").pluck();
  const selectObject = database.prepare<[number, number, string], ObjectRow>(`SELECT ${objectColumns} AND o.key = ?`);
  const pageOfObjects = database.prepare<[number, number, string, number], ObjectRow>(
    `SELECT ${objectColumns} AND o.key > ? ORDER BY o.key LIMIT ?`,
  );
  const selectSecret = database.prepare<[number, string], SecretRow>(`SELECT ${secretColumns} AND s.key = ?`);
  const pageOfSecrets = database.prepare<[number, string, number], SecretRow>(
    `SELECT ${secretColumns} AND s.key > ? ORDER BY s.key LIMIT ?`,
  );
  const leaving = database.prepare<[], ItemRow>(
    `SELECT ${itemColumns} FROM store_items i WHERE i.state = 'leaving' ORDER BY i.id LIMIT 100`,
  );
  const stores = database
    .prepare<[string], string>("SELECT DISTINCT store FROM store_items WHERE role = ? ORDER BY store")
    .pluck();
  const insertItem = database.prepare(
    "INSERT INTO store_items (role, store, scope, key, state, created_at) VALUES (?, ?, ?, ?, 'arriving', ?)",
  );
  const arriving = database.prepare("SELECT 1 FROM store_items WHERE id = ? AND state = 'arriving'").pluck();
  const insertObject = database.prepare("INSERT INTO object_keys VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  const updateObject = database.prepare(
    "UPDATE object_keys SET item = ?, size_bytes = ?, sha256 = ?, modified_at = ? WHERE pipeline = ? AND run_id = ? AND key = ?",
  );
  const oldestAbove = database.prepare<[number, number], { key: string; item: number }>(
    `SELECT key, item FROM object_keys WHERE pipeline = ? AND run_id = 0 ORDER BY item DESC LIMIT -1 OFFSET ?`,
  );
  const deleteObject = database.prepare("DELETE FROM object_keys WHERE item = ?");
  const insertSecret = database.prepare("INSERT INTO secret_keys VALUES (?, ?, ?, ?, ?)");
  const updateSecret = database.prepare(
    "UPDATE secret_keys SET item = ?, modified_at = ? WHERE ifnull(pipeline, 0) = ? AND key = ?",
  );
  const deleteSecret = database.prepare("DELETE FROM secret_keys WHERE item = ?");
  const giveUp = database.prepare("UPDATE store_items SET state = 'leaving' WHERE id = ? AND state = 'arriving'");
  const giveUpAll = database.prepare("UPDATE store_items SET state = 'leaving' WHERE state IN ('arriving', 'copied')");
  const forget = database.prepare("DELETE FROM store_items WHERE id = ? AND state = 'leaving'");
  const expireTo = database.prepare(
    "UPDATE pipelines SET objects_expired_to = ? WHERE key = ? AND objects_expired_to < ?",
  );
  const expired = database
    .prepare<[number, number], number>(
      "SELECT DISTINCT run_id FROM object_keys WHERE pipeline = ? AND run_id BETWEEN 1 AND ? ORDER BY run_id",
    )
    .pluck();
  const expire = database.prepare("DELETE FROM object_keys WHERE pipeline = ? AND run_id BETWEEN 1 AND ?");

  const copies = storeCopies(database);

  const getPipeline = ({ namespace, pipelineId }: PipelineRef) => {
    const row = pipeline.get(namespace, pipelineId);
    if (!row)
      throw new Fault(
        "notFound",
        `there is no pipeline "${pipelineId}" in namespace "${namespace}": gofer pipeline list shows what there is`,
      );
    return row;
  };
  /** The pipeline's key, and the id of the run or 0. */
  const objectOwner = (owner: ObjectOwner) => {
    const { key, objects_expired_to: expiredTo } = getPipeline(owner);
    const { runId = 0 } = owner;
    if (runId > 0 && run.get(key, runId) === undefined)
      throw new Fault(
        "notFound",
        `pipeline "${owner.pipelineId}" has no run ${runId}: gofer run list ${owner.pipelineId} shows its runs`,
      );
    return { pipelineKey: key, runId, expired: runId > 0 && runId <= expiredTo };
  };
  const secretOwner = (owner: SecretOwner) => (owner === "global" ? 0 : getPipeline(owner).key);

  const findObject = (owner: ObjectOwner, key: string): ObjectRecord | undefined => {
    const { pipelineKey, runId } = objectOwner(owner);
    const row = selectObject.get(pipelineKey, runId, key);
    return row && rowToObject(row);
  };
  const findSecret = (owner: SecretOwner, key: string): SecretRecord | undefined => {
    const row = selectSecret.get(secretOwner(owner), key);
    return row && rowToSecret(row);
  };
  const getObject = (owner: ObjectOwner, key: string): ObjectRecord => {
    const found = findObject(owner, key);
    if (!found) throw noObject(owner, key);
    return found;
  };
  const getSecret = (owner: SecretOwner, key: string): SecretRecord => {
    const found = findSecret(owner, key);
    if (!found) throw noSecret(owner, key);
    return found;
  };
  const checkArrived = ({ id }: StoreItem) => {
    if (arriving.get(id) === undefined) throw new Fault("aborted", "what was stored has been given up: store it again");
  };

  return {
    reader: {
      findObject,
      getObject,
      findSecret,
      getSecret,
      haveObjectsExpired: (owner) => objectOwner(owner).expired,
      listObjects(owner, pageSize, after) {
        const { pipelineKey, runId } = objectOwner(owner);
        return pageOf(pageOfObjects.all(pipelineKey, runId, after, pageSize + 1).map(rowToObject), pageSize);
      },
      listSecrets: (owner, pageSize, after) =>
        pageOf(pageOfSecrets.all(secretOwner(owner), after, pageSize + 1).map(rowToSecret), pageSize),
      listLeaving: () => leaving.all().map(rowToItem),
      storesInUse: (role) => stores.all(role),
      ...copies.reader,
    },
    writer: {
      announceItem({ role, store, scope, key, atMs }) {
        const id = Number(insertItem.run(role, store, scope, key, atMs).lastInsertRowid);
        return rowToItem({ id, role, store, scope, item_key: key });
      },
      nameObject(owner, key, stored, { sizeBytes, sha256, atMs }, { replace, limit }) {
        const { pipelineKey, runId, expired: tooOld } = objectOwner(owner);
        if (tooOld)
          throw new Fault(
            "precondition",
            `the objects of run ${runId} of "${owner.pipelineId}" have expired: use a newer run`,
          );
        checkArrived(stored);
        const known = selectObject.get(pipelineKey, runId, key);
        if (known && !replace) throw new Fault("exists", `object "${key}" exists: --force replaces it`);
        if (known) updateObject.run(stored.id, sizeBytes, sha256, atMs, pipelineKey, runId, key);
        else insertObject.run(pipelineKey, runId, key, stored.id, sizeBytes, sha256, atMs, atMs);
        const above = runId === 0 && limit > 0 && !known ? oldestAbove.all(pipelineKey, limit) : [];
        for (const { item: old } of above) deleteObject.run(old);
        return {
          object: getObject(owner, key),
          replaced: known !== undefined,
          evictedKeys: above.map((evicted) => evicted.key),
        };
      },
      nameSecret(owner, key, stored, { replace, atMs }) {
        const pipelineKey = secretOwner(owner);
        checkArrived(stored);
        const known = selectSecret.get(pipelineKey, key);
        if (known && !replace) throw new Fault("exists", `secret "${key}" exists: --force replaces it`);
        if (known) updateSecret.run(stored.id, atMs, pipelineKey, key);
        else insertSecret.run(pipelineKey === 0 ? null : pipelineKey, key, stored.id, atMs, atMs);
        return { secret: getSecret(owner, key), replaced: known !== undefined };
      },
      removeObject: (owner, key) => void deleteObject.run(getObject(owner, key).item.id),
      removeSecret: (owner, key) => void deleteSecret.run(getSecret(owner, key).item.id),
      giveUpItem: (id) => void giveUp.run(id),
      giveUpArriving: () => void giveUpAll.run(),
      forgetItem: (id) => void forget.run(id),
      ...copies.writer,
    },
    expireRunObjects(ref, upToRunId) {
      if (upToRunId < 1) return [];
      const { key } = getPipeline(ref);
      expireTo.run(upToRunId, key, upToRunId);
      const runs = expired.all(key, upToRunId);
      if (runs.length > 0) expire.run(key, upToRunId);
      return runs;
    },
  };
}

function noObject({ pipelineId, runId }: ObjectOwner, key: string): Fault {
  return runId === undefined
    ? new Fault("notFound", `pipeline "${pipelineId}" has no object "${key}": gofer pipeline store list ${pipelineId}`)
    : new Fault(
        "notFound",
        `run ${runId} of "${pipelineId}" has no object "${key}": gofer run store list ${pipelineId} ${runId}`,
      );
}

function noSecret(owner: SecretOwner, key: string): Fault {
  return owner === "global"
    ? new Fault("notFound", `there is no global secret "${key}": gofer secret global list`)
    : new Fault(
        "notFound",
        `pipeline "${owner.pipelineId}" has no secret "${key}": gofer secret pipeline list ${owner.pipelineId}`,
      );
}

function rowToObject(row: ObjectRow): ObjectRecord {
  return {
    key: row.key,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    createdAtMs: row.created_at,
    modifiedAtMs: row.modified_at,
    item: rowToItem(row),
  };
}

function rowToSecret(row: SecretRow): SecretRecord {
  return { key: row.key, createdAtMs: row.created_at, modifiedAtMs: row.modified_at, item: rowToItem(row) };
}

function pageOf<T extends { readonly key: string }>(rows: readonly T[], pageSize: number) {
  const items = rows.slice(0, pageSize);
  return { items, next: rows.length > pageSize ? items.at(-1)?.key : undefined };
}

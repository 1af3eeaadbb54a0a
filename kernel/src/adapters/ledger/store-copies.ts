import { Fault } from "@gofer/sdk/fault";
import type { Database } from "better-sqlite3";
import type { StoreAmount, StoreItem, StoreKeys, StoreKeysWriter, UncopiedItem } from "../../ports/store-keys.js";
import { type ItemRow, itemColumns, rowToItem } from "./store-items.js";

/** A copy names its original; it is `arriving`, then `copied`, and `named` from the commit in which it takes over. */
export const storeCopiesSchema = `
  ALTER TABLE store_items ADD COLUMN copy_of INTEGER;
  CREATE INDEX copies ON store_items (copy_of) WHERE copy_of IS NOT NULL;
`;

interface UncopiedRow extends ItemRow {
  readonly owner: string;
  readonly size_bytes: number | null;
  readonly sha256: Buffer | null;
}

/** What keys stand for in other stores than :store, and what has no copy there in one of the states. */
const uncopied = (states: string) => `FROM store_items i
  LEFT JOIN object_keys o ON o.item = i.id
  LEFT JOIN secret_keys s ON s.item = i.id
  LEFT JOIN pipelines p ON p.key = ifnull(o.pipeline, s.pipeline)
  WHERE i.role = :role AND i.store <> :store AND i.state = 'named'
    AND NOT EXISTS (SELECT 1 FROM store_items c WHERE c.copy_of = i.id AND c.store = :store AND c.state IN (${states}))`;

interface Place {
  readonly role: StoreItem["role"];
  readonly store: string;
}

export function storeCopies(database: Database): {
  readonly reader: Pick<StoreKeys, "findMoved" | "isNamed" | "listUncopied" | "countUncopied">;
  readonly writer: Pick<StoreKeysWriter, "announceCopy" | "copied" | "takeOver" | "giveUpCopies">;
} {
  const moved = database.prepare<[number], ItemRow>(
    `SELECT ${itemColumns} FROM store_items i WHERE i.copy_of = ? AND i.state = 'named'`,
  );
  const named = database.prepare("SELECT 1 FROM store_items WHERE id = ? AND state = 'named'").pluck();
  const list = database.prepare<[Place & { after: number; limit: number }], UncopiedRow>(
    `SELECT ${itemColumns}, ifnull(p.namespace || '/' || p.id, 'the server') AS owner, o.size_bytes, o.sha256
     ${uncopied("'arriving', 'copied'")} AND i.id > :after ORDER BY i.id LIMIT :limit`,
  );
  const count = database.prepare<[Place], StoreAmount>(
    `SELECT count(*) AS items, ifnull(sum(o.size_bytes), 0) AS bytes ${uncopied("'copied'")}`,
  );
  const insert = database.prepare(
    "INSERT INTO store_items (role, store, scope, key, state, created_at, copy_of) VALUES (?, ?, ?, ?, 'arriving', ?, ?)",
  );
  const finish = database.prepare("UPDATE store_items SET state = 'copied' WHERE id = ? AND state = 'arriving'");
  const copiesOf = database.prepare<[Place], StoreAmount>(
    `SELECT count(*) AS items, ifnull(sum(o.size_bytes), 0) AS bytes FROM store_items c
     JOIN store_items i ON i.id = c.copy_of AND i.state = 'named' LEFT JOIN object_keys o ON o.item = i.id
     WHERE c.role = :role AND c.store = :store AND c.state = 'copied'`,
  );
  const moveKeys = {
    objectStore: database.prepare<[Place]>(moveOf("object_keys")),
    secretStore: database.prepare<[Place]>(moveOf("secret_keys")),
  };
  const giveUp = database.prepare(
    "UPDATE store_items SET state = 'leaving' WHERE role = ? AND copy_of IS NOT NULL AND state IN ('arriving', 'copied')",
  );

  return {
    reader: {
      findMoved: ({ id }) => {
        const row = moved.get(id);
        return row && rowToItem(row);
      },
      isNamed: ({ id }) => named.get(id) !== undefined,
      listUncopied: (role, store, page) => list.all({ role, store, ...page }).map(rowToUncopied),
      countUncopied: (role, store) => count.get({ role, store }) ?? { items: 0, bytes: 0 },
    },
    writer: {
      announceCopy({ id: original, role, scope, name }, store, atMs) {
        const key = name.slice(0, name.lastIndexOf("#"));
        const id = Number(insert.run(role, store, scope, key, atMs, original).lastInsertRowid);
        return rowToItem({ id, role, store, scope, item_key: key });
      },
      copied: ({ id }) => void finish.run(id),
      takeOver(role, store) {
        const left = count.get({ role, store })?.items ?? 0;
        if (left > 0) throw new Fault("aborted", `${left} of what is to move to "${store}" were not copied`);
        const amount = copiesOf.get({ role, store }) ?? { items: 0, bytes: 0 };
        moveKeys[role].run({ role, store });
        giveUp.run(role);
        return amount;
      },
      giveUpCopies: (role) => void giveUp.run(role),
    },
  };
}

/** The triggers of the key tables make the copies `named` and their originals `leaving`. */
function moveOf(table: "object_keys" | "secret_keys"): string {
  return `UPDATE ${table} SET item = c.id FROM store_items c
    WHERE c.copy_of = ${table}.item AND c.role = :role AND c.store = :store AND c.state = 'copied'`;
}

function rowToUncopied(row: UncopiedRow): UncopiedItem {
  const { role, item_key: key, owner, size_bytes: sizeBytes, sha256 } = row;
  return {
    item: rowToItem(row),
    title: `${role === "objectStore" ? "object" : "secret"} "${key}" of ${owner}`,
    content: sizeBytes === null || sha256 === null ? undefined : { sizeBytes, sha256 },
  };
}

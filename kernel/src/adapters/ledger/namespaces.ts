import { Fault } from "@gofer/sdk/fault";
import type { Database } from "better-sqlite3";
import type { Namespace } from "../../domain/namespace.js";
import type { Page } from "../../ports/ledger.js";

interface Row {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly created_at: number;
  readonly modified_at: number;
}

export function namespaceTable(database: Database) {
  const select = database.prepare<[string], Row>("SELECT * FROM namespaces WHERE id = ?");
  const page = database.prepare<[string, number], Row>("SELECT * FROM namespaces WHERE id > ? ORDER BY id LIMIT ?");
  const insert = database.prepare(
    "INSERT INTO namespaces (id, name, description, created_at, modified_at) VALUES (?, ?, ?, ?, ?)",
  );
  const update = database.prepare("UPDATE namespaces SET name = ?, description = ?, modified_at = ? WHERE id = ?");

  const get = (id: string): Namespace => {
    const row = select.get(id);
    if (!row) throw noNamespace(id);
    return rowToNamespace(row);
  };

  return {
    get,
    list(pageSize: number, after: string): Page<Namespace> {
      const rows = page.all(after, pageSize + 1);
      const items = rows.slice(0, pageSize).map(rowToNamespace);
      return { items, next: rows.length > pageSize ? items.at(-1)?.id : undefined };
    },
    create({ id, name, description, createdAtMs, modifiedAtMs }: Namespace): void {
      if (select.get(id))
        throw new Fault("exists", `namespace "${id}" exists: gofer namespace update changes its name and description`);
      insert.run(id, name, description, createdAtMs, modifiedAtMs);
    },
    update({ id, name, description, modifiedAtMs }: Namespace): void {
      get(id);
      update.run(name, description, modifiedAtMs, id);
    },
  };
}

export function noNamespace(id: string): Fault {
  return new Fault("notFound", `there is no namespace "${id}": gofer namespace list shows what there is`);
}

function rowToNamespace(row: Row): Namespace {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    createdAtMs: row.created_at,
    modifiedAtMs: row.modified_at || row.created_at,
  };
}

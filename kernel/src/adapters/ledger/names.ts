import { Fault } from "@gofer/sdk/fault";
import type { Database } from "better-sqlite3";

/** A column of the schema holds this number in place of a word that many rows share. */
export type NameId = number;

/**
 * Words that many rows share (ids, initiators, digests), stored once: a row with numbers is a tenth of one
 * with words. `idOf` is called inside a commit; when that is rolled back, `forget` what it may have added.
 */
export interface Names {
  readonly idOf: (name: string) => NameId;
  /** Undefined when no row can hold the word. */
  readonly find: (name: string) => NameId | undefined;
  readonly nameOf: (id: NameId) => string;
  readonly forget: () => void;
}

const cachedNames = 100_000;

export function nameTable(database: Database): Names {
  const insert = database.prepare<[string], NameId>("INSERT INTO names (name) VALUES (?) RETURNING id").pluck();
  const byName = database.prepare<[string], NameId>("SELECT id FROM names WHERE name = ?").pluck();
  const byId = database.prepare<[NameId], string>("SELECT name FROM names WHERE id = ?").pluck();
  const ids = new Map<string, NameId>();
  const words = new Map<NameId, string>();

  const remember = (name: string, id: NameId): NameId => {
    if (ids.size >= cachedNames) forget();
    ids.set(name, id);
    words.set(id, name);
    return id;
  };
  const find = (name: string): NameId | undefined => {
    const known = ids.get(name);
    if (known !== undefined) return known;
    const stored = byName.get(name);
    return stored === undefined ? undefined : remember(name, stored);
  };
  const forget = () => {
    ids.clear();
    words.clear();
  };
  return {
    find,
    forget,
    idOf: (name) => find(name) ?? remember(name, Number(insert.get(name))),
    nameOf: (id) => {
      const known = words.get(id);
      if (known !== undefined) return known;
      const name = byId.get(id);
      if (name === undefined) throw new Fault("internal", `the ledger has no name ${id}`);
      remember(name, id);
      return name;
    },
  };
}

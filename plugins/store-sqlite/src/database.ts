import { chmodSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { Fault, messageOf } from "@gofer/sdk/fault";
import { keepStatements } from "@gofer/sdk/sqlite";
import SqliteDatabase, { type Database } from "better-sqlite3";

/**
 * An object names a blob, a blob has pieces. `touched_at` of a blob that an object names is -1; that of one on its way
 * in moves with the clock; 0 is on its way out.
 */
const schema = `
  CREATE TABLE blobs (id INTEGER PRIMARY KEY AUTOINCREMENT, touched_at INTEGER NOT NULL) STRICT;
  CREATE INDEX unnamed_blobs ON blobs (touched_at) WHERE touched_at >= 0;
  CREATE TABLE pieces (
    blob INTEGER NOT NULL, ordinal INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (blob, ordinal)
  ) STRICT;
  CREATE TABLE objects (
    scope BLOB NOT NULL,
    key BLOB NOT NULL,
    blob INTEGER NOT NULL UNIQUE REFERENCES blobs (id),
    size_bytes INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    etag TEXT NOT NULL,
    modified_at INTEGER NOT NULL,
    PRIMARY KEY (scope, key)
  ) STRICT, WITHOUT ROWID;
  PRAGMA user_version = 1;
`;

/** Opens the file and makes it when it is not there. Throws `precondition` with the path when that is not possible. */
export function openDatabase(path: string): Database {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const database = keepStatements(new SqliteDatabase(path, { timeout: 5000 }));
    chmodSync(path, 0o600);
    database.pragma("page_size = 16384");
    database.pragma("auto_vacuum = INCREMENTAL");
    database.pragma("journal_mode = WAL");
    database.pragma("foreign_keys = ON");
    const create = database.transaction(() => {
      const version = Number(database.pragma("user_version", { simple: true }));
      if (version > 1)
        throw new Fault("precondition", `it was written by a newer version of this plugin (schema ${version})`);
      if (version === 0) database.exec(schema);
    });
    create.immediate();
    return database;
  } catch (error) {
    throw new Fault("precondition", `the object database ${path} cannot be opened: ${messageOf(error)}`);
  }
}

import { chmodSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { Fault, messageOf } from "@gofer/sdk/fault";
import { keepStatements } from "@gofer/sdk/sqlite";
import SqliteDatabase, { type Database } from "better-sqlite3";

/** Values are sealed under a data key; data keys are sealed under the configured key. The newest data key seals new values. */
const schema = `
  CREATE TABLE data_keys (id INTEGER PRIMARY KEY AUTOINCREMENT, sealed BLOB NOT NULL) STRICT;
  CREATE TABLE secrets (
    scope BLOB NOT NULL,
    key BLOB NOT NULL,
    data_key INTEGER NOT NULL REFERENCES data_keys (id),
    sealed BLOB NOT NULL,
    modified_at INTEGER NOT NULL,
    PRIMARY KEY (scope, key)
  ) STRICT;
  CREATE INDEX secrets_of_data_key ON secrets (data_key);
  PRAGMA user_version = 1;
`;

/** Opens the file and makes it when it is not there. Throws `precondition` with the path when that is not possible. */
export function openDatabase(path: string): Database {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const database = keepStatements(new SqliteDatabase(path, { timeout: 5000 }));
    chmodSync(path, 0o600);
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = FULL");
    database.pragma("foreign_keys = ON");
    // What was deleted or replaced does not stay in free pages.
    database.pragma("secure_delete = ON");
    const create = database.transaction(() => {
      const version = Number(database.pragma("user_version", { simple: true }));
      if (version > 1)
        throw new Fault("precondition", `it was written by a newer version of this plugin (schema ${version})`);
      if (version === 0) database.exec(schema);
    });
    create.immediate();
    return database;
  } catch (error) {
    throw new Fault("precondition", `the secret database ${path} cannot be opened: ${messageOf(error)}`);
  }
}

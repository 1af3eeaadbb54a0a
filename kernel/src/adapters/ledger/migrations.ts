import { Fault } from "@gofer/sdk/fault";
import type { Database } from "better-sqlite3";

/** Applied in order, each in its own transaction; `user_version` counts them. Never edit one that was released. */
const migrations: readonly string[] = [
  `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE namespaces (id TEXT PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT;
  CREATE TABLE pipelines (
    key INTEGER PRIMARY KEY,
    namespace TEXT NOT NULL REFERENCES namespaces (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    state TEXT NOT NULL,
    version INTEGER NOT NULL,
    last_run_id INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    UNIQUE (namespace, id)
  ) STRICT;
  CREATE TABLE pipeline_versions (
    pipeline INTEGER NOT NULL REFERENCES pipelines (key) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    config TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (pipeline, version)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE runs (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    pipeline INTEGER NOT NULL REFERENCES pipelines (key) ON DELETE CASCADE,
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    status TEXT,
    reason TEXT,
    ending TEXT,
    initiator_kind TEXT NOT NULL,
    initiator_name TEXT NOT NULL,
    variables TEXT NOT NULL,
    scheduler TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    started_at INTEGER NOT NULL DEFAULT 0,
    ended_at INTEGER NOT NULL DEFAULT 0,
    UNIQUE (pipeline, id)
  ) STRICT;
  CREATE INDEX live_runs ON runs (key) WHERE state <> 'complete';
  CREATE TABLE task_runs (
    run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
    task_id TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT,
    waiting_for TEXT,
    image_digest TEXT NOT NULL,
    external_name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    not_before INTEGER NOT NULL,
    log_complete INTEGER NOT NULL DEFAULT 0,
    UNIQUE (run, task_id, attempt)
  ) STRICT;
  CREATE INDEX unfinished_logs ON task_runs (run) WHERE log_complete = 0 AND state = 'complete' AND started_at > 0;
  CREATE TABLE events (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    kind INTEGER NOT NULL,
    namespace TEXT,
    pipeline_id TEXT,
    run_id INTEGER,
    task_id TEXT,
    details TEXT,
    initiator_kind TEXT NOT NULL,
    initiator_name TEXT NOT NULL,
    occurred_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX events_of_run ON events (pipeline_id, run_id) WHERE run_id IS NOT NULL;
  CREATE TABLE generations (alias TEXT PRIMARY KEY, generation INTEGER NOT NULL) STRICT;
  CREATE TABLE processes (
    pid INTEGER NOT NULL,
    start_ticks TEXT NOT NULL,
    boot_id TEXT NOT NULL,
    alias TEXT NOT NULL,
    generation INTEGER NOT NULL,
    socket_directory TEXT NOT NULL,
    PRIMARY KEY (pid, start_ticks)
  ) STRICT;
  INSERT INTO namespaces VALUES ('default', 'Default', 'The namespace that is always there.', unixepoch() * 1000);
  INSERT INTO meta VALUES ('id', lower(hex(randomblob(4))));
  `,
];

/** Brings the file to this kernel's schema. Throws `precondition` for a file of a newer kernel. */
export function migrate(database: Database): void {
  const current = Number(database.pragma("user_version", { simple: true }));
  if (current > migrations.length) {
    throw new Fault(
      "precondition",
      `${database.name} was written by a newer kernel (schema ${current}, this one knows ${migrations.length}): start that kernel, or restore a backup`,
    );
  }
  for (const [index, sql] of migrations.entries()) {
    if (index < current) continue;
    database.transaction(() => {
      database.exec(sql);
      database.pragma(`user_version = ${index + 1}`);
    })();
  }
}

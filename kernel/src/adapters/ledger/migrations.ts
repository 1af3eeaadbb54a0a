import { Fault } from "@gofer/sdk/fault";
import type { Database } from "better-sqlite3";
import { storeCopiesSchema } from "./store-copies.js";
import { storeKeysSchema } from "./store-keys.js";

/** Applied in order; `user_version` counts them. Never edit one that was released. */
const migrations: readonly string[] = [
  `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE namespaces (id TEXT PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT;
  CREATE TABLE pipelines (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
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
  CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE runs (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    pipeline INTEGER NOT NULL REFERENCES pipelines (key) ON DELETE CASCADE,
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    state INTEGER NOT NULL,
    status INTEGER,
    reason TEXT,
    ending TEXT,
    initiator INTEGER NOT NULL,
    variables TEXT,
    scheduler INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    started_at INTEGER NOT NULL DEFAULT 0,
    ended_at INTEGER NOT NULL DEFAULT 0,
    retry_of INTEGER,
    keeps_results INTEGER NOT NULL,
    logs_expired INTEGER NOT NULL DEFAULT 0,
    UNIQUE (pipeline, id)
  ) STRICT;
  CREATE INDEX live_runs ON runs (key) WHERE state <> 2;
  CREATE INDEX runs_with_logs ON runs (pipeline, id) WHERE logs_expired = 0;
  CREATE TABLE task_runs (
    run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    task INTEGER NOT NULL,
    state INTEGER NOT NULL,
    status INTEGER,
    exit_code INTEGER,
    reason_kind INTEGER,
    reason TEXT,
    pending TEXT,
    image_digest INTEGER,
    external_name TEXT,
    created_at INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    not_before INTEGER NOT NULL,
    kept_from INTEGER,
    log_bytes INTEGER,
    PRIMARY KEY (run, ordinal, attempt)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX unfinished_logs ON task_runs (run) WHERE log_bytes IS NULL AND state = 3 AND started_at > 0 AND kept_from IS NULL;
  CREATE TABLE events (
    sequence INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    occurred_at INTEGER NOT NULL,
    namespace INTEGER,
    pipeline INTEGER,
    run INTEGER,
    task INTEGER,
    initiator INTEGER NOT NULL,
    details ANY
  ) STRICT;
  CREATE INDEX events_of_run ON events (pipeline, run) WHERE run IS NOT NULL;
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
  `
  CREATE TABLE tokens (
    id TEXT PRIMARY KEY,
    hash BLOB NOT NULL,
    kind TEXT NOT NULL,
    metadata TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    disabled INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE token_namespaces (
    token TEXT NOT NULL REFERENCES tokens (id) ON DELETE CASCADE,
    namespace TEXT NOT NULL REFERENCES namespaces (id) ON DELETE CASCADE,
    PRIMARY KEY (token, namespace)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX tokens_of_namespace ON token_namespaces (namespace);
  `,
  storeKeysSchema,
  `
  CREATE TABLE subscriptions (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    pipeline INTEGER NOT NULL REFERENCES pipelines (key) ON DELETE CASCADE,
    label TEXT NOT NULL,
    alias TEXT NOT NULL,
    settings TEXT NOT NULL,
    since INTEGER NOT NULL,
    last_expected_at INTEGER NOT NULL DEFAULT 0,
    UNIQUE (pipeline, label)
  ) STRICT;
  CREATE INDEX subscriptions_of_trigger ON subscriptions (alias);
  INSERT INTO subscriptions (pipeline, label, alias, settings, since)
    SELECT p.key, t.value ->> '$.label', t.value ->> '$.name', t.value -> '$.settings', v.created_at
    FROM pipelines p JOIN pipeline_versions v ON v.pipeline = p.key AND v.version = p.version,
      json_each(v.config, '$.triggers') t;
  CREATE TABLE firings (
    subscription INTEGER NOT NULL REFERENCES subscriptions (key) ON DELETE CASCADE,
    event_id TEXT NOT NULL,
    state TEXT NOT NULL,
    run INTEGER,
    live INTEGER NOT NULL,
    taken_at INTEGER NOT NULL,
    expected_at INTEGER NOT NULL,
    queued TEXT,
    PRIMARY KEY (subscription, event_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX live_firings ON firings (subscription, run) WHERE live = 1;
  CREATE INDEX queued_firings ON firings (subscription, taken_at) WHERE queued IS NOT NULL;
  CREATE TABLE verdicts (
    subscription INTEGER NOT NULL REFERENCES subscriptions (key) ON DELETE CASCADE,
    expected_at INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    late_ms INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    reason TEXT NOT NULL,
    given_at INTEGER NOT NULL,
    PRIMARY KEY (subscription, expected_at)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE dead_letters (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    alias TEXT NOT NULL,
    subscription TEXT NOT NULL,
    namespace TEXT,
    pipeline_id TEXT,
    label TEXT,
    event_id TEXT NOT NULL,
    occurred_at INTEGER NOT NULL,
    refused_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    details TEXT NOT NULL,
    UNIQUE (alias, subscription, event_id)
  ) STRICT;
  CREATE TABLE inbox (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    alias TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    headers TEXT NOT NULL,
    body BLOB NOT NULL
  ) STRICT;
  CREATE INDEX inbox_of_trigger ON inbox (alias, key);
  `,
  `
  ALTER TABLE namespaces ADD COLUMN modified_at INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE pipeline_versions ADD COLUMN rolled_back_to INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE removals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    namespace TEXT NOT NULL,
    pipeline TEXT,
    pipeline_key INTEGER,
    runs TEXT NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE installations (alias TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT;
  CREATE TABLE bundled_seen (name TEXT PRIMARY KEY) STRICT;
  CREATE TABLE bindings (role TEXT PRIMARY KEY, alias TEXT NOT NULL, setting TEXT NOT NULL) STRICT;
  `,
  storeCopiesSchema,
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
  if (current === migrations.length) return;
  // All at once: each commit waits for the disk, and half an upgrade is of use to nobody.
  database.transaction(() => {
    for (const sql of migrations.slice(current)) database.exec(sql);
    database.pragma(`user_version = ${migrations.length}`);
  })();
}

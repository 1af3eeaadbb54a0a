import type { Database } from "better-sqlite3";
import type {
  InstallationRecord,
  InstallationTable,
  InstallationWriter,
  RoleBinding,
} from "../../ports/installations.js";

/** A record is stored as JSON: it is always read and written whole. */
export function installationTable(database: Database): InstallationTable & InstallationWriter {
  const all = database.prepare<[], string>("SELECT record FROM installations ORDER BY alias").pluck();
  const one = database.prepare<[string], string>("SELECT record FROM installations WHERE alias = ?").pluck();
  const save = database.prepare(
    "INSERT INTO installations VALUES (?, ?) ON CONFLICT (alias) DO UPDATE SET record = excluded.record",
  );
  const remove = database.prepare("DELETE FROM installations WHERE alias = ?");
  const see = database.prepare("INSERT OR IGNORE INTO bundled_seen VALUES (?)");
  const seen = database.prepare<[], string>("SELECT name FROM bundled_seen").pluck();
  const binding = database.prepare<[string], RoleBinding>("SELECT role, alias, setting FROM bindings WHERE role = ?");
  const bind = database.prepare(
    `INSERT INTO bindings VALUES (?, ?, ?)
     ON CONFLICT (role) DO UPDATE SET alias = excluded.alias, setting = excluded.setting`,
  );
  const users = database
    .prepare<{ alias: string }, string>(
      `SELECT p.namespace || '/' || p.id || ' (trigger ' || (t.value ->> 'label') || ')'
       FROM pipelines p JOIN pipeline_versions v ON v.pipeline = p.key AND v.version = p.version,
         json_each(v.config, '$.triggers') t WHERE t.value ->> 'name' = :alias
       UNION ALL
       SELECT p.namespace || '/' || p.id || ' (task ' || (t.value ->> 'id') || ')'
       FROM pipelines p JOIN pipeline_versions v ON v.pipeline = p.key AND v.version = p.version,
         json_each(v.config, '$.tasks') t
       WHERE t.value ->> '$.kind.type' = 'common' AND t.value ->> '$.kind.name' = :alias`,
    )
    .pluck();
  const parse = (json: string) => JSON.parse(json) as InstallationRecord;
  return {
    list: () => all.all().map(parse),
    find: (alias) => {
      const json = one.get(alias);
      return json === undefined ? undefined : parse(json);
    },
    findBinding: (role) => binding.get(role),
    bundledSeen: () => new Set(seen.all()),
    pipelinesThatName: (alias) => users.all({ alias }),
    saveInstallation: (record) => {
      if (record.package.kind === "bundled") see.run(record.package.source.replace(/^bundled:/, ""));
      save.run(record.alias, JSON.stringify(record));
    },
    removeInstallation: (alias) => void remove.run(alias),
    saveBinding: ({ role, alias, setting }) => void bind.run(role, alias, setting),
  };
}

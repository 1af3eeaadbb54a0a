/** What is used here of a database of better-sqlite3, which the SDK does not depend on. */
interface Sqlite {
  prepare(sql: string): Statement;
  exec(sql: string): unknown;
  pragma(source: string, options?: { readonly simple?: boolean }): unknown;
}

interface Statement {
  readonly reader: boolean;
  all(): unknown[];
}

/** As long as the process lives: see keepStatements. */
const kept = new Set<object>();

/**
 * Lets no statement of a database be garbage, nor the database itself. On Node 24 the process aborts when one is
 * collected while no JavaScript runs (better-sqlite3 up to 12; 13 does not run on Node 20). So prepare each statement once;
 * pragmas, which are prepared inside, are kept by their text.
 */
export function keepStatements<T extends Sqlite>(database: T): T {
  const prepare = database.prepare.bind(database);
  const pragmas = new Map<string, Statement>();
  kept.add(database);
  return Object.assign(database, {
    prepare(sql: string): Statement {
      const statement = prepare(sql);
      kept.add(statement);
      return statement;
    },
    pragma(source: string, { simple = false }: { readonly simple?: boolean } = {}): unknown {
      let statement = pragmas.get(source);
      if (!statement) pragmas.set(source, (statement = prepare(`PRAGMA ${source}`)));
      if (!statement.reader) {
        // Not run as a statement, which takes one step: incremental_vacuum needs many.
        database.exec(`PRAGMA ${source}`);
        return simple ? undefined : [];
      }
      const rows = statement.all();
      if (!simple) return rows;
      return Object.values(rows[0] ?? {})[0];
    },
  });
}

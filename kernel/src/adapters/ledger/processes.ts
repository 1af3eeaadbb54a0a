import type { Database } from "better-sqlite3";
import type { ProcessLedger, SpawnedProcess } from "../../ports/plugin-host.js";

interface Row {
  readonly pid: number;
  readonly start_ticks: string;
  readonly boot_id: string;
  readonly alias: string;
  readonly generation: number;
  readonly socket_directory: string;
}

/** Written at once, outside the group commit: a process must be on record before it is used. */
export function processTable(database: Database): ProcessLedger {
  const next = database
    .prepare<[string], number>(
      "INSERT INTO generations VALUES (?, 1) ON CONFLICT (alias) DO UPDATE SET generation = generation + 1 RETURNING generation",
    )
    .pluck();
  const insert = database.prepare("INSERT OR REPLACE INTO processes VALUES (?, ?, ?, ?, ?, ?)");
  const remove = database.prepare("DELETE FROM processes WHERE pid = ? AND start_ticks = ?");
  const all = database.prepare<[], Row>("SELECT * FROM processes");
  return {
    nextGeneration: (alias) => Number(next.get(alias)),
    record: ({ pid, startTicks, bootId, alias, generation, socketDirectory }: SpawnedProcess) =>
      void insert.run(pid, startTicks, bootId, alias, generation, socketDirectory),
    forget: (pid, startTicks) => void remove.run(pid, startTicks),
    list: () =>
      all.all().map((row) => ({
        alias: row.alias,
        generation: row.generation,
        pid: row.pid,
        startTicks: row.start_ticks,
        bootId: row.boot_id,
        socketDirectory: row.socket_directory,
      })),
  };
}

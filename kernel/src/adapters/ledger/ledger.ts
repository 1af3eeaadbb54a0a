import { EventEmitter } from "node:events";
import { chmodSync } from "node:fs";
import { Fault } from "@gofer/sdk/fault";
import SqliteDatabase, { type Database } from "better-sqlite3";
import type { Ledger, LedgerWriter } from "../../ports/ledger.js";
import { createCommitQueue } from "./commit-queue.js";
import { eventTable } from "./events.js";
import { migrate } from "./migrations.js";
import { pipelineTable } from "./pipelines.js";
import { processTable } from "./processes.js";
import { runTable } from "./runs.js";

/**
 * Opens the one file that holds the kernel's state, and makes it when it is not there.
 * Throws `unavailable` when another kernel has it open, `precondition` when it is of a newer kernel.
 */
export function openLedger(path: string): Ledger {
  const database = open(path);
  const changes = new EventEmitter().setMaxListeners(0);
  const pipelines = pipelineTable(database);
  const runs = runTable(database);
  const events = eventTable(database);
  let recorded = false;
  const queue = createCommitQueue(database, () => {
    if (!recorded) return;
    recorded = false;
    changes.emit("events");
  });
  const writer: LedgerWriter = {
    createPipeline: pipelines.create,
    updatePipeline: pipelines.update,
    createRun: runs.create,
    saveRun: runs.save,
    saveTaskRuns: runs.saveTaskRuns,
    markLogComplete: runs.markLogComplete,
    recordEvents: (drafts) => {
      recorded = true;
      for (const draft of drafts) events.append(draft);
    },
  };
  return {
    id: String(database.prepare("SELECT value FROM meta WHERE name = 'id'").pluck().get()),
    processes: processTable(database),
    commit: (mutation) => queue.commit(() => mutation(writer)),
    onEvents: (listener) => {
      changes.on("events", listener);
      return () => void changes.off("events", listener);
    },
    getPipeline: pipelines.get,
    getPipelineConfig: pipelines.getConfig,
    listPipelines: pipelines.list,
    getRun: runs.get,
    listRuns: runs.list,
    listLiveRuns: runs.listLive,
    listTaskRuns: runs.listTaskRuns,
    listUnfinishedLogs: runs.listUnfinishedLogs,
    listEvents: events.list,
    [Symbol.dispose]: () => {
      queue.flush();
      database.close();
    },
  };
}

function open(path: string): Database {
  const database = new SqliteDatabase(path, { timeout: 2000 });
  chmodSync(path, 0o600);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.pragma("foreign_keys = ON");
  // One writer: the lock is kept from the first write to the end, so that a second kernel is refused.
  database.pragma("locking_mode = EXCLUSIVE");
  try {
    database.exec("BEGIN EXCLUSIVE; COMMIT");
  } catch (error) {
    database.close();
    if (error instanceof SqliteDatabase.SqliteError && error.code === "SQLITE_BUSY") {
      throw new Fault("unavailable", `${path} is in use by another kernel: stop it, or choose another GOFER_DATA_DIR`);
    }
    throw error;
  }
  migrate(database);
  return database;
}

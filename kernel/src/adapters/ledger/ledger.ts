import { EventEmitter } from "node:events";
import { chmodSync } from "node:fs";
import { Fault } from "@gofer/sdk/fault";
import { keepStatements } from "@gofer/sdk/sqlite";
import SqliteDatabase, { type Database } from "better-sqlite3";
import type { EventDraft } from "../../domain/event.js";
import type { PipelineRef } from "../../domain/pipeline.js";
import type { Ledger, LedgerWriter } from "../../ports/ledger.js";
import { createCommitQueue } from "./commit-queue.js";
import { eventTable } from "./events.js";
import { firingTable } from "./firings.js";
import { inboxTable } from "./inbox.js";
import { installationTable } from "./installations.js";
import { migrate } from "./migrations.js";
import { nameTable } from "./names.js";
import { namespaceTable } from "./namespaces.js";
import { pipelineTable } from "./pipelines.js";
import { processTable } from "./processes.js";
import { removalTable } from "./removals.js";
import { runTable } from "./runs.js";
import { storeKeysTable } from "./store-keys.js";
import { subscriptionTable } from "./subscriptions.js";
import { taskRunTable } from "./task-runs.js";
import { tokenTable } from "./tokens.js";

export interface LedgerRules {
  /** Run n removes the objects of all runs up to n minus this; 0 never does. */
  readonly runObjectExpiry?: number;
}

/**
 * Opens the one file that holds the kernel's state, and makes it when it is not there.
 * Throws `unavailable` when another kernel has it open, `precondition` when it is of a newer kernel.
 */
export function openLedger(path: string, { runObjectExpiry = 0 }: LedgerRules = {}): Ledger {
  const database = open(path);
  const changes = new EventEmitter().setMaxListeners(0);
  const names = nameTable(database);
  const pipelines = pipelineTable(database);
  const runs = runTable(database, names);
  const taskRuns = taskRunTable(database, names);
  const events = eventTable(database, names);
  const tokens = tokenTable(database);
  const storeKeys = storeKeysTable(database);
  let subscriptionsChanged = false;
  const subscriptions = subscriptionTable(database, () => (subscriptionsChanged = true));
  const firings = firingTable(database, runs.getByKey);
  const inbox = inboxTable(database);
  const namespaces = namespaceTable(database);
  const removals = removalTable(database);
  const installations = installationTable(database);
  let recorded = false;
  let stateChanges = 0;
  const queue = createCommitQueue(database, {
    afterCommit: () => {
      if (subscriptionsChanged) {
        subscriptionsChanged = false;
        changes.emit("subscriptions");
      }
      if (!recorded) return;
      recorded = false;
      changes.emit("events");
    },
    afterRollback: () => {
      names.forget();
      events.forget();
    },
  });
  const recordEvents = (drafts: readonly EventDraft[]) => {
    recorded = true;
    for (const draft of drafts) events.append(draft);
  };
  const expireRunObjects = ({ namespace, pipelineId }: PipelineRef, upToRunId: number, atMs: number) => {
    const about = { namespace, pipelineId, initiator: { kind: "system", name: "kernel" }, occurredAtMs: atMs } as const;
    const expired = storeKeys.expireRunObjects({ namespace, pipelineId }, upToRunId);
    recordEvents(expired.map((runId) => ({ ...about, kind: "run_objects_expired", runId })));
  };
  const writer: LedgerWriter = {
    createPipeline: (namespace, config, atMs) => {
      const created = pipelines.create(namespace, config, atMs);
      subscriptions.declare(created, config.triggers, atMs);
      return created;
    },
    updatePipeline: (namespace, config, atMs) => {
      const updated = pipelines.update(namespace, config, atMs);
      subscriptions.declare(updated, config.triggers, atMs);
      return updated;
    },
    triggers: {
      ...firings,
      ...inbox,
      findSubscription: subscriptions.findSubscription,
      setAcceptsEvents: (accepts) => {
        inbox.setAcceptsEvents(accepts);
        subscriptionsChanged = true;
      },
    },
    createRun: (start) => {
      const created = runs.create(start);
      // Here, because whatever makes a run must not be able to forget it.
      if (runObjectExpiry > 0) expireRunObjects(created, created.runId - runObjectExpiry, start.atMs);
      return created;
    },
    saveRun: (runKey, summary) => {
      stateChanges++;
      runs.save(runKey, summary);
    },
    saveTaskRun: (runKey, ordinal, taskRun, logBytes) => {
      stateChanges++;
      taskRuns.save(runKey, ordinal, taskRun, logBytes);
    },
    markLogComplete: taskRuns.markLogComplete,
    markLogsExpired: runs.markLogsExpired,
    pruneEvents: events.prune,
    setPipelineState: pipelines.setState,
    markRolledBack: pipelines.markRolledBack,
    createNamespace: namespaces.create,
    updateNamespace: namespaces.update,
    deleteNamespace: removals.deleteNamespace,
    deletePipeline: removals.deletePipeline,
    forgetRemoval: removals.forget,
    createToken: tokens.create,
    bootstrapToken: tokens.bootstrap,
    setTokenDisabled: tokens.setDisabled,
    deleteToken: tokens.delete,
    recordEvents,
    storeKeys: storeKeys.writer,
    saveInstallation: installations.saveInstallation,
    removeInstallation: installations.removeInstallation,
    saveBinding: installations.saveBinding,
  };
  return {
    id: String(database.prepare("SELECT value FROM meta WHERE name = 'id'").pluck().get()),
    processes: processTable(database),
    get activity() {
      return { commits: queue.commits, stateChanges };
    },
    installations,
    commit: (mutation) => queue.commit(() => mutation(writer)),
    onEvents: (listener) => {
      changes.on("events", listener);
      return () => void changes.off("events", listener);
    },
    onSubscriptions: (listener) => {
      changes.on("subscriptions", listener);
      return () => void changes.off("subscriptions", listener);
    },
    triggers: {
      ...subscriptions,
      ...firings,
      ...inbox,
      listQueued: () =>
        firings.queuedKeys().flatMap((key) => subscriptions.findSubscription(subscriptions.idOf(key)) ?? []),
    },
    getPipeline: pipelines.get,
    getPipelineConfig: pipelines.getConfig,
    listPipelines: pipelines.list,
    getRun: runs.get,
    listRuns: runs.list,
    listLiveRuns: runs.listLive,
    getRunByKey: runs.getByKey,
    listLogsToExpire: runs.listLogsToExpire,
    listTaskRuns: taskRuns.list,
    listTaskRunPage: taskRuns.listPage,
    listAttempts: taskRuns.listAttempts,
    findTaskRun: taskRuns.find,
    listUnfinishedLogs: taskRuns.listUnfinishedLogs,
    newestEvent: () => events.newest,
    findEvent: events.find,
    listEvents: events.list,
    listPipelineVersions: pipelines.listVersions,
    getNamespace: namespaces.get,
    listNamespaces: namespaces.list,
    listLiveRunsOf: (namespace, pipelineId) =>
      runs.listLive().filter((run) => run.namespace === namespace && (pipelineId ?? run.pipelineId) === run.pipelineId),
    listRemovals: removals.list,
    findToken: tokens.find,
    getToken: tokens.get,
    listTokens: tokens.list,
    isBootstrapped: tokens.isBootstrapped,
    storeKeys: storeKeys.reader,
    [Symbol.dispose]: () => {
      queue.flush();
      database.close();
    },
  };
}

function open(path: string): Database {
  const database = keepStatements(new SqliteDatabase(path, { timeout: 2000 }));
  chmodSync(path, 0o600);
  try {
    // Only a file without tables takes it: space of what was pruned can then be given back in slices.
    database.pragma("auto_vacuum = INCREMENTAL");
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = FULL");
    database.pragma("foreign_keys = ON");
    // One writer: the lock is kept from the first write to the end, so that a second kernel is refused.
    database.pragma("locking_mode = EXCLUSIVE");
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

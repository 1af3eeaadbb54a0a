import type { EventDraft, EventFilter, RecordedEvent } from "../domain/event.js";
import type { Namespace } from "../domain/namespace.js";
import type { Initiator, Pipeline, PipelineConfig, PipelineRef, RunRef } from "../domain/pipeline.js";
import type { RunStatus, RunSummary, TaskRun } from "../domain/run.js";
import type { Token } from "../domain/token.js";
import type { InstallationTable, InstallationWriter } from "./installations.js";
import type { LogRef } from "./log-store.js";
import type { Page } from "./page.js";
import type { ProcessLedger } from "./plugin-host.js";
import type { RunRecord } from "./records.js";
import type { StoreKeys, StoreKeysWriter } from "./store-keys.js";
import type { TriggerLedger, TriggerWriter } from "./trigger-ledger.js";

export type { RunRecord } from "./records.js";

/** A run to make. */
export interface NewRun {
  readonly ref: PipelineRef;
  readonly initiator: Initiator;
  readonly variables: Readonly<Record<string, string>>;
  readonly scheduler: string;
  readonly atMs: number;
  readonly retryOf?: { readonly runKey: number; readonly keepsResults: boolean; readonly pipelineVersion: number };
}

export interface RunFilter {
  readonly namespace: string;
  readonly pipelineId: string | undefined;
  readonly status: RunStatus | undefined;
}

/** Names a stored task run: its task is the n-th of the config, from 1. */
export interface StoredTaskRun {
  readonly runKey: number;
  readonly ordinal: number;
  readonly attempt: number;
}

/** A stored task run and what is known of its output. */
export interface TaskRunRecord {
  /** Place of its task in the config, from 1. */
  readonly ordinal: number;
  readonly taskRun: TaskRun;
  readonly logComplete: boolean;
  /** Bytes of output; 0 until it is complete. */
  readonly logBytes: number;
}

/** A token and the SHA-256 of its text. */
export interface StoredToken {
  readonly token: Token;
  readonly hash: Buffer;
}

export type { Page };

/** What is gone from the ledger, and has still to go from the outside: logs, objects, secrets. */
export interface Removal {
  readonly id: number;
  readonly namespace: string;
  /** Absent for the namespace itself, whose pipelines are removals of their own. */
  readonly pipeline?: { readonly id: string; readonly key: number };
  readonly runKeys: readonly number[];
}

/** One version of a pipeline. */
export interface PipelineVersion {
  readonly version: number;
  readonly createdAtMs: number;
  /** 0 when it has a config of its own. */
  readonly rolledBackTo: number;
  readonly tasks: number;
  readonly runs: number;
}

/**
 * The kernel's durable state: one writer. Reads see what is committed. The `write` methods of
 * `LedgerWriter` are only reachable inside a commit, so that a change and its event share a transaction.
 */
export interface Ledger extends Disposable {
  /** Random identity of this ledger, made with it. */
  readonly id: string;
  readonly processes: ProcessLedger;
  /** Counted since the ledger was opened: their ratio tells how well changes are grouped. */
  readonly activity: { readonly commits: number; readonly stateChanges: number };
  readonly installations: InstallationTable;
  /**
   * Applies a mutation in the transaction of this turn of the event loop; resolves when it is durable.
   * Mutations of one turn share a commit. One that throws is undone alone and its promise rejects.
   */
  readonly commit: <T>(mutation: (writer: LedgerWriter) => T) => Promise<T>;
  /** Called after every commit that recorded events. Returns the way to end it. */
  readonly onEvents: (listener: () => void) => () => void;
  /** Called after every commit that may have changed what triggers are to know. Returns the way to end it. */
  readonly onSubscriptions: (listener: () => void) => () => void;
  readonly triggers: TriggerLedger;

  /** Throws `notFound`. */
  readonly getPipeline: (ref: PipelineRef) => Pipeline;
  /** Throws `notFound`. */
  readonly getPipelineConfig: (ref: PipelineRef, version: number) => PipelineConfig;
  readonly listPipelines: (namespace: string, pageSize: number, after: string) => Page<Pipeline>;
  /** Throws `notFound`. */
  readonly getRun: (ref: RunRef) => RunRecord;
  /** Throws `notFound`. */
  readonly getRunByKey: (runKey: number) => RunRecord;
  readonly listRuns: (filter: RunFilter, pageSize: number, before: string) => Page<RunRecord>;
  /** Runs that are not complete, oldest first. */
  readonly listLiveRuns: () => readonly RunRecord[];
  /** Complete runs of the same pipeline that are so many runs older at least and still have logs, oldest first. */
  readonly listLogsToExpire: (
    run: Pick<RunRecord, "key" | "runId">,
    keptRuns: number,
    limit: number,
  ) => readonly { readonly run: RunRecord; readonly hasOutput: boolean }[];
  /** All attempts, in the order of the config. */
  readonly listTaskRuns: (runKey: number) => readonly TaskRunRecord[];
  /** The same in pages; a cursor is "<ordinal>.<attempt>". */
  readonly listTaskRunPage: (runKey: number, pageSize: number, after: string) => Page<TaskRunRecord>;
  /** Attempts of one task, by its place in the config. */
  readonly listAttempts: (runKey: number, ordinal: number) => readonly TaskRunRecord[];
  readonly findTaskRun: (taskRun: StoredTaskRun) => TaskRunRecord | undefined;
  readonly listEvents: (filter: EventFilter) => readonly RecordedEvent[];
  readonly storeKeys: StoreKeys;
  /** Number of the newest event; 0 when there is none. */
  readonly newestEvent: () => number;
  readonly findEvent: (sequence: number) => RecordedEvent | undefined;
  /** Newest first. Throws `notFound`. */
  readonly listPipelineVersions: (ref: PipelineRef, pageSize: number, before: string) => Page<PipelineVersion>;
  /** Throws `notFound`. */
  readonly getNamespace: (id: string) => Namespace;
  readonly listNamespaces: (pageSize: number, after: string) => Page<Namespace>;
  /** Pipelines of a namespace, or one of them, with their runs that are not complete. */
  readonly listLiveRunsOf: (namespace: string, pipelineId: string | undefined) => readonly RunRecord[];
  /** Oldest first. */
  readonly listRemovals: () => readonly Removal[];
  readonly findToken: (id: string) => StoredToken | undefined;
  /** Throws `notFound`. */
  readonly getToken: (id: string) => Token;
  /** Ordered by id; an empty namespace means all. */
  readonly listTokens: (namespace: string, pageSize: number, after: string) => Page<Token>;
  /** The first token was made, whatever became of it. */
  readonly isBootstrapped: () => boolean;
  /** Complete task runs whose output is not complete. */
  readonly listUnfinishedLogs: () => readonly (LogRef & StoredTaskRun)[];
}

export interface LedgerWriter extends InstallationWriter {
  readonly triggers: TriggerWriter;
  /** Throws `exists`. */
  readonly createPipeline: (namespace: string, config: PipelineConfig, atMs: number) => Pipeline;
  /** Throws `notFound`. Makes the next version. */
  readonly updatePipeline: (namespace: string, config: PipelineConfig, atMs: number) => Pipeline;
  /** Allocates the next run id of the pipeline. Throws `notFound`, and `precondition` for a disabled pipeline. */
  readonly createRun: (run: NewRun) => RunRecord;
  readonly saveRun: (runKey: number, summary: RunSummary) => void;
  /** With the bytes of its output when all of it is stored. */
  readonly saveTaskRun: (runKey: number, ordinal: number, taskRun: TaskRun, logBytes?: number) => void;
  readonly markLogComplete: (taskRun: StoredTaskRun, bytes: number) => void;
  readonly markLogsExpired: (runKey: number) => void;
  readonly setPipelineState: (ref: PipelineRef, state: Pipeline["state"]) => void;
  /** Says of the current version that it repeats an old one. */
  readonly markRolledBack: (ref: PipelineRef, to: number) => void;
  /** Throws `exists`. */
  readonly createNamespace: (namespace: Namespace) => void;
  /** Throws `notFound`. */
  readonly updateNamespace: (namespace: Namespace) => void;
  /** Throws `notFound`, and `precondition` while runs in it are not complete. */
  readonly deleteNamespace: (id: string) => { readonly pipelines: number; readonly runs: number };
  /** Throws as `deleteNamespace` does. */
  readonly deletePipeline: (ref: PipelineRef) => { readonly runs: number };
  readonly forgetRemoval: (id: number) => void;
  /** Throws `notFound` for a namespace. */
  readonly createToken: (token: Token, hash: Buffer) => Token;
  /** The same, once in the life of the ledger. Throws `precondition` after that. */
  readonly bootstrapToken: (token: Token, hash: Buffer) => Token;
  /** Throws `notFound`, and `precondition` when no management token would be left that works. */
  readonly setTokenDisabled: (id: string, disabled: boolean, atMs: number) => Token;
  /** Throws as `setTokenDisabled` does. */
  readonly deleteToken: (id: string, atMs: number) => Token;
  readonly recordEvents: (events: readonly EventDraft[]) => void;
  /** Deletes some of the oldest events if they are from before a time; true when there may be more. */
  readonly pruneEvents: (beforeMs: number) => boolean;
  readonly storeKeys: StoreKeysWriter;
}

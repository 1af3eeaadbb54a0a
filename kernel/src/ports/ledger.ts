import type { EventDraft, EventFilter, RecordedEvent } from "../domain/event.js";
import type { Initiator, Pipeline, PipelineConfig, PipelineRef, RunRef } from "../domain/pipeline.js";
import type { Run, RunStatus, TaskRun } from "../domain/run.js";
import type { ProcessLedger } from "./plugin-host.js";

/** A stored run without its task runs. */
export interface RunRecord extends RunRef {
  /** Identity over all pipelines; part of the keys of its containers. */
  readonly key: number;
  readonly pipelineVersion: number;
  readonly initiator: Initiator;
  readonly variables: Readonly<Record<string, string>>;
  readonly createdAtMs: number;
  readonly scheduler: string;
  readonly run: Omit<Run, "taskRuns">;
}

/** A stored task run and where it belongs. */
export interface TaskRunRecord {
  readonly taskRun: TaskRun;
  readonly logComplete: boolean;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Where to go on; undefined when this is the last page. */
  readonly next: string | undefined;
}

/**
 * The kernel's durable state: one writer. Reads see what is committed. The `write` methods of
 * `LedgerWriter` are only reachable inside a commit, so that a change and its event share a transaction.
 */
export interface Ledger extends Disposable {
  /** Random identity of this ledger, made with it. */
  readonly id: string;
  readonly processes: ProcessLedger;
  /**
   * Applies a mutation in the transaction of this turn of the event loop; resolves when it is durable.
   * Mutations of one turn share a commit. One that throws is undone alone and its promise rejects.
   */
  readonly commit: <T>(mutation: (writer: LedgerWriter) => T) => Promise<T>;
  /** Called after every commit that recorded events. Returns the way to end it. */
  readonly onEvents: (listener: () => void) => () => void;

  /** Throws `notFound`. */
  readonly getPipeline: (ref: PipelineRef) => Pipeline;
  /** Throws `notFound`. */
  readonly getPipelineConfig: (ref: PipelineRef, version: number) => PipelineConfig;
  readonly listPipelines: (namespace: string, pageSize: number, after: string) => Page<Pipeline>;
  /** Throws `notFound`. */
  readonly getRun: (ref: RunRef) => RunRecord;
  readonly listRuns: (
    filter: { namespace: string; pipelineId: string | undefined; status: RunStatus | undefined },
    pageSize: number,
    before: string,
  ) => Page<RunRecord>;
  /** Runs that are not complete, oldest first. */
  readonly listLiveRuns: () => readonly RunRecord[];
  /** All attempts, in the order of their creation. */
  readonly listTaskRuns: (runKey: number) => readonly TaskRunRecord[];
  readonly listEvents: (filter: EventFilter) => readonly RecordedEvent[];
  /** Complete task runs whose output is not complete, with their run. */
  readonly listUnfinishedLogs: () => readonly {
    readonly runKey: number;
    readonly taskId: string;
    readonly attempt: number;
  }[];
}

export interface LedgerWriter {
  /** Throws `exists`. */
  readonly createPipeline: (namespace: string, config: PipelineConfig, atMs: number) => Pipeline;
  /** Throws `notFound`. Makes the next version. */
  readonly updatePipeline: (namespace: string, config: PipelineConfig, atMs: number) => Pipeline;
  /** Allocates the next run id of the pipeline. Throws `notFound`, and `precondition` for a disabled pipeline. */
  readonly createRun: (start: {
    ref: PipelineRef;
    initiator: Initiator;
    variables: Readonly<Record<string, string>>;
    scheduler: string;
    atMs: number;
  }) => RunRecord;
  readonly saveRun: (runKey: number, run: Run) => void;
  readonly saveTaskRuns: (runKey: number, taskRuns: readonly TaskRun[]) => void;
  readonly markLogComplete: (runKey: number, taskId: string, attempt: number) => void;
  readonly recordEvents: (events: readonly EventDraft[]) => void;
}

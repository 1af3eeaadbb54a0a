import type { DependencyCondition, PipelineConfig, TaskConfig } from "./pipeline.js";

export type RunState = "pending" | "running" | "complete";
export type RunStatus = "successful" | "failed" | "cancelled";
export type TaskRunState = "waiting" | "processing" | "running" | "complete";
export type TaskRunStatus = "successful" | "failed" | "cancelled" | "skipped" | "unknown";

export type ReasonKind =
  | "abnormalExit"
  | "outOfMemory"
  | "imageError"
  | "startError"
  | "schedulerError"
  | "failedPrecondition"
  | "cancelled"
  | "timedOut"
  | "lost"
  | "queued"
  | "pluginUnavailable"
  | "taskFailed"
  | "pullingImage";

/** Why something is as it is: a kind for programs and a sentence that a person can act on. */
export interface Reason {
  readonly kind: ReasonKind;
  readonly message: string;
}

/** How a task run ended. */
export interface Outcome {
  readonly status: TaskRunStatus;
  readonly reason?: Reason;
  readonly exitCode?: number;
}

/** A request to end that is under way. */
export interface Ending {
  /** How it ends if it does not end well by itself. */
  readonly outcome: Outcome;
  /** Kill at once instead of asking first. */
  readonly force: boolean;
}

/** One attempt to run one task. */
export interface TaskRun {
  readonly taskId: string;
  readonly attempt: number;
  readonly state: TaskRunState;
  readonly outcome?: Outcome;
  /** Why it is not further yet, for example that its scheduler is not available. */
  readonly waitingFor?: Reason;
  /** Set once a timeout or somebody has asked this task alone to end. */
  readonly ending?: Ending;
  readonly imageDigest: string;
  readonly externalName: string;
  readonly createdAtMs: number;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** For a repeated attempt: not to be started before this time. */
  readonly notBeforeMs: number;
  /** Key of the earlier run whose result is kept in place of running the task again. */
  readonly keptFrom?: number;
}

/** The fields of a run without its task runs. */
export interface RunSummary {
  readonly state: RunState;
  readonly status?: RunStatus;
  readonly reason?: Reason;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** Set once somebody or a timeout has asked it to end. */
  readonly ending?: Ending;
}

/** A run in progress, or one that is complete. Only `apply` says how it changes. */
export interface Run {
  readonly summary: RunSummary;
  /** The latest attempt of every task; empty while the run is pending. */
  readonly taskRuns: ReadonlyMap<string, TaskRun>;
  /** How many of them are not complete. */
  readonly openTasks: number;
}

/** Successful task runs of an earlier run that a new one takes over instead of running them again, by task. */
export type KeptResults = ReadonlyMap<string, TaskRun & { readonly keptFrom: number }>;

/** The shape of a pipeline that a run follows; derived once per version. */
export interface Plan {
  readonly config: PipelineConfig;
  readonly tasks: ReadonlyMap<string, TaskConfig>;
  /** Place of each task in the config, from 1: its short name in keys and in the ledger. */
  readonly ordinals: ReadonlyMap<string, number>;
  readonly parents: ReadonlyMap<string, readonly (readonly [id: string, condition: DependencyCondition])[]>;
  readonly children: ReadonlyMap<string, readonly string[]>;
}

export function planOf(config: PipelineConfig): Plan {
  const tasks = new Map(config.tasks.map((task) => [task.id, task]));
  const ordinals = new Map(config.tasks.map(({ id }, index) => [id, index + 1]));
  const parents = new Map(config.tasks.map(({ id, dependsOn }) => [id, Object.entries(dependsOn)]));
  const children = new Map<string, string[]>();
  for (const { id, dependsOn } of config.tasks) {
    for (const parent of Object.keys(dependsOn)) {
      const siblings = children.get(parent);
      if (siblings) siblings.push(id);
      else children.set(parent, [id]);
    }
  }
  return { config, tasks, ordinals, parents, children };
}

export const pendingRun: Run = {
  summary: { state: "pending", startedAtMs: 0, endedAtMs: 0 },
  taskRuns: new Map(),
  openTasks: 0,
};

/** A run from its stored parts. */
export function restoreRun(summary: RunSummary, taskRuns: ReadonlyMap<string, TaskRun>): Run {
  let openTasks = 0;
  for (const { state } of taskRuns.values()) if (state !== "complete") openTasks++;
  return { summary, taskRuns, openTasks };
}

import type { PipelineConfig, TaskConfig } from "./pipeline.js";

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
  | "taskFailed";

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

/** One attempt to run one task. */
export interface TaskRun {
  readonly taskId: string;
  readonly attempt: number;
  readonly state: TaskRunState;
  readonly outcome?: Outcome;
  /** Why it is not further yet, for example that its scheduler is not available. */
  readonly waitingFor?: Reason;
  readonly imageDigest: string;
  readonly externalName: string;
  readonly createdAtMs: number;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** For a repeated attempt: not to be started before this time. */
  readonly notBeforeMs: number;
}

/** A run in progress, or one that is complete. Changed only by `apply`. */
export interface Run {
  readonly state: RunState;
  readonly status?: RunStatus;
  readonly reason?: Reason;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** Set once somebody or a timeout has asked it to end. */
  readonly ending?: { readonly outcome: Outcome; readonly force: boolean };
  /** The latest attempt of every task; empty while the run is pending. */
  readonly taskRuns: ReadonlyMap<string, TaskRun>;
}

/** What can happen to a run. Times are Unix milliseconds. */
export type RunEvent =
  | { readonly type: "begin"; readonly atMs: number }
  | { readonly type: "held"; readonly taskId: string; readonly reason: Reason }
  | {
      readonly type: "started";
      readonly taskId: string;
      readonly attempt: number;
      readonly atMs: number;
      readonly imageDigest: string;
      readonly externalName: string;
    }
  | {
      readonly type: "ended";
      readonly taskId: string;
      readonly attempt: number;
      readonly atMs: number;
      readonly outcome: Outcome;
      readonly startedAtMs?: number;
    }
  | { readonly type: "cancel"; readonly atMs: number; readonly by: string; readonly force: boolean }
  | { readonly type: "runTimedOut"; readonly atMs: number }
  | { readonly type: "taskTimedOut"; readonly taskId: string; readonly attempt: number; readonly atMs: number };

/** What has to be done outside because of a change, after the change is durable. Each is safe to repeat. */
export type Effect =
  | { readonly type: "start"; readonly taskId: string; readonly attempt: number; readonly notBeforeMs: number }
  | { readonly type: "stop"; readonly taskId: string; readonly attempt: number; readonly force: boolean }
  | { readonly type: "finish" };

/** What one event changes: new task run records, the fields of the run, and what to do. */
export interface Change {
  readonly run: Run;
  /** Records that are new or different, ended attempts included. */
  readonly taskRuns: readonly TaskRun[];
  readonly effects: readonly Effect[];
}

/** The shape of a pipeline that a run follows; derived once per version. */
export interface Plan {
  readonly config: PipelineConfig;
  readonly tasks: ReadonlyMap<string, TaskConfig>;
  readonly children: ReadonlyMap<string, readonly string[]>;
}

export function planOf(config: PipelineConfig): Plan {
  const tasks = new Map(config.tasks.map((task) => [task.id, task]));
  const children = new Map<string, string[]>();
  for (const task of config.tasks) {
    for (const parent of Object.keys(task.dependsOn)) {
      const siblings = children.get(parent) ?? [];
      siblings.push(task.id);
      children.set(parent, siblings);
    }
  }
  return { config, tasks, children };
}

export const pendingRun: Run = { state: "pending", startedAtMs: 0, endedAtMs: 0, taskRuns: new Map() };

/** Draws a number in [0, 1); passed in so that the core stays free of chance. */
export type Random = () => number;

/**
 * What an event does to a run: pure and synchronous. An event that is late or repeated (the task has
 * ended, the attempt is over) changes nothing.
 */
export function apply(plan: Plan, run: Run, event: RunEvent, random: Random = () => 0): Change {
  const draft = new Draft(plan, run, random);
  if (run.state !== "complete") draft.apply(event);
  return draft.change();
}

/** One application of an event. It copies a run's records only when the first one changes. */
class Draft {
  readonly #plan: Plan;
  readonly #random: Random;
  #run: Run;
  #taskRuns: Map<string, TaskRun> | undefined;
  readonly #changed: TaskRun[] = [];
  readonly #effects: Effect[] = [];

  constructor(plan: Plan, run: Run, random: Random) {
    this.#plan = plan;
    this.#run = run;
    this.#random = random;
  }

  change(): Change {
    return { run: this.#run, taskRuns: this.#changed, effects: this.#effects };
  }

  apply(event: RunEvent): void {
    switch (event.type) {
      case "begin":
        return this.#begin(event.atMs);
      case "held":
        return this.#hold(event);
      case "started":
        return this.#started(event);
      case "ended":
        return this.#ended(event);
      case "cancel":
        return this.#end(event, {
          status: "cancelled",
          reason: { kind: "cancelled", message: `cancelled by ${event.by}` },
        });
      case "runTimedOut":
        return this.#end(
          { atMs: event.atMs, force: false },
          {
            status: "failed",
            reason: {
              kind: "timedOut",
              message: `the run took longer than its timeout of ${seconds(this.#plan.config.timeoutMs)}`,
            },
          },
        );
      case "taskTimedOut":
        return this.#taskTimedOut(event);
    }
  }

  #begin(atMs: number): void {
    if (this.#run.state !== "pending") return;
    const { reason: _queued, ...rest } = this.#run;
    this.#run = { ...rest, state: "running", startedAtMs: atMs };
    for (const task of this.#plan.config.tasks) {
      const ready = Object.keys(task.dependsOn).length === 0;
      this.#put({ ...newTaskRun(task.id, 1, atMs), state: ready ? "processing" : "waiting" });
      if (ready) this.#effects.push({ type: "start", taskId: task.id, attempt: 1, notBeforeMs: 0 });
    }
  }

  #hold({ taskId, reason }: { taskId: string; reason: Reason }): void {
    const taskRun = this.#find(taskId);
    if (taskRun?.state !== "processing" || taskRun.waitingFor?.message === reason.message) return;
    this.#put({ ...taskRun, waitingFor: reason });
  }

  #started(event: Extract<RunEvent, { type: "started" }>): void {
    const taskRun = this.#current(event);
    if (taskRun?.state !== "processing") return;
    const { waitingFor: _held, ...rest } = taskRun;
    this.#put({
      ...rest,
      state: "running",
      startedAtMs: event.atMs,
      imageDigest: event.imageDigest,
      externalName: event.externalName,
    });
    // The request to end came while it was being started: it has to be stopped like the others.
    if (this.#run.ending)
      this.#effects.push({ type: "stop", taskId: event.taskId, attempt: event.attempt, force: this.#run.ending.force });
  }

  #ended(event: Extract<RunEvent, { type: "ended" }>): void {
    const taskRun = this.#current(event);
    if (!taskRun || taskRun.state === "complete" || taskRun.state === "waiting") return;
    const stopped =
      taskRun.waitingFor?.kind === "timedOut"
        ? { status: "failed" as const, reason: taskRun.waitingFor }
        : this.#run.ending?.outcome;
    // What ended well before the request reached it has ended well.
    const outcome =
      stopped && event.outcome.status !== "successful" ? withExitCode(stopped, event.outcome.exitCode) : event.outcome;
    this.#complete(taskRun, outcome, event);
    if (this.#retry(taskRun, outcome, event.atMs)) return;
    this.#settleChildren([taskRun.taskId], event.atMs);
    this.#completeRun(event.atMs);
  }

  #retry(taskRun: TaskRun, outcome: Outcome, atMs: number): boolean {
    const retries = this.#plan.tasks.get(taskRun.taskId)?.retries;
    if (!retries || this.#run.ending || outcome.status !== "failed" || taskRun.attempt >= retries.attempts)
      return false;
    const pause = Math.min(retries.backoffMs * 2 ** (taskRun.attempt - 1), retries.maxBackoffMs || 300_000);
    const notBeforeMs = Math.round(atMs + pause * (1 - retries.jitter * this.#random()));
    const attempt = taskRun.attempt + 1;
    this.#put({ ...newTaskRun(taskRun.taskId, attempt, atMs), state: "processing", notBeforeMs });
    this.#effects.push({ type: "start", taskId: taskRun.taskId, attempt, notBeforeMs });
    return true;
  }

  #taskTimedOut(event: Extract<RunEvent, { type: "taskTimedOut" }>): void {
    const taskRun = this.#current(event);
    if (taskRun?.state !== "running" || taskRun.waitingFor?.kind === "timedOut") return;
    const timeoutMs = this.#plan.tasks.get(event.taskId)?.timeoutMs ?? 0;
    this.#put({
      ...taskRun,
      waitingFor: {
        kind: "timedOut",
        message: `task ${event.taskId} took longer than its timeout of ${seconds(timeoutMs)}`,
      },
    });
    this.#effects.push({ type: "stop", taskId: event.taskId, attempt: event.attempt, force: false });
  }

  /** Ends a run from outside: what has not started ends now, what runs is stopped and ends by its exit. */
  #end({ atMs, force }: { atMs: number; force: boolean }, outcome: Outcome): void {
    if (this.#run.ending && (this.#run.ending.force || !force)) return;
    const first = this.#run.ending?.outcome ?? outcome;
    this.#run = { ...this.#run, ending: { outcome: first, force } };
    if (this.#run.state === "pending") {
      this.#run = {
        ...this.#run,
        state: "complete",
        status: outcome.status === "failed" ? "failed" : "cancelled",
        endedAtMs: atMs,
        ...reasonOf(outcome),
      };
      this.#effects.push({ type: "finish" });
      return;
    }
    for (const taskRun of [...this.#run.taskRuns.values()]) {
      if (taskRun.state === "waiting") this.#complete(taskRun, first, { atMs });
      // A start may be under way: stop is safe for a key that is not known, and the exit settles it.
      else if (taskRun.state !== "complete")
        this.#effects.push({ type: "stop", taskId: taskRun.taskId, attempt: taskRun.attempt, force });
    }
    this.#completeRun(atMs);
  }

  /** Starts or skips the children of tasks that have just ended, and the children of the skipped ones. */
  #settleChildren(ended: string[], atMs: number): void {
    for (let parent = ended.shift(); parent !== undefined; parent = ended.shift()) {
      for (const child of this.#plan.children.get(parent) ?? []) {
        const taskRun = this.#find(child);
        const task = this.#plan.tasks.get(child);
        if (taskRun?.state !== "waiting" || !task) continue;
        const verdict = this.#verdict(task);
        if (verdict === "wait") continue;
        if (verdict === "start") {
          this.#put({ ...taskRun, state: "processing" });
          this.#effects.push({ type: "start", taskId: child, attempt: taskRun.attempt, notBeforeMs: 0 });
          continue;
        }
        this.#complete(taskRun, { status: "skipped", reason: verdict }, { atMs });
        ended.push(child);
      }
    }
  }

  /** All parents must have ended before any condition is looked at. */
  #verdict(task: TaskConfig): "wait" | "start" | Reason {
    const parents = Object.entries(task.dependsOn);
    const unmet: string[] = [];
    for (const [id, condition] of parents) {
      const parent = this.#find(id);
      if (parent?.state !== "complete" || !parent.outcome) return "wait";
      const { status, reason } = parent.outcome;
      if (
        condition === "any" ||
        (condition === "success" && status === "successful") ||
        (condition === "failure" && status === "failed")
      )
        continue;
      const wanted = condition === "success" ? "to be successful" : "to fail";
      // A skipped parent already tells the root of it.
      unmet.push(
        status === "skipped" && reason
          ? `parent ${id} was skipped: ${reason.message}`
          : `parent ${id} ended ${status}, and this task needs it ${wanted}`,
      );
    }
    const [first] = unmet;
    return first === undefined ? "start" : { kind: "failedPrecondition", message: first };
  }

  #completeRun(atMs: number): void {
    let failed: string | undefined;
    let cancelled = false;
    for (const { state, outcome, taskId } of this.#run.taskRuns.values()) {
      if (state !== "complete") return;
      if (outcome?.status === "failed" || outcome?.status === "unknown") failed ??= taskId;
      if (outcome?.status === "cancelled") cancelled = true;
    }
    const { ending } = this.#run;
    const status = failed !== undefined ? "failed" : cancelled ? "cancelled" : "successful";
    const reason: Reason | undefined =
      ending && status !== "successful"
        ? ending.outcome.reason
        : failed !== undefined
          ? { kind: "taskFailed", message: `task ${failed} failed` }
          : undefined;
    this.#run = { ...this.#run, state: "complete", status, endedAtMs: atMs, ...(reason ? { reason } : {}) };
    this.#effects.push({ type: "finish" });
  }

  #complete(taskRun: TaskRun, outcome: Outcome, { atMs, startedAtMs }: { atMs: number; startedAtMs?: number }): void {
    const { waitingFor: _held, ...rest } = taskRun;
    this.#put({
      ...rest,
      state: "complete",
      outcome,
      endedAtMs: atMs,
      startedAtMs: taskRun.startedAtMs || (startedAtMs ?? 0),
    });
  }

  #current({ taskId, attempt }: { taskId: string; attempt: number }): TaskRun | undefined {
    const taskRun = this.#find(taskId);
    return taskRun?.attempt === attempt ? taskRun : undefined;
  }

  #find(taskId: string): TaskRun | undefined {
    return this.#run.taskRuns.get(taskId);
  }

  #put(taskRun: TaskRun): void {
    if (!this.#taskRuns) {
      this.#taskRuns = new Map(this.#run.taskRuns);
      this.#run = { ...this.#run, taskRuns: this.#taskRuns };
    }
    this.#taskRuns.set(taskRun.taskId, taskRun);
    this.#changed.push(taskRun);
  }
}

/** The effects that bring the outside in line with a run as it was found after a restart. */
export function effectsOf(run: Run): readonly Effect[] {
  if (run.state !== "running") return [];
  return [...run.taskRuns.values()].flatMap((taskRun): readonly Effect[] => {
    const { taskId, attempt, state, notBeforeMs } = taskRun;
    if (state === "complete" || state === "waiting") return [];
    if (run.ending) return [{ type: "stop", taskId, attempt, force: run.ending.force }];
    if (taskRun.waitingFor?.kind === "timedOut") return [{ type: "stop", taskId, attempt, force: false }];
    return state === "processing" ? [{ type: "start", taskId, attempt, notBeforeMs }] : [];
  });
}

function newTaskRun(taskId: string, attempt: number, createdAtMs: number): TaskRun {
  return {
    taskId,
    attempt,
    state: "waiting",
    imageDigest: "",
    externalName: "",
    createdAtMs,
    startedAtMs: 0,
    endedAtMs: 0,
    notBeforeMs: 0,
  };
}

function withExitCode(outcome: Outcome, exitCode: number | undefined): Outcome {
  return exitCode === undefined ? outcome : { ...outcome, exitCode };
}

function reasonOf({ reason }: Outcome): { reason?: Reason } {
  return reason ? { reason } : {};
}

const seconds = (ms: number) => `${ms / 1000} s`;

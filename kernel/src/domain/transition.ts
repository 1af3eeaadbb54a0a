import type { Ending, KeptResults, Outcome, Plan, Reason, Run, RunSummary, TaskRun } from "./run.js";

/** What can happen to a run. Times are Unix milliseconds. */
export type RunEvent =
  | { readonly type: "begin"; readonly atMs: number; readonly kept?: KeptResults }
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
      /** When it began, as who ran it knows at the end; 0 where nobody does. */
      readonly startedAtMs?: number;
      readonly outcome: Outcome;
    }
  | { readonly type: "cancel"; readonly atMs: number; readonly by: string; readonly force: boolean }
  | {
      readonly type: "cancelTask";
      readonly taskId: string;
      readonly atMs: number;
      readonly by: string;
      readonly force: boolean;
    }
  | { readonly type: "runTimedOut"; readonly atMs: number }
  | { readonly type: "taskTimedOut"; readonly taskId: string; readonly attempt: number; readonly atMs: number };

/** What has to be done outside because of a change, after the change is durable. Each is safe to repeat. */
export type Effect =
  | { readonly type: "start"; readonly taskId: string; readonly attempt: number; readonly notBeforeMs: number }
  | { readonly type: "stop"; readonly taskId: string; readonly attempt: number; readonly force: boolean }
  | { readonly type: "finish" };

/**
 * What one event changes. It holds only differences, so that an event costs what it changes and not what
 * the run is large: `advance` puts them into a run.
 */
export interface Change {
  readonly summary: RunSummary;
  readonly openTasks: number;
  /** Records that are new or different, in the order of their change; ended attempts included. */
  readonly taskRuns: readonly TaskRun[];
  readonly effects: readonly Effect[];
}

/** Draws a number in [0, 1); passed in so that the core stays free of chance. */
export type Random = () => number;

/**
 * What an event does to a run: pure and synchronous. Undefined when it does nothing, as an event does that
 * is late or repeated (the task has ended, the attempt is over).
 */
export function apply(plan: Plan, run: Run, event: RunEvent, random: Random = () => 0): Change | undefined {
  if (run.summary.state === "complete") return undefined;
  const draft = new Draft(plan, run, random);
  draft.apply(event);
  return draft.change();
}

/** The run after a change, as a new value. */
export function advance(run: Run, { summary, openTasks, taskRuns }: Change): Run {
  const merged = new Map(run.taskRuns);
  for (const taskRun of taskRuns) merged.set(taskRun.taskId, taskRun);
  return { summary, taskRuns: merged, openTasks };
}

/** The effects that bring the outside in line with a run as it was found after a restart. */
export function effectsOf(run: Run): readonly Effect[] {
  const { state, ending: ofRun } = run.summary;
  if (state !== "running") return [];
  return [...run.taskRuns.values()].flatMap((taskRun): readonly Effect[] => {
    const { taskId, attempt, notBeforeMs } = taskRun;
    if (taskRun.state === "complete" || taskRun.state === "waiting") return [];
    const ending = taskRun.ending ?? ofRun;
    if (ending) return [{ type: "stop", taskId, attempt, force: ending.force || (ofRun?.force ?? false) }];
    return taskRun.state === "processing" ? [{ type: "start", taskId, attempt, notBeforeMs }] : [];
  });
}

/** One application of an event: the run as it was, and on top of it what is different by now. */
class Draft {
  readonly #plan: Plan;
  readonly #random: Random;
  readonly #before: Run;
  #summary: RunSummary;
  #openTasks: number;
  /** Latest record of each task that has changed. */
  readonly #latest = new Map<string, TaskRun>();
  readonly #changed: TaskRun[] = [];
  readonly #effects: Effect[] = [];

  constructor(plan: Plan, run: Run, random: Random) {
    this.#plan = plan;
    this.#before = run;
    this.#summary = run.summary;
    this.#openTasks = run.openTasks;
    this.#random = random;
  }

  change(): Change | undefined {
    const changed = this.#changed.length > 0 || this.#effects.length > 0 || this.#summary !== this.#before.summary;
    if (!changed) return undefined;
    return {
      summary: this.#summary,
      openTasks: this.#openTasks,
      taskRuns: this.#changed,
      effects: this.#effects,
    };
  }

  apply(event: RunEvent): void {
    switch (event.type) {
      case "begin":
        return this.#begin(event);
      case "held":
        return this.#hold(event);
      case "started":
        return this.#started(event);
      case "ended":
        return this.#ended(event);
      case "cancel":
        return this.#end(event.atMs, { outcome: cancelledBy(event.by), force: event.force });
      case "cancelTask":
        return this.#cancelTask(event);
      case "runTimedOut":
        return this.#end(event.atMs, {
          outcome: timedOut(`the run took longer than its timeout of ${seconds(this.#plan.config.timeoutMs)}`),
          force: false,
        });
      case "taskTimedOut":
        return this.#taskTimedOut(event);
    }
  }

  #begin({ atMs, kept }: Extract<RunEvent, { type: "begin" }>): void {
    if (this.#summary.state !== "pending") return;
    this.#summary = { state: "running", startedAtMs: atMs, endedAtMs: 0 };
    const settled: string[] = [];
    for (const task of this.#plan.config.tasks) {
      const result = kept?.get(task.id);
      const ready = this.#plan.parents.get(task.id)?.length === 0;
      if (result) settled.push(task.id);
      this.#put(result ?? { ...newTaskRun(task.id, 1, atMs), state: ready ? "processing" : "waiting" });
      if (ready && !result) this.#effects.push({ type: "start", taskId: task.id, attempt: 1, notBeforeMs: 0 });
    }
    if (settled.length === 0) return;
    this.#settleChildren(settled, atMs);
    this.#completeRun(atMs);
  }

  #hold({ taskId, reason }: { taskId: string; reason: Reason }): void {
    const taskRun = this.#find(taskId);
    if (taskRun?.state !== "processing" || taskRun.waitingFor?.message === reason.message) return;
    this.#put({ ...taskRun, waitingFor: reason });
  }

  #started(event: Extract<RunEvent, { type: "started" }>): void {
    const taskRun = this.#current(event);
    if (taskRun?.state !== "processing") return;
    const { imageDigest, externalName, taskId, attempt } = event;
    this.#put({ ...unheld(taskRun), state: "running", startedAtMs: event.atMs, imageDigest, externalName });
    // The request to end came while it was being started: it has to be stopped like the others.
    const ending = taskRun.ending ?? this.#summary.ending;
    if (ending) this.#effects.push({ type: "stop", taskId, attempt, force: ending.force });
  }

  #ended(event: Extract<RunEvent, { type: "ended" }>): void {
    const taskRun = this.#current(event);
    if (!taskRun || taskRun.state === "complete" || taskRun.state === "waiting") return;
    const asked = (taskRun.ending ?? this.#summary.ending)?.outcome;
    // What ended well before the request reached it has ended well.
    const outcome =
      asked && event.outcome.status !== "successful" ? withExitCode(asked, event.outcome.exitCode) : event.outcome;
    const startedAtMs = taskRun.startedAtMs && Math.min(event.startedAtMs || taskRun.startedAtMs, event.atMs);
    this.#complete({ ...taskRun, startedAtMs }, outcome, event.atMs);
    if (this.#retry(taskRun, outcome, event.atMs)) return;
    this.#settleChildren([taskRun.taskId], event.atMs);
    this.#completeRun(event.atMs);
  }

  #retry(taskRun: TaskRun, outcome: Outcome, atMs: number): boolean {
    const retries = this.#plan.tasks.get(taskRun.taskId)?.retries;
    if (!retries || this.#summary.ending || outcome.status !== "failed") return false;
    if (taskRun.attempt >= retries.attempts) return false;
    const pause = Math.min(retries.backoffMs * 2 ** (taskRun.attempt - 1), retries.maxBackoffMs || 300_000);
    const notBeforeMs = Math.round(atMs + pause * (1 - retries.jitter * this.#random()));
    const attempt = taskRun.attempt + 1;
    const message = `attempt ${taskRun.attempt} failed, and this one begins ${seconds(notBeforeMs - atMs)} after it`;
    const waits = notBeforeMs > atMs ? { waitingFor: { kind: "taskFailed", message } as const } : {};
    this.#put({ ...newTaskRun(taskRun.taskId, attempt, atMs), state: "processing", notBeforeMs, ...waits });
    this.#effects.push({ type: "start", taskId: taskRun.taskId, attempt, notBeforeMs });
    return true;
  }

  #taskTimedOut(event: Extract<RunEvent, { type: "taskTimedOut" }>): void {
    const taskRun = this.#current(event);
    if (taskRun?.state !== "running" || taskRun.ending) return;
    const timeoutMs = this.#plan.tasks.get(event.taskId)?.timeoutMs ?? 0;
    const outcome = timedOut(`task ${event.taskId} took longer than its timeout of ${seconds(timeoutMs)}`);
    this.#stop(taskRun, { outcome, force: false });
  }

  #cancelTask({ taskId, atMs, by, force }: Extract<RunEvent, { type: "cancelTask" }>): void {
    const taskRun = this.#find(taskId);
    if (!taskRun || taskRun.state === "complete") return;
    const outcome = taskRun.ending?.outcome ?? cancelledBy(by);
    if (taskRun.state !== "waiting") {
      if (taskRun.ending && (taskRun.ending.force || !force)) return;
      return this.#stop(taskRun, { outcome, force });
    }
    this.#complete(taskRun, outcome, atMs);
    this.#settleChildren([taskId], atMs);
    this.#completeRun(atMs);
  }

  #stop(taskRun: TaskRun, ending: Ending): void {
    this.#put({ ...taskRun, ending });
    // A start may be under way: stop is safe for a key that is not known, and the exit settles it.
    const { taskId, attempt } = taskRun;
    this.#effects.push({ type: "stop", taskId, attempt, force: ending.force });
  }

  /** Ends a run from outside: what has not started ends now, what runs is stopped and ends by its exit. */
  #end(atMs: number, { outcome, force }: Ending): void {
    const before = this.#summary.ending;
    if (before && (before.force || !force)) return;
    const ending = { outcome: before?.outcome ?? outcome, force };
    this.#summary = { ...this.#summary, ending };
    if (this.#summary.state === "pending") {
      const { reason } = outcome;
      const status = outcome.status === "failed" ? "failed" : "cancelled";
      this.#summary = { ...this.#summary, state: "complete", status, endedAtMs: atMs, ...(reason ? { reason } : {}) };
      this.#effects.push({ type: "finish" });
      return;
    }
    for (const taskRun of this.#before.taskRuns.values()) {
      const { taskId, attempt } = taskRun;
      if (taskRun.state === "waiting") this.#complete(taskRun, ending.outcome, atMs);
      else if (taskRun.state !== "complete") this.#effects.push({ type: "stop", taskId, attempt, force });
    }
    this.#completeRun(atMs);
  }

  /** Starts or skips the children of tasks that have ended, and the children of the skipped ones. */
  #settleChildren(ended: string[], atMs: number): void {
    for (let parent = ended.pop(); parent !== undefined; parent = ended.pop()) {
      for (const child of this.#plan.children.get(parent) ?? []) {
        const taskRun = this.#find(child);
        if (taskRun?.state !== "waiting") continue;
        const verdict = this.#verdict(child);
        if (verdict === "wait") continue;
        if (verdict === "start") {
          this.#put({ ...taskRun, state: "processing" });
          this.#effects.push({ type: "start", taskId: child, attempt: taskRun.attempt, notBeforeMs: 0 });
          continue;
        }
        this.#complete(taskRun, { status: "skipped", reason: verdict }, atMs);
        ended.push(child);
      }
    }
  }

  /** All parents must have ended before any condition is looked at. */
  #verdict(taskId: string): "wait" | "start" | Reason {
    const parents = this.#plan.parents.get(taskId) ?? [];
    // From the end: tasks mostly end in order, so that an open parent of many is found at once.
    for (let index = parents.length - 1; index >= 0; index--) {
      if (this.#find(parents[index]?.[0] ?? "")?.state !== "complete") return "wait";
    }
    for (const [id, condition] of parents) {
      const { status = "unknown", reason } = this.#find(id)?.outcome ?? {};
      if (condition === "any" || status === (condition === "success" ? "successful" : "failed")) continue;
      const wanted = condition === "success" ? "to be successful" : "to fail";
      // A skipped parent already tells the root of it.
      const message =
        status === "skipped" && reason
          ? `parent ${id} was skipped: ${reason.message}`
          : `parent ${id} ended ${status}, and this task needs it ${wanted}`;
      return { kind: "failedPrecondition", message };
    }
    return "start";
  }

  #completeRun(atMs: number): void {
    if (this.#openTasks > 0) return;
    let failed: string | undefined;
    let cancelled = false;
    for (const { id } of this.#plan.config.tasks) {
      const status = this.#find(id)?.outcome?.status;
      if (status === "failed" || status === "unknown") failed ??= id;
      if (status === "cancelled") cancelled = true;
    }
    const { ending } = this.#summary;
    const status = failed !== undefined ? "failed" : cancelled ? "cancelled" : "successful";
    const asked = status === "successful" ? undefined : ending?.outcome;
    let reason = asked?.reason;
    if (failed !== undefined && asked?.status !== "failed") {
      // "failed: cancelled by …" would be no reason.
      const meanwhile = reason ? `, and the run was ${reason.message}` : "";
      reason = { kind: "taskFailed", message: `task ${failed} failed${meanwhile}` };
    }
    this.#summary = { ...this.#summary, state: "complete", status, endedAtMs: atMs, ...(reason ? { reason } : {}) };
    this.#effects.push({ type: "finish" });
  }

  #complete(taskRun: TaskRun, outcome: Outcome, atMs: number): void {
    this.#put({ ...unasked(unheld(taskRun)), state: "complete", outcome, endedAtMs: atMs });
  }

  #current({ taskId, attempt }: { taskId: string; attempt: number }): TaskRun | undefined {
    const taskRun = this.#find(taskId);
    return taskRun?.attempt === attempt ? taskRun : undefined;
  }

  #find(taskId: string): TaskRun | undefined {
    return this.#latest.get(taskId) ?? this.#before.taskRuns.get(taskId);
  }

  #put(taskRun: TaskRun): void {
    const known = this.#find(taskRun.taskId);
    const wasOpen = known !== undefined && known.state !== "complete";
    const isOpen = taskRun.state !== "complete";
    this.#openTasks += Number(isOpen) - Number(wasOpen);
    this.#latest.set(taskRun.taskId, taskRun);
    this.#changed.push(taskRun);
  }
}

function newTaskRun(taskId: string, attempt: number, createdAtMs: number): TaskRun {
  const times = { createdAtMs, startedAtMs: 0, endedAtMs: 0, notBeforeMs: 0 };
  return { taskId, attempt, state: "waiting", imageDigest: "", externalName: "", ...times };
}

// To leave a field out copies the others one by one, and hardly any record has these.
function unheld(taskRun: TaskRun): TaskRun {
  if (!taskRun.waitingFor) return taskRun;
  const { waitingFor: _held, ...rest } = taskRun;
  return rest;
}

function unasked(taskRun: TaskRun): TaskRun {
  if (!taskRun.ending) return taskRun;
  const { ending: _asked, ...rest } = taskRun;
  return rest;
}

const cancelledBy = (name: string): Outcome => ({
  status: "cancelled",
  reason: { kind: "cancelled", message: `cancelled by ${name}` },
});

const timedOut = (message: string): Outcome => ({ status: "failed", reason: { kind: "timedOut", message } });

function withExitCode(outcome: Outcome, exitCode: number | undefined): Outcome {
  return exitCode === undefined ? outcome : { ...outcome, exitCode };
}

const seconds = (ms: number) => `${ms / 1000} s`;

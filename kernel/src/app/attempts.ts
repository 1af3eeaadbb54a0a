import { setTimeout as delay } from "node:timers/promises";
import { isTransient, messageOf } from "@gofer/sdk/fault";
import { isPluginContainer } from "../domain/plugin-container.js";
import type { Outcome, Reason, TaskRun } from "../domain/run.js";
import { type Effect, effectsOf, type RunEvent } from "../domain/transition.js";
import type { Ledger } from "../ports/ledger.js";
import { backoffMs } from "./backoff.js";
import { type Executor, type ExecutorId, executorIdOf, type Observation } from "./executor.js";
import type { Executors } from "./executors.js";
import type { Launch, LiveRun } from "./live-run.js";
import { lost } from "./outcome.js";
import type { OutputSource, Outputs } from "./outputs.js";
import { containerKey, parseContainerKey } from "./task-spec.js";
import { sleepUntil } from "./timeouts.js";

export interface AttemptsOptions {
  readonly ledger: Pick<Ledger, "listUnfinishedLogs" | "findTaskRun" | "getRunByKey" | "getPipelineConfig">;
  /** Runs that are not complete, by key. */
  readonly runs: ReadonlyMap<number, LiveRun>;
  readonly executors: Pick<Executors, "find" | "waitFor" | "changed">;
  readonly outputs: Pick<Outputs, "expect" | "isUntouched" | "offer" | "markEnded" | "abandon" | "discard">;
  /** Applies an event to a run; false when it changes nothing. */
  readonly tell: (live: LiveRun, event: RunEvent) => boolean;
  /** Takes care of work that goes on. */
  readonly track: (work: Promise<void>) => void;
  readonly onTrouble: (error: unknown, message: string) => void;
  /** There is something to tell of an attempt that is not stored: how far the pull of its image is, or what holds it. */
  readonly onNews: (live: LiveRun, taskId: string, attempt: number) => void;
  /** Time between asking a task to stop and killing it. */
  readonly stopTimeoutMs: number;
  readonly now: () => number;
  /** Aborts when nothing is to be followed any more. */
  readonly signal: AbortSignal;
}

/** An effect that concerns one attempt. */
export type AttemptEffect = Extract<Effect, { type: "start" | "stop" }>;
type StopEffect = Extract<Effect, { type: "stop" }>;

/**
 * Has attempts begun and stopped by their executors, and tells their runs what is observed of them. After a restart
 * of either side what is stored is compared with what there is: adopt, finish, begin again, or mark lost.
 */
export class Attempts {
  readonly #options: AttemptsOptions;

  constructor(options: AttemptsOptions) {
    this.#options = options;
  }

  perform(live: LiveRun, effect: AttemptEffect): void {
    const { track } = this.#options;
    if (effect.type === "stop") track(this.#stop(live, effect));
    else if (!live.launches.has(live.key(effect.taskId, effect.attempt))) track(this.#launch(live, effect));
  }

  /** How far the pull of an attempt's image is. It is in memory only: a commit for each step would cost more than the pull. */
  pullOf(live: LiveRun, { taskId, attempt }: Pick<TaskRun, "taskId" | "attempt">): Reason | undefined {
    const message = live.launches.get(live.key(taskId, attempt))?.pull;
    return message === undefined ? undefined : { kind: "pullingImage", message };
  }

  /** Where the output of an attempt comes from; undefined for a task that the version has not. */
  sourceOf({ record, plan }: LiveRun, key: string, { taskId, attempt }: TaskRun): OutputSource | undefined {
    const task = plan.tasks.get(taskId);
    if (!task) return undefined;
    const ordinal = plan.ordinals.get(taskId) ?? 0;
    return { key, executor: executorIdOf(record, task), ref: { runKey: record.key, taskId, ordinal, attempt } };
  }

  runningKeys(id: ExecutorId): ReadonlySet<string> {
    const keys = new Set<string>();
    for (const { live, taskRun } of this.#attemptsOf(id))
      if (taskRun.state === "running") keys.add(live.key(taskRun.taskId, taskRun.attempt));
    return keys;
  }

  expectedKeys(id: ExecutorId): ReadonlySet<string> {
    const keys = new Set<string>();
    for (const { live, taskRun } of this.#attemptsOf(id))
      if (taskRun.state === "processing" || taskRun.state === "running")
        keys.add(live.key(taskRun.taskId, taskRun.attempt));
    for (const { key } of this.#unfinishedLogs(id)) keys.add(key);
    return keys;
  }

  /** Decides every attempt of an executor from its stored state and what there is. */
  reconcile(executor: Executor, found: ReadonlyMap<string, Observation>, before: ReadonlySet<string>): void {
    const accounted = new Set<string>();
    const touched = new Set<LiveRun>();
    for (const { live, taskRun } of [...this.#attemptsOf(executor.id)]) {
      const { taskId, attempt, state } = taskRun;
      const key = live.key(taskId, attempt);
      const observed = found.get(key);
      touched.add(live);
      if (observed && state !== "complete") accounted.add(key);
      if (observed) this.#take(live, taskId, attempt, observed);
      else if (!observed && state === "running" && before.has(key)) this.#gone(live, taskId, attempt);
      const source = observed && state === "running" ? this.sourceOf(live, key, taskRun) : undefined;
      if (source) this.#options.outputs.expect(source);
    }
    for (const live of touched) {
      for (const effect of effectsOf(live.run)) {
        if (effect.type === "finish" || this.#executorOf(live, effect.taskId) !== executor.id) continue;
        // What was decided just now is begun when its commit is durable: begun before it, it would be nobody's for the next kernel.
        if (effect.type === "stop" || this.#isDurable(live, effect)) this.perform(live, effect);
      }
    }
    this.#takeLeftovers(executor.id, found, accounted);
  }

  /** What an executor tells of an attempt that is not its own says nothing. */
  onChange(id: ExecutorId, observed: Observation): void {
    const found = this.#attemptOf(id, observed.key);
    if (found) this.#take(found.live, found.taskId, found.attempt, observed);
  }

  /** Has a run say why an attempt of it that has done its work does not end. */
  onHeld(id: ExecutorId, key: string, message: string): void {
    const found = this.#attemptOf(id, key);
    if (!found) return;
    const { live, taskId, attempt } = found;
    live.held.note(taskId, { kind: "pluginUnavailable", message });
    this.#options.onNews(live, taskId, attempt);
  }

  /** The live attempt of an executor that has this key. */
  #attemptOf(id: ExecutorId, key: string): { live: LiveRun; taskId: string; attempt: number } | undefined {
    const parsed = parseContainerKey(key);
    const live = parsed && this.#options.runs.get(parsed.runKey);
    const taskId = parsed && live?.taskIdOf(parsed.ordinal);
    if (!live || taskId === undefined || this.#executorOf(live, taskId) !== id) return undefined;
    return { live, taskId, attempt: parsed.attempt };
  }

  /**
   * What was observed of an attempt that may be on its way to its executor. One that was sent there waits for its answer:
   * it brings the image's digest, and one that is told to have ended and removed before would begin once more.
   */
  #take(live: LiveRun, taskId: string, attempt: number, observed: Observation): void {
    const launch = live.launches.get(observed.key);
    if (launch?.isSent) {
      launch.seen = observed;
      return;
    }
    // Not made yet is what a launch is for.
    if (observed.state === "created") return;
    launch?.controller.abort();
    this.#observe(live, taskId, attempt, observed, "");
  }

  /** A task is stored from the beginning of its run, and one that waited for others was not to be begun. */
  #isDurable({ record, plan }: LiveRun, { taskId, attempt }: AttemptEffect): boolean {
    const ordinal = plan.ordinals.get(taskId) ?? 0;
    const stored = this.#options.ledger.findTaskRun({ runKey: record.key, ordinal, attempt });
    return stored?.taskRun.state === "processing";
  }

  *#attemptsOf(id: ExecutorId): Iterable<{ readonly live: LiveRun; readonly taskRun: TaskRun }> {
    for (const live of this.#options.runs.values()) {
      for (const taskRun of live.run.taskRuns.values())
        if (this.#executorOf(live, taskRun.taskId) === id) yield { live, taskRun };
    }
  }

  #executorOf({ record, plan }: LiveRun, taskId: string): ExecutorId | undefined {
    const task = plan.tasks.get(taskId);
    return task && executorIdOf(record, task);
  }

  /** The executor of a task, whether its run is complete or not. */
  #ownerOf(runKey: number, taskId: string): ExecutorId | undefined {
    const live = this.#options.runs.get(runKey);
    if (live) return this.#executorOf(live, taskId);
    const run = this.#options.ledger.getRunByKey(runKey);
    const { tasks } = this.#options.ledger.getPipelineConfig(run, run.pipelineVersion);
    const task = tasks.find(({ id }) => id === taskId);
    return task && executorIdOf(run, task);
  }

  async #launch(live: LiveRun, { taskId, attempt, notBeforeMs }: Extract<AttemptEffect, { type: "start" }>) {
    const { executors, tell, now } = this.#options;
    const key = live.key(taskId, attempt);
    const task = live.plan.tasks.get(taskId);
    if (!task) return;
    const id = executorIdOf(live.record, task);
    const controller = new AbortController();
    const { signal } = controller;
    const launch: Launch = {
      controller,
      seen: undefined,
      stopsBy: undefined,
      asked: false,
      isSent: false,
      pull: undefined,
    };
    live.launches.set(key, launch);
    const end = (outcome: Outcome) => tell(live, { type: "ended", taskId, attempt, atMs: now(), outcome });
    const hold = (message: string) =>
      tell(live, { type: "held", taskId, reason: { kind: "pluginUnavailable", message } });
    let imageDigest = "";
    try {
      await sleepUntil(notBeforeMs, now, signal);
      for (let failures = 0; !signal.aborted; ) {
        const executor = executors.find(id) ?? (await executors.waitFor(id, signal, hold));
        if (!executor) break;
        launch.asked = true;
        try {
          const ref = { runKey: live.record.key, taskId, attempt };
          const onSent = () => void (launch.isSent = true);
          const onPull = (message: string | undefined) => {
            if (launch.pull === message) return;
            launch.pull = message;
            const taskRun = live.run.taskRuns.get(taskId);
            if (taskRun?.state === "processing")
              live.held.note(taskId, this.pullOf(live, { taskId, attempt }) ?? taskRun.waitingFor);
            this.#options.onNews(live, taskId, attempt);
          };
          const order = { key, run: live.record, task, ref, failures, signal, onSent, onPull };
          const started = await executor.start(order).finally(() => (launch.isSent = false));
          if ("observed" in started) {
            imageDigest = started.imageDigest;
            this.#observe(live, taskId, attempt, started.observed, imageDigest);
          } else if (!isThere(launch.seen)) end(started.refused);
          break;
        } catch (error) {
          if (signal.aborted || isThere(launch.seen)) break;
          if (executor.closed.aborted) continue;
          if (!isTransient(error)) {
            end({ status: "failed", reason: { kind: "schedulerError", message: messageOf(error) } });
            break;
          }
          hold(`${messageOf(error)}, trying again`);
          await delay(backoffMs(failures++), undefined, { signal }).catch(() => undefined);
        }
      }
    } finally {
      live.launches.delete(key);
    }
    if (launch.seen && !this.#options.signal.aborted) this.#observe(live, taskId, attempt, launch.seen, imageDigest);
    // Asked to end meanwhile: its start may have been carried out all the same, or by an earlier kernel.
    const { stopsBy } = launch;
    if (!stopsBy) return;
    if (launch.asked || executors.find(id)) await this.#stop(live, stopsBy);
    else end(neverStarted);
  }

  async #stop(live: LiveRun, effect: StopEffect): Promise<void> {
    const { taskId, attempt, force } = effect;
    const { executors, signal, stopTimeoutMs, onTrouble } = this.#options;
    const key = live.key(taskId, attempt);
    const id = this.#executorOf(live, taskId);
    const launch = live.launches.get(key);
    if (launch) {
      launch.stopsBy = { ...effect, force: force || launch.stopsBy?.force === true };
      launch.controller.abort();
      return;
    }
    if (!id) return;
    const graceMs = force ? 0 : stopTimeoutMs;
    for (let failures = 0; !signal.aborted; failures++) {
      const executor = executors.find(id);
      const taskRun = live.run.taskRuns.get(taskId);
      if (taskRun?.attempt !== attempt || taskRun.state === "complete") return;
      if (!executor) {
        await executors.changed(signal);
        continue;
      }
      try {
        await executor.stop({ key, graceMs });
        // After a restart it may never have been started, or may have ended unseen.
        const observed = await executor.inspect(key);
        // What was made and not begun may never begin: who began it may have died over it.
        if (observed?.state === "created") await executor.remove(key);
        if (observed && observed.state !== "created") this.onChange(id, observed);
        else this.#gone(live, taskId, attempt);
        return;
      } catch (error) {
        onTrouble(error, "stop failed, trying again");
      }
      await delay(backoffMs(failures), undefined, { signal }).catch(() => undefined);
    }
  }

  #gone(live: LiveRun, taskId: string, attempt: number): void {
    const { tell, now } = this.#options;
    const state = live.run.taskRuns.get(taskId)?.state;
    const what =
      live.plan.tasks.get(taskId)?.kind.type === "common"
        ? "its plugin does not know it any more"
        : "its container is gone";
    tell(live, {
      ...{ type: "ended", taskId, attempt, atMs: now() },
      outcome: state === "processing" ? neverStarted : lost(what),
    });
  }

  /** Attempts that have ended: what is missing of their output is copied, and they are removed. */
  #takeLeftovers(id: ExecutorId, found: ReadonlyMap<string, Observation>, accounted: ReadonlySet<string>): void {
    const { ledger, outputs } = this.#options;
    const unfinished = new Map([...this.#unfinishedLogs(id)].map((source) => [source.key, source]));
    for (const [key, { state, end }] of found) {
      if (accounted.has(key) || isPluginContainer(key)) continue;
      const source = unfinished.get(key);
      if (source) {
        unfinished.delete(key);
        if (end?.output && outputs.isUntouched(key)) outputs.offer(key, end.output);
        if (state === "created") outputs.abandon(source);
        else outputs.markEnded(source);
        continue;
      }
      const parsed = parseContainerKey(key);
      const record = parsed && ledger.findTaskRun(parsed);
      // The key of another executor's attempt: nothing that is done about it here may touch that one.
      if (record && this.#ownerOf(parsed.runKey, record.taskRun.taskId) !== id) continue;
      // One that has not ended for the ledger was told above, or its end is about to be durable; what is left belongs to nothing.
      if (!record || record.taskRun.state === "complete") outputs.discard(key, id);
    }
    // What is gone has no output to come; an earlier kernel may have ended before it was told so.
    for (const source of unfinished.values()) outputs.markEnded(source);
  }

  /** Attempts of an executor that have ended, and whose output is not stored as complete. */
  *#unfinishedLogs(id: ExecutorId): Iterable<OutputSource> {
    for (const ref of this.#options.ledger.listUnfinishedLogs()) {
      const { runKey, taskId, ordinal, attempt } = ref;
      if (this.#ownerOf(runKey, taskId) === id)
        yield { key: containerKey(runKey, ordinal, attempt), executor: id, ref };
    }
  }

  #observe(live: LiveRun, taskId: string, attempt: number, observed: Observation, imageDigest: string): void {
    const { outputs, tell, now } = this.#options;
    const { key, state, startedAtMs, externalName, end } = observed;
    if (state === "running" || (end && !end.neverRan)) {
      tell(live, { type: "started", taskId, attempt, atMs: startedAtMs || now(), imageDigest, externalName });
    }
    if (!end) return;
    const { outcome, atMs } = end;
    const fresh = tell(live, { type: "ended", taskId, attempt, startedAtMs, atMs: atMs || now(), outcome });
    if (!fresh || !end.output || end.neverRan || !outputs.isUntouched(key)) return;
    if (end.output.length === 0) live.stageEmptyLog(taskId, attempt);
    else outputs.offer(key, end.output);
  }
}

/** It runs or has run: it need not be begun. */
const isThere = (seen: Observation | undefined) => seen !== undefined && seen.state !== "created";

const neverStarted: Outcome = {
  status: "cancelled",
  reason: { kind: "cancelled", message: "cancelled before it was started" },
};

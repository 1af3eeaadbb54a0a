import { EventEmitter, once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { Fault, isTransient, messageOf } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import type { Initiator, PipelineRef } from "../domain/pipeline.js";
import {
  apply,
  type Effect,
  effectsOf,
  type Outcome,
  pendingRun,
  type Run,
  type RunEvent,
  type TaskRun,
} from "../domain/run.js";
import type { Ledger, LedgerWriter, RunRecord } from "../ports/ledger.js";
import type { LogRef, LogStore } from "../ports/log-store.js";
import type { PluginHost } from "../ports/plugin-host.js";
import { type Launch, LiveRun } from "./live-run.js";
import { captureLog } from "./log-capture.js";
import { isFault, lost, outcomeOf, startFailure } from "./outcome.js";
import { eventsOf } from "./run-events.js";
import { backoffMs, type ContainerStatus, openSchedulerLink, type SchedulerLink } from "./scheduler-link.js";
import { containerSpec, findReference, parseContainerKey, sandboxOf, variablesOf } from "./task-spec.js";

export interface EngineOptions {
  readonly ledger: Ledger;
  readonly host: PluginHost;
  readonly logs: LogStore;
  readonly log: Logger;
  /** Runs in progress at once over all pipelines; 0 means no limit. */
  readonly runLimit: number;
  /** Time between asking a task to stop and killing it. */
  readonly stopTimeoutMs: number;
  /** Alias of the scheduler of new runs. */
  readonly scheduler: string;
  readonly now: () => number;
  readonly random: () => number;
}

const maxTimerMs = 2 ** 31 - 1;

/**
 * Drives runs: events go through the pure state machine, changes are committed, and then their effects
 * are carried out on the scheduler plugins. After a restart it finds the outside as it is and goes on.
 */
export class Engine implements AsyncDisposable {
  readonly #options: EngineOptions;
  readonly #runs = new Map<number, LiveRun>();
  readonly #links = new Map<string, SchedulerLink>();
  readonly #changes = new EventEmitter().setMaxListeners(0);
  readonly #stop = new AbortController();
  readonly #work = new Set<Promise<void>>();
  /** Containers whose output is being copied. */
  readonly #captures = new Set<string>();
  /** Containers that may be removed when both have happened: the end is durable, the output is stored. */
  readonly #ended = new Set<string>();
  readonly #captured = new Set<string>();
  #unwatch: (() => void) | undefined;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** Takes up every run that is not complete. Nothing here waits for a plugin. */
  recover(): void {
    const { ledger, host } = this.#options;
    for (const record of ledger.listLiveRuns()) {
      const taskRuns = new Map<string, TaskRun>();
      for (const { taskRun } of ledger.listTaskRuns(record.key)) taskRuns.set(taskRun.taskId, taskRun);
      this.#add(record, { ...record.run, taskRuns });
    }
    this.#unwatch = host.onChange(({ alias }) => this.#connect(alias));
    for (const { alias } of host.list()) this.#connect(alias);
    for (const live of this.#runs.values()) this.#armTimers(live);
    this.#admit();
  }

  get liveRuns(): number {
    return this.#runs.size;
  }

  /** Makes a run durable and returns; it starts when there is a slot. */
  async startRun(
    ref: PipelineRef,
    initiator: Initiator,
    variables: Readonly<Record<string, string>>,
  ): Promise<RunRecord> {
    const record = await this.#options.ledger.commit((writer) => this.createRun(writer, ref, initiator, variables));
    this.takeUp([record]);
    return record;
  }

  /** The durable half of `startRun`, in the caller's transaction; `takeUp` follows when that has committed. */
  createRun(
    writer: LedgerWriter,
    ref: PipelineRef,
    initiator: Initiator,
    variables: Readonly<Record<string, string>>,
  ): RunRecord {
    const { now, scheduler } = this.#options;
    const atMs = now();
    const record = writer.createRun({ ref, initiator, variables, scheduler, atMs });
    writer.recordEvents([{ kind: "run_created", ...ref, runId: record.runId, initiator, occurredAtMs: atMs }]);
    return record;
  }

  /** Starts runs that are durable as soon as there are slots. */
  takeUp(records: readonly RunRecord[]): void {
    for (const record of records) this.#add(record, pendingRun);
    this.#admit();
  }

  /** Asks a run to end; one that is complete is left as it is. */
  async cancelRun(record: RunRecord, by: Initiator, force: boolean): Promise<void> {
    const live = this.#runs.get(record.key);
    if (!live) return;
    const { namespace, pipelineId, runId } = record;
    const atMs = this.#options.now();
    await this.#options.ledger.commit((writer) =>
      writer.recordEvents([
        {
          kind: "run_cancel_requested",
          namespace,
          pipelineId,
          runId,
          initiator: by,
          occurredAtMs: atMs,
          details: { force: String(force) },
        },
      ]),
    );
    const changed = once(this.#changes, String(record.key), { signal: this.#stop.signal });
    if (this.#dispatch(live, { type: "cancel", atMs, by: by.name, force })) await changed;
  }

  /** Resolves after the next durable change of the run, or when the signal aborts. */
  async changed(runKey: number, signal: AbortSignal): Promise<void> {
    await once(this.#changes, String(runKey), { signal: AbortSignal.any([signal, this.#stop.signal]) }).catch(
      () => undefined,
    );
  }

  /** Stops following; containers go on and are found again by the next kernel. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#unwatch?.();
    this.#stop.abort();
    for (const live of this.#runs.values()) {
      for (const timer of live.timers) clearTimeout(timer);
      for (const launch of live.launches.values()) launch.controller.abort();
    }
    await Promise.all(this.#work);
  }

  #add(record: RunRecord, run: Run): LiveRun {
    const config = this.#options.ledger.getPipelineConfig(record, record.pipelineVersion);
    const live = new LiveRun(record, config, run);
    this.#runs.set(record.key, live);
    return live;
  }

  /** Applies an event; the change is committed with others of this turn, and its effects follow. False when nothing changed. */
  #dispatch(live: LiveRun, event: RunEvent): boolean {
    const before = live.run;
    const change = apply(live.plan, before, event, this.#options.random);
    if (change.run === before && change.effects.length === 0) return false;
    live.stage(change, eventsOf(live.record, before, change, this.#options.now()));
    if (!live.committing) this.#track(this.#commit(live));
    return true;
  }

  async #commit(live: LiveRun): Promise<void> {
    live.committing = true;
    try {
      for (let failures = 0; live.hasStaged && !this.#stop.signal.aborted; ) {
        let staged: ReturnType<LiveRun["take"]> | undefined;
        try {
          await this.#options.ledger.commit((writer) => {
            staged ??= live.take();
            live.write(writer, staged);
          });
          failures = 0;
          if (staged) this.#committed(live, staged);
        } catch (error) {
          // A full disk or a locked file: nothing is half-applied, and no effect has left. Try until it works.
          if (staged) live.putBack(staged);
          this.#options.log.error(
            { run: live.record.key, error: messageOf(error) },
            "state cannot be stored, trying again",
          );
          await delay(Math.max(1000, backoffMs(failures++)), undefined, { signal: this.#stop.signal }).catch(
            () => undefined,
          );
        }
      }
    } finally {
      live.committing = false;
    }
  }

  #committed(live: LiveRun, { taskRuns, effects }: ReturnType<LiveRun["take"]>): void {
    this.#changes.emit(String(live.record.key));
    for (const taskRun of taskRuns.values()) {
      const { taskId, attempt, state, startedAtMs } = taskRun;
      if (state === "running") this.#armTaskTimer(live, taskRun);
      if (startedAtMs > 0 || state === "running")
        this.#capture({ runKey: live.record.key, taskId, attempt }, live.key(taskId, attempt), live.record.scheduler);
      if (state === "complete") this.#settled(live.key(taskId, attempt), live.record.scheduler, this.#ended);
    }
    for (const effect of effects) this.#perform(live, effect);
  }

  #perform(live: LiveRun, effect: Effect): void {
    switch (effect.type) {
      case "start":
        if (!live.launches.has(live.key(effect.taskId, effect.attempt))) this.#track(this.#launch(live, effect));
        return;
      case "stop":
        return this.#track(this.#stopTask(live, effect));
      case "finish":
        return this.#track(this.#finish(live));
    }
  }

  async #finish(live: LiveRun): Promise<void> {
    for (const timer of live.timers) clearTimeout(timer);
    this.#runs.delete(live.record.key);
    this.#changes.emit(String(live.record.key));
    this.#admit();
    const shared = live.plan.config.tasks.some(({ kind }) => kind.type === "container" && kind.network === "run");
    if (shared)
      await this.#links
        .get(live.record.scheduler)
        ?.remove({ sandbox: sandboxOf(live.record.key) })
        .catch((error: unknown) => this.#warn(error, "sandbox not removed"));
  }

  /** Starts pending runs in order while there are slots. Slots are counted from the live runs each time. */
  #admit(): void {
    const running = new Map<string, number[]>();
    let total = 0;
    const nameOf = ({ record }: LiveRun) => `${record.namespace}/${record.pipelineId}`;
    for (const live of this.#runs.values()) {
      if (live.run.state !== "running") continue;
      total++;
      running.set(nameOf(live), [...(running.get(nameOf(live)) ?? []), live.record.runId]);
    }
    const { runLimit, now } = this.#options;
    for (const live of this.#runs.values()) {
      if (live.run.state !== "pending") continue;
      const { parallelism } = live.plan.config;
      const siblings = running.get(nameOf(live)) ?? [];
      if (parallelism > 0 && siblings.length >= parallelism) {
        this.#queue(
          live,
          `${siblings.length} of ${parallelism} slots of the pipeline in use by runs ${siblings.slice(0, 10).join(", ")}`,
        );
      } else if (runLimit > 0 && total >= runLimit) {
        this.#queue(live, `${total} of ${runLimit} slots of the server in use`);
      } else {
        total++;
        running.set(nameOf(live), [...siblings, live.record.runId]);
        this.#dispatch(live, { type: "begin", atMs: now() });
        this.#armTimers(live);
      }
    }
  }

  #queue(live: LiveRun, message: string): void {
    if (live.run.reason?.message === message) return;
    live.stage({ run: { ...live.run, reason: { kind: "queued", message } }, taskRuns: [], effects: [] }, []);
    if (!live.committing) this.#track(this.#commit(live));
  }

  async #launch(live: LiveRun, { taskId, attempt, notBeforeMs }: Extract<Effect, { type: "start" }>): Promise<void> {
    const key = live.key(taskId, attempt);
    const task = live.plan.tasks.get(taskId);
    if (!task) return;
    const controller = new AbortController();
    const { signal } = controller;
    const launch: Launch = { controller, seen: undefined };
    live.launches.set(key, launch);
    const end = (outcome: Outcome) =>
      this.#dispatch(live, { type: "ended", taskId, attempt, atMs: this.#options.now(), outcome });
    try {
      if (task.kind.type === "common") {
        end({
          status: "failed",
          reason: { kind: "failedPrecondition", message: `common task "${task.kind.name}" is not installed` },
        });
        return;
      }
      const container = task.kind;
      const variables = variablesOf(live.record, { ...task, image: container.image });
      const unresolved = findReference(variables);
      if (unresolved) {
        end({
          status: "failed",
          reason: {
            kind: "failedPrecondition",
            message: `variable ${unresolved.variable} refers to ${unresolved.reference}, which does not exist`,
          },
        });
        return;
      }
      await sleepUntil(notBeforeMs, this.#options.now, signal);
      for (let failures = 0; !signal.aborted; ) {
        const link = await this.#linkFor(live, taskId, signal);
        if (!link) break;
        let phase: "image" | "start" = "image";
        try {
          const image = await link.prepareImage(container.image, container.registryAuth);
          if (signal.aborted) break;
          phase = "start";
          const spec = containerSpec(
            live.record,
            { id: taskId, timeoutMs: task.timeoutMs, container },
            { key, image: image.reference, variables },
          );
          this.#observe(live, taskId, attempt, await link.start(spec), image.digest);
          if (launch.seen) this.#observe(live, taskId, attempt, launch.seen, image.digest);
          return;
        } catch (error) {
          if (link.closed.aborted) continue;
          if (phase === "start" && isFault(error, "notFound") && failures < 3) link.forgetImage(container.image);
          else if (!isTransient(error)) {
            end(startFailure(phase, container.image, error));
            return;
          }
          this.#dispatch(live, {
            type: "held",
            taskId,
            reason: { kind: "pluginUnavailable", message: messageOf(error) },
          });
          await delay(backoffMs(failures++), undefined, { signal }).catch(() => undefined);
        }
      }
      // Asked to end before anything was started outside; a start whose answer got lost is stopped by its key.
      if (!this.#stop.signal.aborted) await this.#stopUnstarted(live, taskId, attempt, key);
    } finally {
      live.launches.delete(key);
    }
  }

  /** The link of the run's scheduler; while there is none the task says so. Undefined when the signal aborts. */
  async #linkFor(live: LiveRun, taskId: string, signal: AbortSignal): Promise<SchedulerLink | undefined> {
    const { scheduler } = live.record;
    while (!signal.aborted) {
      const link = this.#links.get(scheduler);
      if (link && !link.closed.aborted) return link;
      const plugin = this.#options.host.find(scheduler);
      const why = plugin ? `is ${plugin.state}${plugin.message ? `: ${plugin.message}` : ""}` : "is not installed";
      this.#dispatch(live, {
        type: "held",
        taskId,
        reason: { kind: "pluginUnavailable", message: `scheduler "${scheduler}" ${why}` },
      });
      await once(this.#changes, "links", { signal }).catch(() => undefined);
    }
  }

  async #stopUnstarted(live: LiveRun, taskId: string, attempt: number, key: string): Promise<void> {
    const cancelled: Outcome = {
      status: "cancelled",
      reason: { kind: "cancelled", message: "cancelled before it was started" },
    };
    const link = this.#links.get(live.record.scheduler);
    if (link && !link.closed.aborted) {
      const status = await link.inspect(key).catch(() => undefined);
      if (status) return void this.#observe(live, taskId, attempt, status, "");
    }
    this.#dispatch(live, { type: "ended", taskId, attempt, atMs: this.#options.now(), outcome: cancelled });
  }

  async #stopTask(live: LiveRun, { taskId, attempt, force }: Extract<Effect, { type: "stop" }>): Promise<void> {
    const key = live.key(taskId, attempt);
    const launch = live.launches.get(key);
    if (launch) return launch.controller.abort();
    const graceMs = force ? 0 : this.#options.stopTimeoutMs;
    for (let failures = 0; !this.#stop.signal.aborted; failures++) {
      const link = this.#links.get(live.record.scheduler);
      if (live.run.taskRuns.get(taskId)?.state === "complete") return;
      if (link && !link.closed.aborted) {
        try {
          await link.stop({ key, graceMs });
          // After a restart it may never have been started, or may have ended unseen.
          const status = await link.inspect(key);
          if (!status) this.#gone(live, taskId, attempt);
          else this.#onContainer(status);
          return;
        } catch (error) {
          this.#warn(error, "stop failed, trying again");
        }
        await delay(backoffMs(failures), undefined, { signal: this.#stop.signal }).catch(() => undefined);
      } else {
        await once(this.#changes, "links", { signal: this.#stop.signal }).catch(() => undefined);
      }
    }
  }

  #gone(live: LiveRun, taskId: string, attempt: number): void {
    const state = live.run.taskRuns.get(taskId)?.state;
    const outcome: Outcome =
      state === "processing"
        ? { status: "cancelled", reason: { kind: "cancelled", message: "cancelled before it was started" } }
        : lost("its container is gone");
    this.#dispatch(live, { type: "ended", taskId, attempt, atMs: this.#options.now(), outcome });
  }

  #connect(alias: string): void {
    const connection = this.#options.host.connection(alias);
    const known = this.#links.get(alias);
    if (connection?.scheduler && (!known || known.closed.aborted) && !connection.closed.aborted) {
      const closed = AbortSignal.any([connection.closed, this.#stop.signal]);
      const link = openSchedulerLink({ alias, closed }, connection.scheduler, {
        onList: (from, containers, before) => this.#reconcile(from, containers, before),
        onChange: (_from, container) => this.#onContainer(container),
        runningKeys: () => this.#runningKeys(alias),
        onTrouble: (error) => this.#warn(error, `events of scheduler "${alias}" interrupted, connecting again`),
      });
      this.#links.set(alias, link);
      this.#track(link.followed);
    }
    this.#changes.emit("links");
  }

  #runningKeys(alias: string): ReadonlySet<string> {
    const keys = new Set<string>();
    for (const live of this.#runs.values()) {
      if (live.record.scheduler !== alias) continue;
      for (const { taskId, attempt, state } of live.run.taskRuns.values())
        if (state === "running") keys.add(live.key(taskId, attempt));
    }
    return keys;
  }

  /** Decides every task run from its stored state and what the scheduler has. */
  #reconcile(link: SchedulerLink, containers: ReadonlyMap<string, ContainerStatus>, before: ReadonlySet<string>): void {
    const accounted = new Set<string>();
    for (const live of this.#runs.values()) {
      if (live.record.scheduler !== link.alias) continue;
      for (const { taskId, attempt, state } of live.run.taskRuns.values()) {
        const key = live.key(taskId, attempt);
        if (containers.has(key)) accounted.add(key);
        const container = containers.get(key);
        if (container && container.state !== "STATE_CREATED") this.#observe(live, taskId, attempt, container, "");
        else if (!container && state === "running" && before.has(key)) this.#gone(live, taskId, attempt);
      }
      for (const effect of effectsOf(live.run)) this.#perform(live, effect);
    }
    const unfinished = new Map(
      this.#options.ledger.listUnfinishedLogs().map((ref) => [`${ref.runKey}/${ref.taskId}/${ref.attempt}`, ref]),
    );
    for (const key of containers.keys()) {
      if (accounted.has(key) || this.#captures.has(key)) continue;
      const ref = this.#refOf(key);
      const rest = ref && unfinished.get(`${ref.runKey}/${ref.taskId}/${ref.attempt}`);
      this.#ended.add(key);
      if (rest) this.#capture(rest, key, link.alias);
      else if (!ref || !this.#runs.has(ref.runKey)) this.#settled(key, link.alias, this.#captured);
    }
  }

  #refOf(key: string): LogRef | undefined {
    const parsed = parseContainerKey(key);
    if (!parsed) return undefined;
    const live = this.#runs.get(parsed.runKey);
    const taskId =
      live?.taskIdOf(parsed.ordinal) ??
      this.#options.ledger.listTaskRuns(parsed.runKey).at(parsed.ordinal - 1)?.taskRun.taskId;
    return taskId === undefined ? undefined : { runKey: parsed.runKey, taskId, attempt: parsed.attempt };
  }

  #onContainer(container: ContainerStatus): void {
    const parsed = parseContainerKey(container.key);
    const live = parsed && this.#runs.get(parsed.runKey);
    const taskId = parsed && live?.taskIdOf(parsed.ordinal);
    if (!live || taskId === undefined) return;
    // A launch waits for its answer, which brings the image's digest; what is newer is looked at after it.
    const launch = live.launches.get(container.key);
    if (launch) {
      launch.seen = container;
      return;
    }
    this.#observe(live, taskId, parsed.attempt, container, "");
  }

  #observe(live: LiveRun, taskId: string, attempt: number, container: ContainerStatus, imageDigest: string): void {
    const started = container.startedAtMs || this.#options.now();
    const neverRan = container.exit?.reason === "REASON_START_ERROR";
    if (container.state === "STATE_RUNNING" || (container.state === "STATE_EXITED" && !neverRan)) {
      this.#dispatch(live, {
        type: "started",
        taskId,
        attempt,
        atMs: started,
        imageDigest,
        externalName: container.externalName,
      });
    }
    if (container.state !== "STATE_EXITED") return;
    const outcome = outcomeOf(container.exit);
    this.#dispatch(live, {
      type: "ended",
      taskId,
      attempt,
      atMs: container.exit?.finishedAtMs || this.#options.now(),
      outcome,
    });
    if (neverRan) this.#settled(container.key, live.record.scheduler, this.#captured);
  }

  #capture(ref: LogRef, key: string, scheduler: string): void {
    const link = this.#links.get(scheduler);
    if (!link || this.#captures.has(key) || this.#captured.has(key)) return;
    this.#captures.add(key);
    this.#track(this.#captureUntilStored(ref, key, link));
  }

  async #captureUntilStored(ref: LogRef, key: string, link: SchedulerLink): Promise<void> {
    let end: Awaited<ReturnType<typeof captureLog>> = "interrupted";
    try {
      end = await captureLog(this.#options.logs, link, ref, key);
      if (end === "incomplete")
        this.#options.log.warn({ container: key }, "the scheduler no longer has all of its output");
      if (end !== "interrupted") {
        await this.#options.ledger.commit((writer) => writer.markLogComplete(ref.runKey, ref.taskId, ref.attempt));
        this.#changes.emit(String(ref.runKey));
      }
    } catch (error) {
      this.#warn(error, `output of ${key} cannot be stored`);
    } finally {
      this.#captures.delete(key);
    }
    if (end !== "interrupted") this.#settled(key, link.alias, this.#captured);
  }

  /** Removes a container once its end is durable and its output is stored. */
  #settled(key: string, scheduler: string, side: Set<string>): void {
    side.add(key);
    if (!this.#ended.has(key) || !this.#captured.has(key)) return;
    const link = this.#links.get(scheduler);
    if (!link || link.closed.aborted) return;
    this.#ended.delete(key);
    this.#captured.delete(key);
    // What stays because of an error is found by the next List.
    this.#track(link.remove({ key }).catch((error: unknown) => this.#warn(error, `container ${key} not removed`)));
  }

  #armTimers(live: LiveRun): void {
    const { timeoutMs } = live.plan.config;
    if (live.run.state !== "running") return;
    if (timeoutMs > 0)
      this.#arm(live, live.run.startedAtMs + timeoutMs, () =>
        this.#dispatch(live, { type: "runTimedOut", atMs: this.#options.now() }),
      );
    for (const taskRun of live.run.taskRuns.values())
      if (taskRun.state === "running") this.#armTaskTimer(live, taskRun);
  }

  #armTaskTimer(live: LiveRun, { taskId, attempt, startedAtMs }: TaskRun): void {
    const timeoutMs = live.plan.tasks.get(taskId)?.timeoutMs ?? 0;
    if (timeoutMs > 0)
      this.#arm(live, startedAtMs + timeoutMs, () =>
        this.#dispatch(live, { type: "taskTimedOut", taskId, attempt, atMs: this.#options.now() }),
      );
  }

  #arm(live: LiveRun, dueMs: number, act: () => void): void {
    const leftMs = dueMs - this.#options.now();
    const timer = setTimeout(
      () => {
        live.timers.delete(timer);
        if (leftMs > maxTimerMs) this.#arm(live, dueMs, act);
        else act();
      },
      Math.min(Math.max(leftMs, 0), maxTimerMs),
    );
    live.timers.add(timer);
  }

  #track(work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => {
        if (!this.#stop.signal.aborted)
          this.#options.log.error({ error: error instanceof Error ? error.stack : error }, "engine work failed");
      })
      .finally(() => this.#work.delete(tracked));
    this.#work.add(tracked);
  }

  #warn(error: unknown, message: string): void {
    if (!this.#stop.signal.aborted && !(error instanceof Fault && error.code === "cancelled"))
      this.#options.log.warn({ error: messageOf(error) }, message);
  }
}

async function sleepUntil(dueMs: number, now: () => number, signal: AbortSignal): Promise<void> {
  for (let left = dueMs - now(); left > 0 && !signal.aborted; left = dueMs - now()) {
    await delay(Math.min(left, maxTimerMs), undefined, { signal }).catch(() => undefined);
  }
}

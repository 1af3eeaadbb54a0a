import { EventEmitter, once, setMaxListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { Fault, isFault, isTransient, messageOf } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import type { Initiator, PipelineRef } from "../domain/pipeline.js";
import {
  type KeptResults,
  type Outcome,
  pendingRun,
  type Reason,
  type Run,
  restoreRun,
  type TaskRun,
} from "../domain/run.js";
import { apply, type Effect, effectsOf, type RunEvent } from "../domain/transition.js";
import type { Ledger, LedgerWriter, NewRun, RunRecord } from "../ports/ledger.js";
import type { LogStore } from "../ports/log-store.js";
import type { PluginHost } from "../ports/plugin-host.js";
import { admit } from "./admission.js";
import { type Launch, LiveRun } from "./live-run.js";
import { chunkFromProto } from "./log-capture.js";
import { lost, outcomeOf, startFailure } from "./outcome.js";
import { type OutputSource, Outputs } from "./outputs.js";
import { createPlanCache } from "./plan-cache.js";
import type { Resolver } from "./resolver.js";
import { eventsOf } from "./run-events.js";
import { backoffMs, type ContainerStatus, openSchedulerLink, type SchedulerLink } from "./scheduler-link.js";
import { type ApiAccess, containerSpec, parseContainerKey, sandboxOf, variablesOf } from "./task-spec.js";

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
  readonly scheduler: () => string;
  /** Puts what stores hold in the place of references. */
  readonly resolver: Resolver;
  /** How the tasks of a run reach the API; resolves when the API is open. */
  readonly apiAccess: (run: RunRecord) => Promise<ApiAccess>;
  readonly now: () => number;
  readonly random: () => number;
}

/** What a new run is made from. */
export type RunStart = Pick<NewRun, "ref" | "initiator" | "variables" | "retryOf">;

const maxTimerMs = 2 ** 31 - 1;

/**
 * Drives runs: events go through the pure state machine, changes are committed, and then their effects
 * are carried out on the scheduler plugins. After a restart it finds the outside as it is and goes on.
 */
export class Engine implements AsyncDisposable {
  readonly #options: EngineOptions;
  readonly #planOf: (record: RunRecord) => LiveRun["plan"];
  readonly #runs = new Map<number, LiveRun>();
  readonly #links = new Map<string, SchedulerLink>();
  readonly #changes = new EventEmitter().setMaxListeners(0);
  readonly #stop = new AbortController();
  readonly #work = new Set<Promise<void>>();
  readonly #outputs: Outputs;
  /** Why pending runs wait, as the last look at the queue has found. */
  #waiting: ReadonlyMap<number, string> = new Map();
  #admitting = false;
  #stopping = false;
  #unwatch: (() => void) | undefined;

  constructor(options: EngineOptions) {
    this.#options = options;
    setMaxListeners(0, this.#stop.signal);
    const { ledger, logs, log } = options;
    this.#planOf = createPlanCache(ledger);
    this.#outputs = new Outputs({
      ledger,
      logs,
      log,
      resolver: options.resolver,
      linkTo: (scheduler) => this.#openLink(scheduler),
      onStored: (runKey) => void this.#changes.emit(String(runKey)),
      signal: this.#stop.signal,
    });
  }

  /** Takes up every run that is not complete. Nothing here waits for a plugin. */
  recover(): void {
    const { ledger, host } = this.#options;
    for (const record of ledger.listLiveRuns()) {
      const taskRuns = new Map<string, TaskRun>();
      for (const { taskRun } of ledger.listTaskRuns(record.key)) taskRuns.set(taskRun.taskId, taskRun);
      this.#add(record, restoreRun(record.summary, taskRuns));
    }
    this.#unwatch = host.onChange(({ alias }) => this.#connect(alias));
    for (const { alias } of host.list()) this.#connect(alias);
    for (const live of this.#runs.values()) this.#armTimers(live);
    this.#admitSoon();
  }

  get liveRuns(): number {
    return this.#runs.size;
  }

  /** Why a pending run does not run yet; undefined for any other. */
  queueReason(runKey: number): Reason | undefined {
    const message = this.#waiting.get(runKey);
    return message === undefined ? undefined : { kind: "queued", message };
  }

  /** Makes a run durable and returns; it starts when there is a slot. */
  async startRun(start: RunStart): Promise<RunRecord> {
    const record = await this.#options.ledger.commit((writer) => this.createRun(writer, start));
    this.takeUp([record]);
    return record;
  }

  /** The durable half of `startRun`, in the caller's transaction; `takeUp` follows when that has committed. */
  createRun(writer: LedgerWriter, start: RunStart): RunRecord {
    if (this.#stopping) throw new Fault("unavailable", "the kernel is stopping: start the run when it is back");
    const { ledger, now, scheduler } = this.#options;
    const atMs = now();
    const { ref, initiator, retryOf } = start;
    const record = writer.createRun({ ...start, scheduler: scheduler(), atMs });
    const details = retryOf ? { details: { retry_of: String(ledger.getRunByKey(retryOf.runKey).runId) } } : {};
    const { namespace, pipelineId } = ref;
    const about = { namespace, pipelineId, runId: record.runId, initiator, occurredAtMs: atMs };
    writer.recordEvents([{ kind: "run_created", ...about, ...details }]);
    return record;
  }

  /** Starts runs that are durable as soon as there are slots. */
  takeUp(records: readonly RunRecord[]): void {
    for (const record of records) this.#add(record, pendingRun);
    this.#admitSoon();
  }

  /**
   * Starts a run like a complete one: same version, same variables. With `onlyFailed` what was successful is
   * kept, and only the rest runs again. Throws `precondition`.
   */
  async retryRun(record: RunRecord, initiator: Initiator, onlyFailed: boolean): Promise<RunRecord> {
    const { key, pipelineId, runId, pipelineVersion, summary, variables } = record;
    if (summary.state !== "complete") {
      throw new Fault(
        "precondition",
        `run ${runId} of ${pipelineId} is ${summary.state}: wait for its end, or cancel it with gofer run cancel ${pipelineId} ${runId}`,
      );
    }
    if (
      onlyFailed &&
      summary.status === "successful" &&
      this.#keptResults(key).size === this.#planOf(record).tasks.size
    ) {
      throw new Fault(
        "precondition",
        `run ${runId} of ${pipelineId} has no task that was not successful: leave out --failed`,
      );
    }
    const retryOf = { runKey: key, keepsResults: onlyFailed, pipelineVersion };
    return this.startRun({ ref: record, initiator, variables, retryOf });
  }

  /** Asks a run to end; one that is complete is left as it is. */
  async cancelRun(record: RunRecord, by: Initiator, force: boolean): Promise<void> {
    const live = this.#runs.get(record.key);
    if (!live) return;
    await this.#cancel(live, by, { force: String(force) }, { type: "cancel", by: by.name, force });
  }

  /** Asks every live run of a pipeline to end; returns their ids. */
  async cancelPipeline(ref: PipelineRef, by: Initiator, force: boolean): Promise<readonly number[]> {
    const records = [...this.#runs.values()]
      .map(({ record }) => record)
      .filter(({ namespace, pipelineId }) => namespace === ref.namespace && pipelineId === ref.pipelineId);
    await Promise.all(records.map((record) => this.cancelRun(record, by, force)));
    return records.map(({ runId }) => runId);
  }

  /** Asks one task to end; the rest of its run goes on as its conditions say. One that has ended is left as it is. */
  async cancelTask(record: RunRecord, taskId: string, by: Initiator, force: boolean): Promise<void> {
    const live = this.#runs.get(record.key);
    if (!live) return;
    if (live.run.summary.state === "pending") {
      throw new Fault(
        "precondition",
        `run ${record.runId} has not begun: cancel the run, gofer run cancel ${record.pipelineId} ${record.runId}`,
      );
    }
    await this.#cancel(live, by, { force: String(force) }, { type: "cancelTask", taskId, by: by.name, force });
  }

  /** Resolves after the next durable change of the run, or when the signal aborts. */
  async changed(runKey: number, signal: AbortSignal): Promise<void> {
    await once(this.#changes, String(runKey), { signal: AbortSignal.any([signal, this.#stop.signal]) }).catch(
      () => undefined,
    );
  }

  /** Resolves once what was decided so far is durable; what has an effect outside is no longer begun. */
  async #drain(): Promise<void> {
    this.#stopping = true;
    this.#unwatch?.();
    while ([...this.#runs.values()].some(({ committing }) => committing)) {
      await this.#options.ledger.commit(() => undefined);
    }
  }

  /** Stops following; containers go on and are found again by the next kernel. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.race([this.#drain(), delay(2000, undefined, { ref: false })]);
    this.#stop.abort();
    for (const live of this.#runs.values()) {
      for (const timer of live.timers) clearTimeout(timer);
      for (const launch of live.launches.values()) launch.controller.abort();
    }
    await Promise.all([...this.#work, this.#outputs.close()]);
  }

  #add(record: RunRecord, run: Run): LiveRun {
    const live = new LiveRun(record, this.#planOf(record), run);
    this.#runs.set(record.key, live);
    return live;
  }

  async #cancel(
    live: LiveRun,
    initiator: Initiator,
    details: Readonly<Record<string, string>>,
    event:
      | { type: "cancel"; by: string; force: boolean }
      | { type: "cancelTask"; taskId: string; by: string; force: boolean },
  ): Promise<void> {
    const { namespace, pipelineId, runId, key } = live.record;
    const occurredAtMs = this.#options.now();
    const about = { namespace, pipelineId, runId, initiator, occurredAtMs, details };
    await this.#options.ledger.commit((writer) =>
      writer.recordEvents([
        event.type === "cancel"
          ? { ...about, kind: "run_cancel_requested" }
          : { ...about, kind: "task_run_cancel_requested", taskId: event.taskId },
      ]),
    );
    const changed = once(this.#changes, String(key), { signal: this.#stop.signal });
    if (this.#dispatch(live, { ...event, atMs: occurredAtMs })) await changed;
    else changed.catch(() => undefined);
  }

  /** Applies an event; the change is committed with others of this turn, and its effects follow. False when nothing changed. */
  #dispatch(live: LiveRun, event: RunEvent): boolean {
    const change = apply(live.plan, live.run, event, this.#options.random);
    if (!change) return false;
    live.stage(change, eventsOf(live.record, live.run, change, this.#options.now()));
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
            "state cannot be stored, trying again: free disk space, or end what locks the ledger",
          );
          await delay(backoffMs(failures++), undefined, { signal: this.#stop.signal }).catch(() => undefined);
        }
      }
    } finally {
      live.committing = false;
    }
  }

  #committed(live: LiveRun, { taskRuns, emptyLogs, effects }: ReturnType<LiveRun["take"]>): void {
    const { scheduler, key: runKey } = live.record;
    this.#changes.emit(String(runKey));
    for (const [key, taskRun] of taskRuns) {
      if (taskRun.keptFrom !== undefined) continue;
      if (taskRun.state === "running") {
        this.#armTaskTimer(live, taskRun);
        this.#outputs.expect(this.#sourceOf(live, key, taskRun));
      }
      // What was never started has left nothing outside, unless its command could not be executed.
      const startError = taskRun.outcome?.reason?.kind === "startError";
      if (taskRun.state !== "complete") continue;
      const { taskId, attempt } = taskRun;
      if (taskRun.startedAtMs === 0 || emptyLogs.has(key)) this.#options.resolver.forget({ runKey, taskId, attempt });
      if (taskRun.startedAtMs === 0 && !startError) continue;
      if (startError || emptyLogs.has(key)) this.#outputs.markStored(key, scheduler);
      this.#outputs.markEnded(this.#sourceOf(live, key, taskRun));
      if (emptyLogs.has(key)) this.#options.logs.wake({ runKey, taskId, attempt });
    }
    if (this.#stopping) return;
    for (const effect of effects) this.#perform(live, effect);
  }

  #sourceOf({ record, plan }: LiveRun, key: string, { taskId, attempt }: TaskRun): OutputSource {
    const ordinal = plan.ordinals.get(taskId) ?? 0;
    return { key, scheduler: record.scheduler, ref: { runKey: record.key, taskId, ordinal, attempt } };
  }

  #perform(live: LiveRun, effect: Effect): void {
    switch (effect.type) {
      case "start":
        if (!live.launches.has(live.key(effect.taskId, effect.attempt))) this.#track(this.#launch(live, effect));
        return;
      case "stop":
        return this.#track(this.#stopTask(live, effect));
      case "finish":
        return this.#finish(live);
    }
  }

  #finish(live: LiveRun): void {
    const { key, scheduler } = live.record;
    for (const timer of live.timers) clearTimeout(timer);
    this.#runs.delete(key);
    this.#changes.emit(String(key));
    this.#changes.emit("finished", live.record);
    this.#admitSoon();
    const shared = live.plan.config.tasks.some(({ kind }) => kind.type === "container" && kind.network === "run");
    const link = shared ? this.#openLink(scheduler) : undefined;
    link?.remove({ sandbox: sandboxOf(key) }).catch((error: unknown) => this.#warn(error, "sandbox not removed"));
  }

  /** Called with every run that is complete and durable. */
  onFinished(listener: (record: RunRecord) => void): void {
    this.#changes.on("finished", listener);
  }

  /** Looks at the queue once for all that happens in this turn of the event loop. */
  #admitSoon(): void {
    if (this.#admitting) return;
    this.#admitting = true;
    setImmediate(() => {
      this.#admitting = false;
      if (!this.#stopping) this.#admit();
    });
  }

  #admit(): void {
    const { begin, waiting } = admit(this.#runs.values(), this.#options.runLimit);
    this.#waiting = waiting;
    for (const live of begin) {
      const { retryOf } = live.record;
      const kept = retryOf?.keepsResults === true ? { kept: this.#keptResults(retryOf.runKey) } : {};
      this.#dispatch(live, { type: "begin", atMs: this.#options.now(), ...kept });
      this.#armTimers(live);
    }
  }

  /** What was successful in a run, and where its output is. */
  #keptResults(runKey: number): KeptResults {
    const kept = new Map<string, TaskRun & { readonly keptFrom: number }>();
    for (const { taskRun } of this.#options.ledger.listTaskRuns(runKey)) {
      if (taskRun.outcome?.status !== "successful") continue;
      kept.set(taskRun.taskId, { ...taskRun, keptFrom: taskRun.keptFrom ?? runKey });
    }
    return kept;
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
        const message = `common task "${task.kind.name}" cannot be run: this kernel does not run common tasks yet; use a container task`;
        end({ status: "failed", reason: { kind: "failedPrecondition", message } });
        return;
      }
      const container = task.kind;
      const variables = variablesOf(live.record, { ...task, ...container });
      await sleepUntil(notBeforeMs, this.#options.now, signal);
      for (let failures = 0; !signal.aborted; ) {
        const link = this.#openLink(live.record.scheduler) ?? (await this.#waitForLink(live, taskId, signal));
        if (!link) break;
        let phase: "variables" | "image" | "start" = "variables";
        try {
          const ref = { runKey: live.record.key, taskId, attempt };
          const resolved = await this.#options.resolver.resolveTask(live.record, ref, container, variables);
          if (signal.aborted) break;
          phase = "image";
          const image = await link.prepareImage(container.image, resolved.registryAuth);
          if (signal.aborted) break;
          phase = "start";
          const spec = containerSpec(
            live.record,
            { id: taskId, timeoutMs: task.timeoutMs, container },
            {
              key,
              image: image.reference,
              variables,
              resolved: resolved.environment,
              apiAccess: container.injectApiToken ? await this.#options.apiAccess(live.record) : undefined,
            },
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

  #openLink(scheduler: string): SchedulerLink | undefined {
    const link = this.#links.get(scheduler);
    return link?.closed.aborted === false ? link : undefined;
  }

  /** The link of the run's scheduler; while there is none the task says so. Undefined when the signal aborts. */
  async #waitForLink(live: LiveRun, taskId: string, signal: AbortSignal): Promise<SchedulerLink | undefined> {
    const { scheduler } = live.record;
    while (!signal.aborted) {
      const link = this.#openLink(scheduler);
      if (link) return link;
      const plugin = this.#options.host.find(scheduler);
      const why = plugin
        ? `is ${plugin.state}${plugin.message ? `: ${plugin.message}` : ""}`
        : "is not installed: gofer plugin list shows what is";
      const message = `scheduler "${scheduler}" ${why}`;
      this.#dispatch(live, { type: "held", taskId, reason: { kind: "pluginUnavailable", message } });
      await once(this.#changes, "links", { signal }).catch(() => undefined);
    }
  }

  async #stopUnstarted(live: LiveRun, taskId: string, attempt: number, key: string): Promise<void> {
    const status = await this.#openLink(live.record.scheduler)
      ?.inspect(key)
      .catch(() => undefined);
    if (status) this.#observe(live, taskId, attempt, status, "");
    else this.#dispatch(live, { type: "ended", taskId, attempt, atMs: this.#options.now(), outcome: neverStarted });
  }

  async #stopTask(live: LiveRun, { taskId, attempt, force }: Extract<Effect, { type: "stop" }>): Promise<void> {
    const key = live.key(taskId, attempt);
    const launch = live.launches.get(key);
    if (launch) return launch.controller.abort();
    const graceMs = force ? 0 : this.#options.stopTimeoutMs;
    for (let failures = 0; !this.#stop.signal.aborted; failures++) {
      const link = this.#openLink(live.record.scheduler);
      if (live.run.taskRuns.get(taskId)?.state === "complete") return;
      if (!link) {
        await once(this.#changes, "links", { signal: this.#stop.signal }).catch(() => undefined);
        continue;
      }
      try {
        await link.stop({ key, graceMs });
        // After a restart it may never have been started, or may have ended unseen.
        const status = await link.inspect(key);
        if (status) this.#onContainer(status);
        else this.#gone(live, taskId, attempt);
        return;
      } catch (error) {
        this.#warn(error, "stop failed, trying again");
      }
      await delay(backoffMs(failures), undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  #gone(live: LiveRun, taskId: string, attempt: number): void {
    const state = live.run.taskRuns.get(taskId)?.state;
    const outcome = state === "processing" ? neverStarted : lost("its container is gone");
    this.#dispatch(live, { type: "ended", taskId, attempt, atMs: this.#options.now(), outcome });
  }

  #connect(alias: string): void {
    const connection = this.#options.host.connection(alias);
    if (connection?.scheduler && !connection.closed.aborted && !this.#openLink(alias)) {
      const closed = AbortSignal.any([connection.closed, this.#stop.signal]);
      // Every call that is under way listens to it.
      setMaxListeners(0, closed);
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
      for (const { taskId, attempt, state } of live.run.taskRuns.values()) {
        if (state === "running") keys.add(live.key(taskId, attempt));
      }
    }
    return keys;
  }

  /** Decides every task run from its stored state and what the scheduler has. */
  #reconcile(link: SchedulerLink, containers: ReadonlyMap<string, ContainerStatus>, before: ReadonlySet<string>): void {
    const accounted = new Set<string>();
    for (const live of this.#runs.values()) {
      if (live.record.scheduler !== link.alias) continue;
      for (const taskRun of [...live.run.taskRuns.values()]) {
        const { taskId, attempt, state } = taskRun;
        const key = live.key(taskId, attempt);
        const container = containers.get(key);
        if (container && state !== "complete") accounted.add(key);
        if (container && container.state !== "STATE_CREATED") this.#observe(live, taskId, attempt, container, "");
        else if (!container && state === "running" && before.has(key)) this.#gone(live, taskId, attempt);
        if (container && state === "running") this.#outputs.expect(this.#sourceOf(live, key, taskRun));
      }
      for (const effect of effectsOf(live.run)) this.#perform(live, effect);
    }
    this.#takeLeftovers(link, containers, accounted);
  }

  /** Containers of task runs that have ended: what is missing of their output is copied, and they are removed. */
  #takeLeftovers(
    { alias }: SchedulerLink,
    containers: ReadonlyMap<string, ContainerStatus>,
    accounted: ReadonlySet<string>,
  ): void {
    const { ledger } = this.#options;
    const unfinished = new Map(
      ledger.listUnfinishedLogs().map((ref) => [`${ref.runKey}/${ref.ordinal}/${ref.attempt}`, ref]),
    );
    for (const [key, { exit }] of containers) {
      if (accounted.has(key)) continue;
      const parsed = parseContainerKey(key);
      const ref = parsed && unfinished.get(`${parsed.runKey}/${parsed.ordinal}/${parsed.attempt}`);
      if (ref) {
        if (exit?.output && this.#outputs.isUntouched(key)) {
          this.#outputs.offer(key, exit.output.chunks.map(chunkFromProto));
        }
        this.#outputs.markEnded({ key, scheduler: alias, ref });
        continue;
      }
      // A key of a live run that is not complete there was told above; what is left belongs to nothing.
      const record = parsed && ledger.findTaskRun(parsed);
      if (record?.taskRun.state !== "processing") this.#outputs.discard(key, alias);
    }
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
    const { key, exit, externalName, startedAtMs, state } = container;
    const neverRan = exit?.reason === "REASON_START_ERROR";
    if (state === "STATE_RUNNING" || (state === "STATE_EXITED" && !neverRan)) {
      const atMs = startedAtMs || this.#options.now();
      this.#dispatch(live, { type: "started", taskId, attempt, atMs, imageDigest, externalName });
    }
    if (state !== "STATE_EXITED") return;
    const atMs = exit?.finishedAtMs || this.#options.now();
    const fresh = this.#dispatch(live, { type: "ended", taskId, attempt, atMs, outcome: outcomeOf(exit) });
    if (!fresh || !exit?.output || neverRan || !this.#outputs.isUntouched(key)) return;
    if (exit.output.chunks.length === 0) live.stageEmptyLog(taskId, attempt);
    else this.#outputs.offer(key, exit.output.chunks.map(chunkFromProto));
  }

  #armTimers(live: LiveRun): void {
    const { timeoutMs } = live.plan.config;
    const { state, startedAtMs } = live.run.summary;
    if (state !== "running") return;
    if (timeoutMs > 0) {
      this.#arm(live, startedAtMs + timeoutMs, () =>
        this.#dispatch(live, { type: "runTimedOut", atMs: this.#options.now() }),
      );
    }
    for (const taskRun of live.run.taskRuns.values())
      if (taskRun.state === "running") this.#armTaskTimer(live, taskRun);
  }

  #armTaskTimer(live: LiveRun, { taskId, attempt, startedAtMs }: TaskRun): void {
    const timeoutMs = live.plan.tasks.get(taskId)?.timeoutMs ?? 0;
    if (timeoutMs === 0) return;
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
        if (this.#stop.signal.aborted) return;
        this.#options.log.error({ error: error instanceof Error ? error.stack : error }, "engine work failed");
      })
      .finally(() => this.#work.delete(tracked));
    this.#work.add(tracked);
  }

  #warn(error: unknown, message: string): void {
    if (this.#stop.signal.aborted || isFault(error, "cancelled")) return;
    this.#options.log.warn({ error: messageOf(error) }, message);
  }
}

const neverStarted: Outcome = {
  status: "cancelled",
  reason: { kind: "cancelled", message: "cancelled before it was started" },
};

async function sleepUntil(dueMs: number, now: () => number, signal: AbortSignal): Promise<void> {
  for (let left = dueMs - now(); left > 0 && !signal.aborted; left = dueMs - now()) {
    await delay(Math.min(left, maxTimerMs), undefined, { signal }).catch(() => undefined);
  }
}

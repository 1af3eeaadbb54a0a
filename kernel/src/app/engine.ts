import { EventEmitter, setMaxListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { Fault, isFault, messageOf } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import type { Initiator, TaskConfig } from "../domain/pipeline.js";
import { type KeptResults, pendingRun, type Reason, type Run, restoreRun, type TaskRun } from "../domain/run.js";
import { apply, type Effect, type RunEvent } from "../domain/transition.js";
import type { Ledger, LedgerWriter, NewRun, RunRecord } from "../ports/ledger.js";
import type { LogStore } from "../ports/log-store.js";
import type { PluginHost } from "../ports/plugin-host.js";
import { Attempts } from "./attempts.js";
import { type Cancellation, createCancellation } from "./cancellation.js";
import { type Executor, executorIdOf } from "./executor.js";
import { Executors, type ExecutorsOptions } from "./executors.js";
import { LiveRun, type Staged } from "./live-run.js";
import { Outputs } from "./outputs.js";
import { createPlanCache, type PlanCache } from "./plan-cache.js";
import type { Resolver } from "./resolver.js";
import { type ChangedAttempt, RunChanges } from "./run-changes.js";
import { createRunCommits } from "./run-commits.js";
import { eventsOf } from "./run-events.js";
import { RunQueue } from "./run-queue.js";
import type { TaskExecutorOptions } from "./task-executor.js";
import { type ApiAccess, containerKey } from "./task-spec.js";
import { createTimeouts } from "./timeouts.js";

export interface EngineOptions {
  readonly ledger: Ledger;
  readonly host: ExecutorsOptions["host"] & Pick<PluginHost, "reportFitness">;
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
  /** Keeps what a common task hands on. */
  readonly keepOutputs: TaskExecutorOptions["keepOutputs"];
  /** How the tasks of a run reach the API; resolves when the API is open. */
  readonly apiAccess: (run: RunRecord) => Promise<ApiAccess>;
  readonly now: () => number;
  readonly random: () => number;
}

/** What a new run is made from. */
export type RunStart = Pick<NewRun, "ref" | "initiator" | "variables" | "retryOf">;

/** A run that is written in a transaction, and durable when that has committed. */
export interface CreatedRun {
  readonly record: RunRecord;
  /** How it begins, in the same transaction; undefined for one that goes through the queue. */
  readonly begun?: { readonly live: LiveRun; readonly staged: Staged };
}

/**
 * Drives runs: events go through the pure state machine, changes are committed, and then their effects
 * are carried out by executors. After a restart it finds the outside as it is and goes on.
 */
export class Engine implements AsyncDisposable {
  readonly #options: EngineOptions;
  /** The plan that a run follows; throws `notFound` when its pipeline is gone. */
  readonly planOf: (record: RunRecord) => LiveRun["plan"];
  readonly cancellation: Cancellation;
  readonly #plans: PlanCache;
  readonly #runs = new Map<number, LiveRun>();
  readonly #changes = new EventEmitter().setMaxListeners(0);
  readonly #stop = new AbortController();
  readonly #work = new Set<Promise<void>>();
  readonly #outputs: Outputs;
  readonly #executors: Executors;
  readonly #attempts: Attempts;
  readonly #timeouts: ReturnType<typeof createTimeouts>;
  readonly #queue: RunQueue;
  readonly #tell: (live: LiveRun, event: RunEvent) => boolean;
  #stopping = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    setMaxListeners(0, this.#stop.signal);
    const { ledger, logs, log, host, resolver, apiAccess, keepOutputs, runLimit, stopTimeoutMs, now, random } = options;
    const { signal } = this.#stop;
    const tell = createRunCommits({
      ...{ ledger, log, now, random, signal },
      track: (work) => this.#track(work),
      onCommitted: (live, staged) => this.#committed(live, staged),
    });
    this.#tell = tell;
    this.#queue = new RunQueue({
      ...{ runs: this.#runs, runLimit },
      begin: (live) => this.#begin(live),
      onWaiting: (runKey) => void this.#changes.emit(String(runKey), []),
    });
    this.cancellation = createCancellation({ ledger, runs: this.#runs, changes: this.#changes, tell, now, signal });
    this.#plans = createPlanCache(ledger);
    this.planOf = this.#plans.get;
    this.#timeouts = createTimeouts(tell, now);
    this.#outputs = new Outputs({
      ...{ ledger, logs, log, resolver, signal },
      find: (id) => this.#executors.find(id),
      onStored: (attempt) => void this.#changes.emit(String(attempt.runKey), [attempt]),
    });
    this.#executors = new Executors({
      ...{ host, resolver, apiAccess, keepOutputs, signal },
      onOpen: (followed) => this.#track(followed),
      listener: {
        onList: (executor, found, before) => this.#attempts.reconcile(executor, found, before),
        onChange: ({ id }, observed) => this.#attempts.onChange(id, observed),
        expectedKeys: (id) => this.#attempts.expectedKeys(id),
        runningKeys: (id) => this.#attempts.runningKeys(id),
        onTrouble: ({ id }, error) => this.#warn(error, `events of ${id} interrupted, connecting again`),
        onHeld: ({ id }, key, message) => this.#attempts.onHeld(id, key, message),
        onFitness: ({ id }, problem) => host.reportFitness(id.slice(id.indexOf("/") + 1), problem),
      },
    });
    this.#attempts = new Attempts({
      ...{ ledger, runs: this.#runs, executors: this.#executors, outputs: this.#outputs },
      ...{ tell, stopTimeoutMs, now, signal },
      track: (work) => this.#track(work),
      onTrouble: (error, message) => this.#warn(error, message),
      onNews: ({ record, plan }, taskId, attempt) =>
        void this.#changes.emit(String(record.key), [{ ordinal: plan.ordinals.get(taskId) ?? 0, attempt }]),
    });
  }

  /** Takes up every run that is not complete. Nothing here waits for a plugin. */
  recover(): void {
    const { ledger } = this.#options;
    for (const record of ledger.listLiveRuns()) {
      const taskRuns = new Map<string, TaskRun>();
      for (const { taskRun } of ledger.listTaskRuns(record.key)) taskRuns.set(taskRun.taskId, taskRun);
      this.#add(record, restoreRun(record.summary, taskRuns));
    }
    this.#executors.open();
    for (const live of this.#runs.values()) this.#timeouts.armRun(live);
    this.#queue.lookSoon();
  }

  get liveRuns(): number {
    return this.#runs.size;
  }

  /** Why a pending run does not run yet, or what holds tasks of a running one back; undefined when nothing does. */
  waitsFor(runKey: number): Reason | undefined {
    return this.#queue.reasonOf(runKey) ?? this.#runs.get(runKey)?.held.reason;
  }

  /** How far the pull of an attempt's image is; undefined when nothing is pulled for it. */
  pullOf(runKey: number, attempt: Pick<TaskRun, "taskId" | "attempt">): Reason | undefined {
    const live = this.#runs.get(runKey);
    return live && this.#attempts.pullOf(live, attempt);
  }

  /** Why the output of an attempt is awaited in vain at the moment; undefined when nothing is wrong. */
  outputProblemOf(runKey: number, { ordinal, attempt }: ChangedAttempt): string | undefined {
    return this.#outputs.problemOf(containerKey(runKey, ordinal, attempt));
  }

  /** What works on a task. Throws `unavailable` with the reason while its plugin is not there. */
  executorOf(record: RunRecord, task: TaskConfig): Executor {
    return this.#executors.get(executorIdOf(record, task));
  }

  /** Makes a run durable and returns; it starts when there is a slot. */
  async startRun(start: RunStart): Promise<RunRecord> {
    const created = await this.#options.ledger.commit((writer) => this.createRun(writer, start));
    this.takeUp([created]);
    return created.record;
  }

  /**
   * The durable half of `startRun`, in the caller's transaction; `takeUp` follows when that has committed. It changes
   * nothing in memory, because the transaction may be undone and done again.
   */
  createRun(writer: LedgerWriter, start: RunStart): CreatedRun {
    if (this.#stopping) throw new Fault("unavailable", "the kernel is stopping: start the run when it is back");
    const { ledger, now, scheduler } = this.#options;
    const atMs = now();
    const { ref, initiator, retryOf } = start;
    const record = writer.createRun({ ...start, scheduler: scheduler(), atMs });
    const details = retryOf ? { details: { retry_of: String(ledger.getRunByKey(retryOf.runKey).runId) } } : {};
    const { namespace, pipelineId } = ref;
    const about = { namespace, pipelineId, runId: record.runId, initiator, occurredAtMs: atMs };
    writer.recordEvents([{ kind: "run_created", ...about, ...details }]);
    return { record, ...this.#beginAtOnce(writer, record, atMs) };
  }

  /** Starts runs that are durable: those that have not begun as soon as there are slots. */
  takeUp(created: readonly CreatedRun[]): void {
    for (const { record, begun } of created) {
      if (!begun) {
        this.#add(record, pendingRun);
        this.#queue.lookSoon();
        continue;
      }
      const { live, staged } = begun;
      this.#runs.set(record.key, live);
      if (!this.#stopping) this.#timeouts.armRun(live);
      this.#committed(live, staged);
    }
  }

  /** A run that no limit can hold back has nothing to wait for: its begin needs no commit of its own. */
  #beginAtOnce(writer: LedgerWriter, record: RunRecord, atMs: number): Pick<CreatedRun, "begun"> {
    if (this.#options.runLimit > 0 || record.retryOf?.keepsResults === true) return {};
    const plan = this.#plans.find(record);
    if (!plan || plan.config.parallelism > 0) return {};
    const live = new LiveRun(record, plan, pendingRun);
    const change = apply(plan, live.run, { type: "begin", atMs }, this.#options.random);
    if (!change) return {};
    live.stage(change, eventsOf(record, pendingRun, change, atMs));
    const staged = live.take();
    live.write(writer, staged);
    return { begun: { live, staged } };
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
      this.#keptResults(key).size === this.planOf(record).tasks.size
    ) {
      throw new Fault(
        "precondition",
        `run ${runId} of ${pipelineId} has no task that was not successful: leave out --failed`,
      );
    }
    const retryOf = { runKey: key, keepsResults: onlyFailed, pipelineVersion };
    return this.startRun({ ref: record, initiator, variables, retryOf });
  }

  /** Collects what changes of a run from now on, until the signal aborts or it is disposed of. */
  watch(runKey: number, signal: AbortSignal): RunChanges {
    return new RunChanges(this.#changes, runKey, AbortSignal.any([signal, this.#stop.signal]));
  }

  /** Resolves once what was decided so far is durable; what has an effect outside is no longer begun. */
  async #drain(): Promise<void> {
    this.#stopping = true;
    this.#queue.close();
    this.#executors.close();
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
    const live = new LiveRun(record, this.planOf(record), run);
    this.#runs.set(record.key, live);
    return live;
  }

  #committed(live: LiveRun, { taskRuns, emptyLogs, effects }: Staged): void {
    const { key: runKey } = live.record;
    const { ordinals } = live.plan;
    const changed = [...taskRuns.values()].map(({ taskId, attempt }) => ({
      ordinal: ordinals.get(taskId) ?? 0,
      attempt,
    }));
    this.#changes.emit(String(runKey), changed satisfies readonly ChangedAttempt[]);
    for (const [key, taskRun] of taskRuns) {
      const source = taskRun.keptFrom === undefined ? this.#attempts.sourceOf(live, key, taskRun) : undefined;
      if (!source) continue;
      if (taskRun.state === "running") {
        this.#timeouts.armTask(live, taskRun);
        this.#outputs.expect(source);
      }
      // What was never started has left nothing outside, unless its command could not be executed.
      const startError = taskRun.outcome?.reason?.kind === "startError";
      if (taskRun.state !== "complete") continue;
      const { taskId, attempt } = taskRun;
      if (taskRun.startedAtMs === 0 || emptyLogs.has(key)) this.#options.resolver.forget({ runKey, taskId, attempt });
      if (taskRun.startedAtMs === 0 && !startError) continue;
      if (startError || emptyLogs.has(key)) this.#outputs.markStored(key, source.executor);
      this.#outputs.markEnded(source);
      if (emptyLogs.has(key)) this.#options.logs.wake({ runKey, taskId, attempt });
    }
    if (this.#stopping) return;
    for (const effect of effects) this.#perform(live, effect);
  }

  #perform(live: LiveRun, effect: Effect): void {
    switch (effect.type) {
      case "start":
      case "stop":
        return this.#attempts.perform(live, effect);
      case "finish":
        return this.#finish(live);
    }
  }

  #finish(live: LiveRun): void {
    const { key, scheduler } = live.record;
    for (const timer of live.timers) clearTimeout(timer);
    this.#runs.delete(key);
    this.#changes.emit(String(key), []);
    this.#changes.emit("finished", live.record);
    this.#queue.lookSoon();
    const shared = live.plan.config.tasks.some(({ kind }) => kind.type === "container" && kind.network === "run");
    const executor = shared ? this.#executors.find(`scheduler/${scheduler}`) : undefined;
    executor?.removeShared(key).catch((error: unknown) => this.#warn(error, "sandbox not removed"));
  }

  /** Called with every run that is complete and durable. */
  onFinished(listener: (record: RunRecord) => void): void {
    this.#changes.on("finished", listener);
  }

  /** Begins a run that has a slot. */
  #begin(live: LiveRun): void {
    const { retryOf } = live.record;
    const kept = retryOf?.keepsResults === true ? { kept: this.#keptResults(retryOf.runKey) } : {};
    this.#tell(live, { type: "begin", atMs: this.#options.now(), ...kept });
    this.#timeouts.armRun(live);
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

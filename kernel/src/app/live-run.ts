import type { EventDraft } from "../domain/event.js";
import type { Plan, Run, RunSummary, TaskRun } from "../domain/run.js";
import type { Change, Effect } from "../domain/transition.js";
import type { LedgerWriter, RunRecord } from "../ports/ledger.js";
import type { Observation } from "./executor.js";
import { HeldTasks } from "./held-tasks.js";
import { containerKey } from "./task-spec.js";

/** What of a run waits to be durable, and what follows when it is. */
export interface Staged {
  /** Fields of the run, when they have changed. */
  summary: RunSummary | undefined;
  /** Newest record of each attempt that has changed, by container key. */
  readonly taskRuns: Map<string, TaskRun>;
  /** Container keys of those of them that have ended without any output. */
  readonly emptyLogs: Set<string>;
  readonly events: EventDraft[];
  readonly effects: Effect[];
}

/** A task on its way to its executor. */
export interface Launch {
  /** Stops the launch where it waits. */
  readonly controller: AbortController;
  /** What was observed of it before the answer to its start: the end may overtake it. */
  seen: Observation | undefined;
  /** How it is stopped once it is known whether it was begun. */
  stopsBy: Extract<Effect, { type: "stop" }> | undefined;
  /** Its executor was asked to begin it. */
  asked: boolean;
  /** It was sent to the plugin, whose answer is awaited. */
  isSent: boolean;
  /** How far the pull of its image is. */
  pull: string | undefined;
}

/** A run that is not complete, in memory: its state, and what of it waits for the next commit. */
export class LiveRun {
  readonly record: RunRecord;
  readonly plan: Plan;
  /** What is being launched, by container key. */
  readonly launches = new Map<string, Launch>();
  readonly timers = new Set<NodeJS.Timeout>();
  /** What of it is held back, by its scheduler or by the pull of an image. */
  readonly held = new HeldTasks();
  committing = false;
  readonly #taskRuns: Map<string, TaskRun>;
  #run: Run;
  #staged = emptyStaged();

  constructor(record: RunRecord, plan: Plan, run: Run) {
    this.record = record;
    this.plan = plan;
    // A map of its own, changed in place: a run of 10,000 tasks must not be copied for each of them.
    this.#taskRuns = new Map(run.taskRuns);
    this.#run = { ...run, taskRuns: this.#taskRuns };
    for (const [taskId, { waitingFor }] of run.taskRuns) this.held.note(taskId, waitingFor);
  }

  get run(): Run {
    return this.#run;
  }

  key(taskId: string, attempt: number): string {
    return containerKey(this.record.key, this.#ordinal(taskId), attempt);
  }

  taskIdOf(ordinal: number): string | undefined {
    return this.plan.config.tasks[ordinal - 1]?.id;
  }

  stage({ summary, openTasks, taskRuns, effects }: Change, events: readonly EventDraft[]): void {
    if (summary !== this.#run.summary) this.#staged.summary = summary;
    for (const taskRun of taskRuns) {
      this.#taskRuns.set(taskRun.taskId, taskRun);
      this.held.note(taskRun.taskId, taskRun.waitingFor);
      this.#staged.taskRuns.set(this.key(taskRun.taskId, taskRun.attempt), taskRun);
    }
    this.#run = { summary, openTasks, taskRuns: this.#taskRuns };
    this.#staged.events.push(...events);
    this.#staged.effects.push(...effects);
  }

  /** Marks the output of an attempt as complete and empty, in the commit that tells its end. */
  stageEmptyLog(taskId: string, attempt: number): void {
    this.#staged.emptyLogs.add(this.key(taskId, attempt));
  }

  get hasStaged(): boolean {
    const { summary, taskRuns, events, effects } = this.#staged;
    return summary !== undefined || taskRuns.size > 0 || events.length > 0 || effects.length > 0;
  }

  /** Takes everything that waits; what is staged while the commit fails is newer and goes on top at `putBack`. */
  take(): Staged {
    const staged = this.#staged;
    this.#staged = emptyStaged();
    return staged;
  }

  putBack(staged: Staged): void {
    const newer = this.#staged;
    this.#staged = {
      summary: newer.summary ?? staged.summary,
      taskRuns: new Map([...staged.taskRuns, ...newer.taskRuns]),
      emptyLogs: new Set([...staged.emptyLogs, ...newer.emptyLogs]),
      events: [...staged.events, ...newer.events],
      effects: [...staged.effects, ...newer.effects],
    };
  }

  write(writer: LedgerWriter, { summary, taskRuns, emptyLogs, events }: Staged): void {
    const { key } = this.record;
    if (summary) writer.saveRun(key, summary);
    for (const [name, taskRun] of taskRuns)
      writer.saveTaskRun(key, this.#ordinal(taskRun.taskId), taskRun, emptyLogs.has(name) ? 0 : undefined);
    writer.recordEvents(events);
  }

  #ordinal(taskId: string): number {
    return this.plan.ordinals.get(taskId) ?? 0;
  }
}

function emptyStaged(): Staged {
  return { summary: undefined, taskRuns: new Map(), emptyLogs: new Set(), events: [], effects: [] };
}

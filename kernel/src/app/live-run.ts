import type { EventDraft } from "../domain/event.js";
import type { PipelineConfig } from "../domain/pipeline.js";
import { type Change, type Effect, type Plan, planOf, type Run, type TaskRun } from "../domain/run.js";
import type { LedgerWriter, RunRecord } from "../ports/ledger.js";
import type { ContainerStatus } from "./scheduler-link.js";
import { containerKey } from "./task-spec.js";

interface Staged {
  runChanged: boolean;
  readonly taskRuns: Map<string, TaskRun>;
  readonly events: EventDraft[];
  readonly effects: Effect[];
}

/** A task on its way to its scheduler. */
export interface Launch {
  /** Stops the launch where it waits. */
  readonly controller: AbortController;
  /** What the events told of the container before the answer to Start: the exit may overtake it. */
  seen: ContainerStatus | undefined;
}

/** A run that is not complete, in memory: its state, and what of it waits for the next commit. */
export class LiveRun {
  readonly record: RunRecord;
  readonly plan: Plan;
  run: Run;
  /** What is being launched, by container key. */
  readonly launches = new Map<string, Launch>();
  readonly timers = new Set<NodeJS.Timeout>();
  committing = false;
  readonly #ordinals: ReadonlyMap<string, number>;
  #staged = emptyStaged();

  constructor(record: RunRecord, config: PipelineConfig, run: Run) {
    this.record = record;
    this.plan = planOf(config);
    this.run = run;
    this.#ordinals = new Map(config.tasks.map(({ id }, index) => [id, index + 1]));
  }

  key(taskId: string, attempt: number): string {
    return containerKey(this.record.key, this.#ordinals.get(taskId) ?? 0, attempt);
  }

  taskIdOf(ordinal: number): string | undefined {
    return this.plan.config.tasks[ordinal - 1]?.id;
  }

  stage(change: Change, events: readonly EventDraft[]): void {
    if (change.run !== this.run) this.#staged.runChanged = true;
    this.run = change.run;
    for (const taskRun of change.taskRuns) this.#staged.taskRuns.set(`${taskRun.taskId}/${taskRun.attempt}`, taskRun);
    this.#staged.events.push(...events);
    this.#staged.effects.push(...change.effects);
  }

  get hasStaged(): boolean {
    return this.#staged.runChanged || this.#staged.events.length > 0;
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
      runChanged: true,
      taskRuns: new Map([...staged.taskRuns, ...newer.taskRuns]),
      events: [...staged.events, ...newer.events],
      effects: [...staged.effects, ...newer.effects],
    };
  }

  write(writer: LedgerWriter, staged: Staged): void {
    if (staged.runChanged) writer.saveRun(this.record.key, this.run);
    writer.saveTaskRuns(this.record.key, [...staged.taskRuns.values()]);
    writer.recordEvents(staged.events);
  }
}

function emptyStaged(): Staged {
  return { runChanged: false, taskRuns: new Map(), events: [], effects: [] };
}

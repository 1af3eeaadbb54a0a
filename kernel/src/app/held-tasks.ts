import type { Reason } from "../domain/run.js";

/** Which tasks of a run are held back at the moment, and by what; the one that has been held for longest comes first. */
export class HeldTasks {
  readonly #reasons = new Map<string, Reason>();

  /** What holds a task back now; undefined when nothing does. */
  note(taskId: string, reason: Reason | undefined): void {
    if (reason) this.#reasons.set(taskId, reason);
    else if (this.#reasons.size > 0) this.#reasons.delete(taskId);
  }

  /**
   * What holds the run back, for people; undefined when no task of it is held. How many others are held is left out: a run
   * of 10,000 tasks would have another reason with each of them.
   */
  get reason(): Reason | undefined {
    for (const [taskId, { kind, message }] of this.#reasons) return { kind, message: `task ${taskId}: ${message}` };
    return undefined;
  }
}

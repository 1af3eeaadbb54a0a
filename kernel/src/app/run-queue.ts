import type { Reason } from "../domain/run.js";
import { admit } from "./admission.js";
import type { LiveRun } from "./live-run.js";

export interface RunQueueOptions {
  /** All live runs, in the order in which they were started. */
  readonly runs: ReadonlyMap<number, LiveRun>;
  /** Runs in progress at once over all pipelines; 0 means no limit. */
  readonly runLimit: number;
  readonly begin: (live: LiveRun) => void;
  /** A pending run waits for something else than before. */
  readonly onWaiting: (runKey: number) => void;
}

/** Has pending runs begin as soon as there are slots. */
export class RunQueue {
  readonly #options: RunQueueOptions;
  /** Why pending runs wait, as the last look has found. */
  #waiting: ReadonlyMap<number, string> = new Map();
  #isDue = false;
  #closed = false;

  constructor(options: RunQueueOptions) {
    this.#options = options;
  }

  /** Why a pending run does not run yet; undefined for any other. */
  reasonOf(runKey: number): Reason | undefined {
    const message = this.#waiting.get(runKey);
    return message === undefined ? undefined : { kind: "queued", message };
  }

  /** Looks once for all that happens in this turn of the event loop. */
  lookSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setImmediate(() => {
      this.#isDue = false;
      if (!this.#closed) this.#look();
    });
  }

  /** Nothing is begun any more. */
  close(): void {
    this.#closed = true;
  }

  #look(): void {
    const { runs, runLimit, begin, onWaiting } = this.#options;
    const admitted = admit(runs.values(), runLimit);
    const before = this.#waiting;
    this.#waiting = admitted.waiting;
    for (const [runKey, why] of admitted.waiting) if (before.get(runKey) !== why) onWaiting(runKey);
    for (const live of admitted.begin) begin(live);
  }
}

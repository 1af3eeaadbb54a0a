import { type EventEmitter, once } from "node:events";

/** Names an attempt of a run: its task is the n-th of the config, from 1. */
export interface ChangedAttempt {
  readonly ordinal: number;
  readonly attempt: number;
}

/**
 * What changes durably of one run while somebody looks at it. However much happens between two looks, each attempt
 * is in it once, so that who looks seldom gets less and a run of 10,000 tasks is never read again as a whole.
 */
export class RunChanges implements Disposable {
  readonly #changes: EventEmitter;
  readonly #name: string;
  readonly #signal: AbortSignal;
  #attempts = new Map<string, ChangedAttempt>();
  #hasChanged = false;

  /** The emitter tells of changes under the key of the run, with the attempts that have changed. */
  constructor(changes: EventEmitter, runKey: number, signal: AbortSignal) {
    this.#changes = changes;
    this.#name = String(runKey);
    this.#signal = signal;
    changes.on(this.#name, this.#note);
  }

  readonly #note = (attempts: readonly ChangedAttempt[]): void => {
    this.#hasChanged = true;
    for (const changed of attempts) this.#attempts.set(`${changed.ordinal}.${changed.attempt}`, changed);
  };

  /** The attempts that have changed since this was asked before, in the order of the config. */
  take(): readonly ChangedAttempt[] {
    const taken = [...this.#attempts.values()];
    this.#attempts = new Map();
    this.#hasChanged = false;
    return taken.sort((a, b) => a.ordinal - b.ordinal || a.attempt - b.attempt);
  }

  /** Resolves when something has changed that was not taken, or when it ends. */
  async next(): Promise<void> {
    while (!this.#hasChanged && !this.#signal.aborted)
      await once(this.#changes, this.#name, { signal: this.#signal }).catch(() => undefined);
  }

  [Symbol.dispose](): void {
    this.#changes.off(this.#name, this.#note);
  }
}

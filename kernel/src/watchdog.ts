/**
 * A signal that aborts when nothing was heard for a time, or when its parent aborts. One per stream:
 * unlike `AbortSignal.any` it leaves nothing behind on a parent that lives as long as the kernel.
 */
export class Watchdog implements Disposable {
  readonly #silence = new AbortController();
  readonly #parent: AbortSignal;
  readonly #silenceMs: number;
  #timer: NodeJS.Timeout;

  constructor(parent: AbortSignal, silenceMs: number) {
    this.#parent = parent;
    this.#silenceMs = silenceMs;
    this.#timer = setTimeout(this.#abort, silenceMs);
    if (parent.aborted) this.#abort();
    else parent.addEventListener("abort", this.#abort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#silence.signal;
  }

  /** Something was heard: the time begins again, with another length when one is given. */
  heard(silenceMs = this.#silenceMs): void {
    clearTimeout(this.#timer);
    if (!this.signal.aborted) this.#timer = setTimeout(this.#abort, silenceMs);
  }

  /** Nothing is waited for until something is heard. */
  pause(): void {
    clearTimeout(this.#timer);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#parent.removeEventListener("abort", this.#abort);
  }

  readonly #abort = () => {
    this[Symbol.dispose]();
    this.#silence.abort();
  };
}

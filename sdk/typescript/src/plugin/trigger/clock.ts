/** The time a trigger lives by. Tests pass one that they move by hand. */
export interface Clock {
  /** Unix milliseconds; it may jump in both directions. */
  readonly now: () => number;
  /** Calls back once after a span that no jump of the clock shortens or lengthens. Returns how to call it off. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

interface Timer {
  readonly atMs: number;
  readonly callback: () => void;
}

/** A clock for tests: it stands still until it is moved. */
export class ManualClock implements Clock {
  #nowMs: number;
  #elapsedMs = 0;
  #timers: Timer[] = [];

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  readonly now = (): number => this.#nowMs;

  readonly after = (delayMs: number, callback: () => void): (() => void) => {
    const timer = { atMs: this.#elapsedMs + delayMs, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  /** Lets time pass; timers that come due are called in order, each at its time. */
  advance(spanMs: number): void {
    const endMs = this.#elapsedMs + spanMs;
    for (;;) {
      const next = this.#timers.reduce<Timer | undefined>(
        (first, timer) => (timer.atMs <= endMs && (!first || timer.atMs < first.atMs) ? timer : first),
        undefined,
      );
      const untilMs = next ? Math.max(this.#elapsedMs, next.atMs) : endMs;
      this.#nowMs += untilMs - this.#elapsedMs;
      this.#elapsedMs = untilMs;
      if (!next) return;
      this.#timers = this.#timers.filter((other) => other !== next);
      next.callback();
    }
  }

  /** Sets the clock forward or back, as an administrator or a resumed machine does: no time passes. */
  jump(byMs: number): void {
    this.#nowMs += byMs;
  }
}

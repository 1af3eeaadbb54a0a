import type { SupervisionTiming } from "./timing.js";

/** What comes after a failure. */
export interface RestartPause {
  readonly pauseMs: number;
  /** Failures inside the window, when they are so many that they are a crash loop. */
  readonly crashLoop: number | undefined;
}

/** How long to wait before a process that has ended is started again: longer each time, and much longer in a crash loop. */
export class RestartPauses {
  readonly #timing: SupervisionTiming;
  /** A crash loop is not declared for what cannot be harmed by being called again. */
  readonly #loops: boolean;
  readonly #failedAtMs: number[] = [];
  #pauseMs: number;

  constructor(timing: SupervisionTiming, { loops }: { readonly loops: boolean }) {
    this.#timing = timing;
    this.#loops = loops;
    this.#pauseMs = timing.firstPauseMs;
  }

  /** After a life that ended now, in milliseconds since the epoch. */
  next(nowMs: number, lifeMs: number): RestartPause {
    const { firstPauseMs, longestPauseMs, goodLifeMs, crashLoopFailures, crashLoopWindowMs, crashLoopPauseMs } =
      this.#timing;
    if (lifeMs > goodLifeMs) this.#pauseMs = firstPauseMs;
    this.#failedAtMs.push(nowMs);
    while ((this.#failedAtMs[0] ?? nowMs) <= nowMs - crashLoopWindowMs) this.#failedAtMs.shift();
    const pauseMs = this.#pauseMs * (0.5 + Math.random() / 2);
    this.#pauseMs = Math.min(this.#pauseMs * 2, longestPauseMs);
    const recent = this.#failedAtMs.length;
    if (!this.#loops || recent <= crashLoopFailures) return { pauseMs, crashLoop: undefined };
    return { pauseMs: crashLoopPauseMs, crashLoop: recent };
  }
}

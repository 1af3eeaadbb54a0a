/** How patient the supervision is, in milliseconds. */
export interface SupervisionTiming {
  readonly handshakeMs: number;
  readonly stopGraceMs: number;
  /** How long a task plugin that is replaced may go on with the tasks it is at: nobody else can end them. */
  readonly handoverMs: number;
  /** Pause after the first failure; it doubles up to the longest, and starts again after a long good life. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  readonly goodLifeMs: number;
  /** More failures than `crashLoopFailures` inside the window are a crash loop: one try per `crashLoopPauseMs`. */
  readonly crashLoopFailures: number;
  readonly crashLoopWindowMs: number;
  readonly crashLoopPauseMs: number;
  /** How long a new generation may take to come to work before the old one stays for good. */
  readonly candidateMs: number;
  /** How long of that it may say that it cannot do its job. */
  readonly unhealthyMs: number;
  /** How long a plugin may take to say how it is doing. */
  readonly firstStatusMs: number;
  readonly healthIntervalMs: number;
  readonly healthTimeoutMs: number;
  /** Health checks that may fail in a row before the process is ended. */
  readonly healthMisses: number;
}

export const defaultTiming: SupervisionTiming = {
  handshakeMs: 30_000,
  stopGraceMs: 10_000,
  handoverMs: 24 * 3600_000,
  firstPauseMs: 1000,
  longestPauseMs: 60_000,
  goodLifeMs: 600_000,
  crashLoopFailures: 5,
  crashLoopWindowMs: 600_000,
  crashLoopPauseMs: 300_000,
  candidateMs: 60_000,
  unhealthyMs: 5000,
  firstStatusMs: 10_000,
  healthIntervalMs: 10_000,
  healthTimeoutMs: 3000,
  healthMisses: 3,
};

/** A list that was asked for again is worth so many events. */
const resyncCost = 500;
/** So much more than was asked for is taken at once, and so much every second. */
const allowance = 1000;
const allowancePerSecond = 100;
/** One container that was asked for is created, started, exited and removed, and some of that may be told again. */
const eventsPerContainer = 20;
const mostExpected = 10_000_000;
const pauseMs = 100;

/** What a message of events holds. */
export interface Talk {
  readonly events: number;
  readonly resync: boolean;
}

/**
 * How long not to listen to a scheduler that talks without end of what nobody has asked it for: each message costs the
 * kernel time that others need. The stream is not read meanwhile, and who sends it waits.
 */
export function createIdleTalk(now: () => number) {
  let idle = 0;
  let expected = 0;
  let lastAtMs = now();
  return {
    /** Work was given to it, or found there, that it will tell of. */
    expect(containers: number): void {
      expected = Math.min(expected + containers * eventsPerContainer, mostExpected);
    },

    /** Milliseconds to wait before the next message. */
    heard({ events, resync }: Talk): number {
      const atMs = now();
      const forgotten = ((atMs - lastAtMs) / 1000) * allowancePerSecond;
      lastAtMs = atMs;
      const asked = Math.min(expected, events);
      expected -= asked;
      const more = (events === 0 ? 1 : events - asked) + (resync ? resyncCost : 0);
      // What it has said is forgotten in time, however much it was.
      idle = Math.min(Math.max(0, idle - forgotten) + more, 10 * allowance);
      return idle > allowance ? pauseMs : 0;
    },
  };
}

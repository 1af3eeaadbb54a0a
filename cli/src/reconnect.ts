import { setTimeout as delay } from "node:timers/promises";
import { isFault } from "@gofer/sdk/fault";
import type { Terminal } from "./terminal.js";

const patienceMs = 120_000;
/** Longer than it takes to find out that nobody answers. */
const connectingMs = 30_000;

/**
 * A stream that is opened again when the kernel goes away, until it ends by itself: a restart of the kernel
 * does not end a run, so it must not end the one who watches it.
 */
export async function* reconnecting<T>(
  open: () => AsyncIterable<T>,
  { terminal, signal }: { readonly terminal: Terminal; readonly signal: AbortSignal },
): AsyncGenerator<T> {
  let lostAtMs: number | undefined;
  for (let failures = 0; ; failures++) {
    const openedAtMs = Date.now();
    try {
      for await (const message of open()) {
        if (lostAtMs !== undefined) terminal.say("connected again");
        lostAtMs = undefined;
        failures = 0;
        yield message;
      }
      return;
    } catch (error) {
      if (!isFault(error, "unavailable") || signal.aborted) throw error;
      // What was open for so long was a connection, whether or not there was anything to tell.
      if (lostAtMs === undefined || Date.now() - openedAtMs > connectingMs) {
        terminal.say("the connection to the kernel is lost, trying again for 2 minutes");
        lostAtMs = Date.now();
        failures = 0;
      }
      if (Date.now() - lostAtMs >= patienceMs) throw error;
      await delay(Math.min(100 * 2 ** failures, 2000), undefined, { signal });
    }
  }
}

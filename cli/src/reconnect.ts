import { setTimeout as delay } from "node:timers/promises";
import { isFault } from "@gofer/sdk/fault";
import type { Terminal } from "./terminal.js";

const patienceMs = 120_000;

/**
 * A stream that is opened again when the kernel goes away, until it ends by itself: a restart of the kernel
 * does not end a run, so it must not end the one who watches it.
 */
export async function* reconnecting<T>(
  open: () => AsyncIterable<T>,
  { terminal, signal }: { readonly terminal: Terminal; readonly signal: AbortSignal },
): AsyncGenerator<T> {
  let lastSeenMs = Date.now();
  for (let failures = 0; ; failures++) {
    try {
      for await (const message of open()) {
        if (failures > 0) terminal.say("connected again");
        failures = 0;
        lastSeenMs = Date.now();
        yield message;
      }
      return;
    } catch (error) {
      // A connection that was never there is an answer; one that was lost may come back.
      const lost = isFault(error, "unavailable") && lastSeenMs > 0 && Date.now() - lastSeenMs < patienceMs;
      if (!lost || signal.aborted) throw error;
      if (failures === 0) terminal.say("the connection to the kernel is lost, trying again for 2 minutes");
      await delay(Math.min(100 * 2 ** failures, 2000), undefined, { signal });
    }
  }
}

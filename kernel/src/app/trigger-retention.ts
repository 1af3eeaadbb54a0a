import { setImmediate as turn } from "node:timers/promises";
import { messageOf } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import type { Ledger } from "../ports/ledger.js";

const intervalMs = 3600_000;
/** Subscriptions of one transaction. */
const atOnce = 200;

/** Forgets old firings, verdicts and dead letters now and then, a little at a time. */
export function openTriggerRetention({
  ledger,
  log,
  now,
}: {
  ledger: Ledger;
  log: Logger;
  now: () => number;
}): AsyncDisposable {
  const stop = new AbortController();
  let sweeping = Promise.resolve();
  const sweep = async () => {
    for (let after: number | undefined = 0; after !== undefined && !stop.signal.aborted; await turn()) {
      const from: number = after;
      after = await ledger.commit((writer) => writer.triggers.prune(from, atOnce, now()));
    }
  };
  const timer = setInterval(() => {
    sweeping = sweep().catch((error: unknown) => log.warn({ error: messageOf(error) }, "old firings not forgotten"));
  }, intervalMs);
  timer.unref();
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      stop.abort();
      await sweeping;
    },
  };
}

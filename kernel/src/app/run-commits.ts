import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import { apply, type RunEvent } from "../domain/transition.js";
import type { Ledger } from "../ports/ledger.js";
import { backoffMs } from "./backoff.js";
import type { LiveRun, Staged } from "./live-run.js";
import { eventsOf } from "./run-events.js";

export interface RunCommitsOptions {
  readonly ledger: Pick<Ledger, "commit">;
  readonly log: Logger;
  readonly now: () => number;
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** Takes what goes on until a change is durable. */
  readonly track: (work: Promise<void>) => void;
  /** What follows from changes of a run that are durable. */
  readonly onCommitted: (live: LiveRun, staged: Staged) => void;
}

/**
 * Tells runs what happens to them. The change goes through the pure state machine at once, is committed with others of this turn,
 * and what follows from it comes after. The answer is false when nothing has changed.
 */
export function createRunCommits({ ledger, log, now, random, signal, track, onCommitted }: RunCommitsOptions) {
  const commitAll = async (live: LiveRun): Promise<void> => {
    live.committing = true;
    try {
      for (let failures = 0; live.hasStaged && !signal.aborted; ) {
        let staged: Staged | undefined;
        try {
          await ledger.commit((writer) => {
            staged ??= live.take();
            live.write(writer, staged);
          });
          failures = 0;
          if (staged) onCommitted(live, staged);
        } catch (error) {
          // A full disk or a locked file: nothing is half-applied, and no effect has left. Try until it works.
          if (staged) live.putBack(staged);
          log.error(
            { run: live.record.key, error: messageOf(error) },
            "state cannot be stored, trying again: free disk space, or end what locks the ledger",
          );
          await delay(backoffMs(failures++), undefined, { signal }).catch(() => undefined);
        }
      }
    } finally {
      live.committing = false;
    }
  };

  return (live: LiveRun, event: RunEvent): boolean => {
    const change = apply(live.plan, live.run, event, random);
    if (!change) return false;
    live.stage(change, eventsOf(live.record, live.run, change, now()));
    if (!live.committing) track(commitAll(live));
    return true;
  };
}

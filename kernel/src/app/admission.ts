import type { RunSummary } from "../domain/run.js";
import type { RunRecord } from "../ports/ledger.js";

/** A live run as the queue sees it. */
export interface Queued {
  readonly record: Pick<RunRecord, "key" | "pipelineKey" | "runId">;
  readonly run: { readonly summary: Pick<RunSummary, "state"> };
  readonly plan: { readonly config: { readonly parallelism: number } };
}

const namedRuns = 10;

/**
 * Which pending runs may begin, in their order, and why the others wait. Slots are computed from the runs
 * that are live, never counted up and down, so that none can leak. Of the limits of a pipeline and of the
 * server the smaller counts; 0 is no limit.
 */
export function admit<T extends Queued>(
  runs: Iterable<T>,
  serverLimit: number,
): { readonly begin: readonly T[]; readonly waiting: ReadonlyMap<number, string> } {
  const slots = new Map<number, number[]>();
  const slotsOf = ({ record: { pipelineKey } }: T): number[] => {
    const known = slots.get(pipelineKey) ?? [];
    slots.set(pipelineKey, known);
    return known;
  };
  const pending: T[] = [];
  let total = 0;
  for (const live of runs) {
    if (live.run.summary.state === "pending") pending.push(live);
    if (live.run.summary.state !== "running") continue;
    total++;
    slotsOf(live).push(live.record.runId);
  }
  const begin: T[] = [];
  const waiting = new Map<number, string>();
  for (const live of pending) {
    const { parallelism } = live.plan.config;
    const used = slotsOf(live);
    if (parallelism > 0 && used.length >= parallelism) {
      const named = used.slice(0, namedRuns).join(", ") + (used.length > namedRuns ? ", …" : "");
      waiting.set(
        live.record.key,
        `${used.length} of ${parallelism} slots of the pipeline in use by run${used.length > 1 ? "s" : ""} ${named}`,
      );
    } else if (serverLimit > 0 && total >= serverLimit) {
      waiting.set(live.record.key, `${total} of ${serverLimit} slots of the server in use`);
    } else {
      total++;
      used.push(live.record.runId);
      begin.push(live);
    }
  }
  return { begin, waiting };
}

import { type Plan, planOf } from "../domain/run.js";
import type { Ledger, RunRecord } from "../ports/ledger.js";

const keptPlans = 200;

export interface PlanCache {
  /** Throws `notFound` when the pipeline of the run is gone. */
  readonly get: (record: RunRecord) => Plan;
  /**
   * The plan, if it was made before. It is for use within a transaction: a version that is written there is read by
   * nobody until it has committed, so that what is rolled back is never kept.
   */
  readonly find: (record: RunRecord) => Plan | undefined;
}

/** The plans of runs: a version of a pipeline never changes, so that its plan is made once. */
export function createPlanCache(ledger: Pick<Ledger, "getPipelineConfig">): PlanCache {
  const plans = new Map<string, Plan>();
  const nameOf = ({ pipelineKey, pipelineVersion }: RunRecord) => `${pipelineKey}@${pipelineVersion}`;
  return {
    find: (record) => plans.get(nameOf(record)),
    get(record) {
      const name = nameOf(record);
      const plan = plans.get(name) ?? planOf(ledger.getPipelineConfig(record, record.pipelineVersion));
      // Moved to the end: the one that was not used for the longest time is the first.
      plans.delete(name);
      plans.set(name, plan);
      for (const oldest of plans.keys()) {
        if (plans.size <= keptPlans) break;
        plans.delete(oldest);
      }
      return plan;
    },
  };
}

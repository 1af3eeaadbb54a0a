import { type Plan, planOf } from "../domain/run.js";
import type { Ledger, RunRecord } from "../ports/ledger.js";

const keptPlans = 200;

/** The plans of runs: a version of a pipeline never changes, so that its plan is made once. */
export function createPlanCache(ledger: Pick<Ledger, "getPipelineConfig">): (record: RunRecord) => Plan {
  const plans = new Map<string, Plan>();
  return (record) => {
    const name = `${record.pipelineKey}@${record.pipelineVersion}`;
    const plan = plans.get(name) ?? planOf(ledger.getPipelineConfig(record, record.pipelineVersion));
    // Moved to the end: the one that was not used for the longest time is the first.
    plans.delete(name);
    plans.set(name, plan);
    for (const oldest of plans.keys()) {
      if (plans.size <= keptPlans) break;
      plans.delete(oldest);
    }
    return plan;
  };
}

import type { Subscription } from "@gofer/proto";
import * as z from "zod";
import { Fault } from "../../fault.js";
import type { OpenPlugin } from "../define.js";
import { durationParameter, momentParameter, type ParameterSchema, parseParameters } from "../parameters.js";
import { type Clock, systemClock } from "./clock.js";
import { jitterOf, type Misfire, type Plan, preview, type Schedule, ScheduleRunner, type Terms } from "./schedule.js";
import { openWatchLink } from "./watch.js";

const overlaps = {
  allow: "OVERLAP_ALLOW",
  skip: "OVERLAP_SKIP",
  queue: "OVERLAP_QUEUE",
  cancel_previous: "OVERLAP_CANCEL_PREVIOUS",
} as const;

/** What happens while a run of the same subscription is live: `allow`, `skip`, `queue` or `cancel_previous`. */
export function overlapParameter() {
  return z
    .enum(["allow", "skip", "queue", "cancel_previous"])
    .default("allow")
    .transform((overlap) => overlaps[overlap]);
}

const maxMadeUp = 1000;

/** The parameters that every trigger of time takes beside its own. */
export const scheduleParameters = {
  misfire: z
    .string()
    .default("once")
    .transform((text, context): Misfire => {
      if (text === "skip" || text === "once") return text;
      const most = Number(/^all\((\d{1,4})\)$/.exec(text)?.[1]);
      if (most >= 1 && most <= maxMadeUp) return { all: most };
      context.addIssue(`${JSON.stringify(text)} is not skip, once, or all(n) with n from 1 to ${maxMadeUp}`);
      return z.NEVER;
    })
    .describe("What becomes of fires whose time passed while nobody was there: skip, once, or all(n)."),
  overlap: overlapParameter().describe("What happens while a run of the same subscription is live."),
  jitter: durationParameter().optional().describe("Delays the subscription by its own constant share of this span."),
  start: momentParameter().optional().describe("Nothing is expected before this moment (RFC 3339)."),
  end: momentParameter().optional().describe("Nothing is expected after this moment (RFC 3339)."),
};

type ScheduleValues = z.output<z.ZodObject<typeof scheduleParameters>>;

/** What makes a trigger of time: its parameters and the schedule that they stand for. */
export interface ScheduleDefinition<Parameters extends ScheduleValues> {
  /** All parameters: `z.strictObject({ ...own, ...scheduleParameters })`. */
  readonly parameters: ParameterSchema<Parameters>;
  /**
   * The schedule of a subscription whose parameters are valid, and one sentence about them: why it fires. Throws `invalid`
   * when they are not after all: "parameter: what is wrong and what would be right".
   */
  readonly schedule: (
    parameters: Parameters,
    subscription: Pick<Subscription, "createdAtMs">,
  ) => { readonly schedule: Schedule; readonly details: string };
}

/** The plan of a subscription, or all that is wrong with it (nothing, when only a reference is unresolved). */
export type PlanOf = (subscription: Subscription) => Plan | { readonly violations: readonly string[] };

/** How many different parameters are kept as they were read. */
const mostKept = 10_000;

/** Makes plans; what follows from parameters alone is made once and shared by all subscriptions that have the same. */
export function createPlanner<Parameters extends ScheduleValues>(definition: ScheduleDefinition<Parameters>): PlanOf {
  const kept = new Map<string, { readonly parameters: Parameters; readonly terms: Terms }>();

  return (subscription) => {
    const key = JSON.stringify(subscription.parameters);
    const before = kept.get(key);
    const parsed = before ?? parseParameters(definition.parameters, subscription.parameters);
    if ("violations" in parsed && parsed.violations) return { violations: parsed.violations };
    const { parameters } = parsed;
    const { misfire, overlap, jitter = 0, start, end } = parameters;
    const violations: string[] = [];
    if (start !== undefined && end !== undefined && end < start) violations.push("end: it is before start");
    try {
      const { schedule, details } = definition.schedule(parameters, subscription);
      if (violations.length > 0) return { violations };
      const terms = before?.terms ?? {
        ...{ misfire, overlap, jitterMs: jitter, details },
        startMs: start ?? Number.NEGATIVE_INFINITY,
        endMs: end ?? Number.POSITIVE_INFINITY,
      };
      if (!before) {
        if (kept.size >= mostKept) kept.clear();
        kept.set(key, { parameters, terms });
      }
      return { schedule, terms, delayMs: jitterOf(subscription.id, jitter) };
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return { violations: [...violations, error.message] };
    }
  };
}

/** A trigger of time: its schedule is all that is left to write. It ends when the signal aborts. */
export function openScheduleTrigger<Parameters extends ScheduleValues>(
  definition: ScheduleDefinition<Parameters>,
  { signal, clock = systemClock }: { readonly signal: AbortSignal; readonly clock?: Clock },
): OpenPlugin<"trigger"> {
  const planOf = createPlanner(definition);
  const planner = (subscription: Subscription): Plan => {
    const plan = planOf(subscription);
    if ("violations" in plan) throw new Fault("invalid", plan.violations.join("; ") || "a reference is not resolved");
    return plan;
  };
  const runner = new ScheduleRunner({
    planner,
    clock,
    wake: () => link.wake(),
    statusChanged: (id) => link.statusChanged(id),
  });
  const link = openWatchLink(runner, { clock, signal });

  return {
    trigger: {
      watch: link.watch,
      validateSubscription({ subscription }) {
        if (!subscription) return { violations: [] };
        const plan = planOf(subscription);
        if ("violations" in plan) return { violations: [...plan.violations] };
        const nowMs = clock.now();
        // An end that has passed is no mistake: the pipeline was right once, and its schedule is over.
        if (plan.schedule.next(Math.max(nowMs, plan.terms.startMs)) !== undefined) return { violations: [] };
        return {
          violations: [`it would never fire: ${plan.terms.details} has no time after ${new Date(nowMs).toISOString()}`],
        };
      },
      previewSchedule({ subscription, afterMs, count }) {
        if (!subscription) throw new Fault("invalid", "there is no subscription to preview");
        if (count < 1 || count > 100) throw new Fault("invalid", `count ${count} is not between 1 and 100`);
        return { timesMs: preview(planner(subscription), Math.max(afterMs, subscription.createdAtMs), count) };
      },
      handleEvent() {
        throw new Fault("unimplemented", "a trigger of time takes no external events");
      },
    },
    close: () => runner.begin(),
  };
}

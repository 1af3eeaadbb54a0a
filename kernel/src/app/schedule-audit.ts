import { messageOf } from "@gofer/sdk/fault";
import { retention, type Subscription, type Verdict } from "../domain/subscription.js";
import type { TriggerLedger } from "../ports/trigger-ledger.js";
import type { Triggers } from "./triggers.js";

/** What was expected of a subscription, against what happened. */
export interface ScheduleAudit {
  readonly expected: number;
  readonly onTime: number;
  readonly late: number;
  readonly latestMs: number;
  readonly skipped: number;
  readonly missed: number;
  /** Expected times without a verdict. */
  readonly gapsMs: readonly number[];
  readonly unknownBecause: string;
  readonly untilMs: number;
}

/** A fire that was expected just now may still be on its way. */
const graceMs = 10_000;
/** Expected fires of one subscription that are looked at. */
const maxExpected = 5000;
const maxGaps = 100;

/** Asks the trigger anew when it should have fired, and compares that with the verdicts. */
export async function auditSchedule(
  { ledger, triggers }: { ledger: Pick<TriggerLedger, "verdictsSince">; triggers: Pick<Triggers, "preview"> },
  subscription: Subscription,
  { sinceMs, nowMs }: { sinceMs: number; nowMs: number },
): Promise<ScheduleAudit> {
  const kept = ledger.verdictsSince(subscription.key, Math.max(sinceMs, nowMs - retention.ageMs));
  const oldestMs = kept.length >= retention.rows ? (kept[0]?.expectedAtMs ?? 0) : 0;
  const fromMs = Math.max(sinceMs, subscription.sinceMs, nowMs - retention.ageMs, oldestMs);
  const endMs = nowMs - graceMs;
  let untilMs = endMs;
  let unknownBecause = "";
  const expected: number[] = [];
  try {
    // The schedule as such, not what is left of it.
    const schedule = { ...subscription, lastExpectedAtMs: 0 };
    for (let afterMs = fromMs - 1; afterMs < endMs; ) {
      const times = await triggers.preview(schedule, afterMs, 100);
      expected.push(...times.filter((time) => time <= endMs));
      const last = times.at(-1);
      if (last === undefined || times.length < 100 || last > endMs) break;
      afterMs = last;
      if (expected.length >= maxExpected) {
        untilMs = last;
        break;
      }
    }
  } catch (error) {
    unknownBecause = messageOf(error);
  }
  const verdicts = kept.filter(({ expectedAtMs }) => expectedAtMs >= fromMs && expectedAtMs <= untilMs);
  const given = new Set(verdicts.map(({ expectedAtMs }) => expectedAtMs));
  const count = (kind: Verdict["kind"]) => verdicts.filter((verdict) => verdict.kind === kind).length;
  return {
    expected: Math.max(expected.length, verdicts.length),
    onTime: count("onTime"),
    late: count("late"),
    latestMs: verdicts.reduce((most, { lateMs }) => Math.max(most, lateMs), 0),
    skipped: count("skipped"),
    missed: count("missed"),
    gapsMs: expected.filter((time) => !given.has(time)).slice(0, maxGaps),
    unknownBecause,
    untilMs,
  };
}

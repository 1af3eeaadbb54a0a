import type { Schedule, ScheduleDefinition } from "@gofer/sdk/trigger";
import { Cron } from "croner";
import type * as z from "zod";
import { Parameters } from "./config.js";
import type { Expression } from "./expression.js";

/** A compiled expression takes 83 KB, so few are kept; compiling takes 0.2 ms. */
const mostCompiled = 64;
/** What is known about the next fire of an expression takes two numbers. */
const mostKnown = 20_000;

/**
 * Makes schedules of expressions. All schedules of one expression and time zone share what is known about its
 * next fire, so that nothing is compiled before it is due, and once for all of them.
 *
 * At a change of the clocks an expression follows crontab: one with fixed minutes and hours runs right after a
 * gap that its time fell into, and once when its time comes twice; one with a wildcard or step in minute or hour
 * runs at every minute of the day that matches, which may be none or two.
 */
export function createSchedules(): ScheduleDefinition<z.output<typeof Parameters>> {
  const schedules = new Map<string, Schedule>();
  const compiled = new Map<string, Cron>();
  const known = new Map<string, { readonly afterMs: number; readonly nextMs: number | undefined }>();

  const compile = (key: string, { fields, days }: Expression, timezone: string) => {
    const cron =
      compiled.get(key) ??
      new Cron(`0 ${fields}`, {
        mode: "7-part",
        fixedTimeRule: "no-wildcard",
        domAndDow: days === "every",
        timezone,
        paused: true,
      });
    compiled.delete(key);
    compiled.set(key, cron);
    const [oldest] = compiled.keys();
    if (compiled.size > mostCompiled && oldest !== undefined) compiled.delete(oldest);
    return cron;
  };

  const scheduleOf = (expression: Expression, timezone: string): Schedule => {
    const key = `${expression.days} ${timezone} ${expression.fields}`;
    const before = schedules.get(key);
    if (before) return before;
    const schedule: Schedule = {
      next(afterMs) {
        const span = known.get(key);
        if (span && span.afterMs <= afterMs && (span.nextMs === undefined || afterMs < span.nextMs)) return span.nextMs;
        const nextMs = compile(key, expression, timezone).nextRun(new Date(afterMs))?.getTime();
        if (known.size >= mostKnown) known.clear();
        known.set(key, { afterMs, nextMs });
        return nextMs;
      },
    };
    if (schedules.size >= mostKnown) schedules.clear();
    schedules.set(key, schedule);
    return schedule;
  };

  return {
    parameters: Parameters,
    schedule: ({ expression, timezone }) => ({
      schedule: scheduleOf(expression, timezone),
      details: `cron "${expression.fields}" in ${timezone}`,
    }),
  };
}

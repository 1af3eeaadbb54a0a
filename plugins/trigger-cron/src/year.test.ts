import { createPlanner, ManualClock, ScheduleRunner, type Subscription } from "@gofer/sdk/trigger";
import { expect, test } from "vitest";
import { createSchedules } from "./schedules.js";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const startMs = Date.UTC(2026, 0, 1);
const endMs = Date.UTC(2027, 0, 1);

// Changes at 02:00 in spring and autumn, by half an hour, at 02:45 local, and at midnight.
const zones = ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Chatham", "America/Havana"];
const expressions = [
  "*/15 0-5 * * *",
  "30 2 * * *",
  "0,30 0-3 * * *",
  "15 */2 * * *",
  "45 1 * * SUN",
  "0 0 13 * FRI",
  "0 0 13 * 5 *",
  "10 3 1-7 JAN,JUL MON-FRI 2025-2026",
  "20 2-3 * 3,10-11 0,7",
  "* 1-3 * 3-4,10-11 0",
];
const policies = ["skip", "once", "all(3)", "all(1000)"] as const;
type Policy = (typeof policies)[number];

/** What happens in the year; between these, the clock goes on. Times are wall clock times. */
const incidents: readonly { readonly at: number; readonly what: "down" | "lost"; readonly forMs: number }[] = [
  { at: Date.UTC(2026, 0, 20, 2, 29), what: "down", forMs: 3 * minuteMs + 20_000 },
  // Over a change of the clocks in America, and later in Australia and New Zealand.
  { at: Date.UTC(2026, 2, 7, 3, 1), what: "down", forMs: 3 * dayMs + 30_000 },
  { at: Date.UTC(2026, 2, 29, 0, 31), what: "lost", forMs: 3 * minuteMs + 20_000 },
  { at: Date.UTC(2026, 3, 4, 14, 59), what: "lost", forMs: 3 * minuteMs + 20_000 },
  { at: Date.UTC(2026, 9, 3, 9, 11), what: "down", forMs: 3 * dayMs + 30_000 },
  { at: Date.UTC(2026, 10, 10, 22, 7), what: "lost", forMs: 3 * dayMs + 30_000 },
];
const jumps: readonly { readonly at: number; readonly byMs: number }[] = [
  { at: Date.UTC(2026, 1, 3, 5, 40, 20), byMs: -2 * 60 * minuteMs },
  { at: Date.UTC(2026, 4, 3, 0, 10, 20), byMs: 5 * 60 * minuteMs + 10_000 },
  { at: Date.UTC(2026, 9, 25, 0, 20, 20), byMs: -90 * minuteMs },
  { at: Date.UTC(2026, 10, 1, 4, 40, 20), byMs: 100 * minuteMs },
];

type Ending = "fired" | "skipped" | "missed";

interface Case {
  readonly id: string;
  readonly zone: string;
  readonly expression: string;
  readonly misfire: Policy;
}

const cases: readonly Case[] = zones.flatMap((zone, z) =>
  expressions.flatMap((expression, e) =>
    // The busiest ones under one policy each, in turn; the others under all.
    (e === 0 || e === 9 ? [policies[z % policies.length] ?? "skip"] : policies).map((misfire) => ({
      id: `${zone} ${expression} ${misfire}`,
      ...{ zone, expression, misfire },
    })),
  ),
);

test("a year in five zones: every expected fire has exactly one verdict, as the model says", () => {
  const clock = new ManualClock(startMs);
  const kernel = new Kernel();
  const planOf = createPlanner(createSchedules());
  let isWoken = false;
  const runner = new ScheduleRunner({
    clock,
    wake: () => {
      isWoken = true;
    },
    statusChanged: () => {},
    planner: (subscription) => {
      const plan = planOf(subscription);
      if ("violations" in plan) throw new Error(plan.violations.join("; "));
      return plan;
    },
  });
  const connect = () => {
    runner.begin();
    runner.apply(cases.map(kernel.subscriptionOf), true);
    kernel.drain(runner, clock);
  };
  /** When somebody looked: the model needs no more of what went on. */
  const looks: number[] = [];
  const events = [...incidents, ...jumps].sort((a, b) => a.at - b.at);

  connect();
  looks.push(startMs);
  while (clock.now() < endMs) {
    const next = events.find(({ at }) => at === clock.now());
    if (next) events.splice(events.indexOf(next), 1);
    if (next && "byMs" in next) clock.jump(next.byMs);
    if (next && "what" in next) {
      // What it says last reaches nobody; then neither is there, and both begin again.
      if (next.what === "lost") {
        clock.advance(minuteMs);
        runner.take({ firings: 100, items: 500 });
      }
      runner.begin();
      clock.advance(next.forMs);
      isWoken = false;
      connect();
      looks.push(clock.now());
      continue;
    }
    const until = Math.min(events[0]?.at ?? endMs, clock.now() + minuteMs - (clock.now() % minuteMs));
    clock.advance(Math.max(until - clock.now(), minuteMs / 4));
    if (isWoken) kernel.drain(runner, clock);
    isWoken = false;
    looks.push(clock.now());
  }

  expect(kernel.complaints).toEqual([]);
  expect(events).toEqual([]);
  let count = 0;
  for (const one of cases) {
    const expected = endings(modelTimes(one), looks, one.misfire);
    const told = kernel.verdicts.get(one.id) ?? new Map<number, Ending>();
    expect(readable(told), one.id).toEqual(readable(expected));
    count += told.size;
  }
  expect(count).toBeGreaterThan(100_000);
}, 300_000);

/** What a kernel keeps: one verdict for each expected time. */
class Kernel {
  readonly verdicts = new Map<string, Map<number, Ending>>();
  readonly complaints: string[] = [];

  readonly subscriptionOf = ({ id, expression, zone, misfire }: Case): Subscription => ({
    id,
    // B40: the SDK and the trigger spelled the keys of settings differently.
    parameters: { EXPRESSION: expression, timezone: zone, Misfire: misfire },
    namespace: "default",
    pipelineId: "p",
    label: "l",
    createdAtMs: startMs,
    lastExpectedAtMs: Math.max(0, ...[...(this.verdicts.get(id)?.keys() ?? [])].slice(-1)),
  });

  drain(runner: ScheduleRunner, clock: ManualClock): void {
    for (;;) {
      const { firings, verdicts } = runner.take({ firings: 7, items: 50 });
      if (firings.length + verdicts.length === 0) return;
      for (const { subscriptionId = "", expectedAtMs = 0, kind } of verdicts) {
        this.#record(subscriptionId, Number(expectedAtMs), kind === "KIND_SKIPPED" ? "skipped" : "missed");
      }
      for (const firing of firings) {
        const { subscriptionId = "", expectedAtMs = 0, occurredAtMs = 0, eventId } = firing;
        if (Number(occurredAtMs) < Number(expectedAtMs)) this.complaints.push(`${subscriptionId} fired early`);
        if (Number(occurredAtMs) !== clock.now()) this.complaints.push(`${subscriptionId} says another time`);
        if (eventId !== new Date(Number(expectedAtMs)).toISOString()) this.complaints.push(`event id ${eventId ?? ""}`);
        this.#record(subscriptionId, Number(expectedAtMs), "fired");
        runner.acknowledged(firing);
      }
    }
  }

  #record(id: string, expectedMs: number, ending: Ending): void {
    const verdicts = this.verdicts.get(id) ?? new Map<number, Ending>();
    this.verdicts.set(id, verdicts);
    if (verdicts.has(expectedMs)) this.complaints.push(`${id}: ${new Date(expectedMs).toISOString()} has two verdicts`);
    verdicts.set(expectedMs, ending);
  }
}

/** The policies, applied to all times that came due between two looks at the clock. */
function endings(times: readonly number[], looks: readonly number[], misfire: Policy): Map<number, Ending> {
  const result = new Map<number, Ending>();
  let from = 0;
  for (const nowMs of looks) {
    let to = from;
    while (to < times.length && (times[to] ?? 0) <= nowMs) to++;
    const due = times.slice(from, to);
    from = to;
    const madeUp = misfire.startsWith("all") ? Number(misfire.slice(4, -1)) : 1;
    for (const [index, time] of due.entries()) {
      const isMadeUp = index >= due.length - madeUp;
      if (misfire === "skip") result.set(time, isMadeUp && nowMs - time <= 60_000 ? "fired" : "missed");
      else result.set(time, isMadeUp ? "fired" : misfire === "once" ? "skipped" : "missed");
    }
  }
  return result;
}

const timesOf = new Map<string, readonly number[]>();

function modelTimes({ expression, zone }: Case): readonly number[] {
  const key = `${zone} ${expression}`;
  const times = timesOf.get(key) ?? computeTimes(expression, zone);
  timesOf.set(key, times);
  return times;
}

/** All times of the year, found by looking at every minute of it. */
function computeTimes(expression: string, zone: string): number[] {
  const words = expression.split(" ");
  const [minute = "", hour = "", day = "", month = "", weekday = "", year = "*"] = words;
  const sets = {
    minute: expand(minute, 0, 59),
    hour: expand(hour, 0, 23),
    day: expand(day, 1, 31),
    month: expand(month, 1, 12),
    weekday: expand(weekday, 0, 7),
    year: expand(year, 2025, 2028),
  };
  const isEither = words.length === 5 && day !== "*" && weekday !== "*";
  const isWild = `${minute}${hour}`.includes("*");
  const matches = (localMs: number) => {
    const minuteOfDay = Math.floor(localMs / minuteMs) % (24 * 60);
    if (!sets.minute.has(minuteOfDay % 60) || !sets.hour.has(Math.floor(minuteOfDay / 60))) return false;
    const date = new Date(localMs);
    if (!sets.month.has(date.getUTCMonth() + 1) || !sets.year.has(date.getUTCFullYear())) return false;
    const isDay = sets.day.has(date.getUTCDate());
    const isWeekday = sets.weekday.has(date.getUTCDay()) || (date.getUTCDay() === 0 && sets.weekday.has(7));
    return isEither ? isDay || isWeekday : isDay && isWeekday;
  };
  const times = new Set<number>();
  let earlier = offset(zone, startMs);
  let secondPassUntilMs = 0;
  for (let quarter = startMs; quarter <= endMs; quarter += 15 * minuteMs) {
    const now = offset(zone, quarter);
    if (now < earlier) secondPassUntilMs = quarter + (earlier - now);
    // A time that the clocks leave out runs when they have.
    for (let skipped = quarter + earlier; skipped < quarter + now; skipped += minuteMs) {
      if (!isWild && matches(skipped)) times.add(quarter);
    }
    earlier = now;
    for (let at = quarter; at < quarter + 15 * minuteMs; at += minuteMs) {
      const isRepeated = at < secondPassUntilMs;
      if (matches(at + now) && (isWild || !isRepeated)) times.add(at);
    }
  }
  return [...times].filter((at) => at > startMs && at <= endMs).sort((a, b) => a - b);
}

const names = "SUN MON TUE WED THU FRI SAT".split(" ");
const monthNames = "- JAN FEB MAR APR MAY JUN JUL".split(" ");

function expand(field: string, min: number, max: number): Set<number> {
  const values = new Set<number>();
  const value = (word: string) => {
    if (names.includes(word)) return names.indexOf(word);
    return monthNames.includes(word) ? monthNames.indexOf(word) : Number(word);
  };
  for (const item of field.split(",")) {
    const [range = "", step = "1"] = item.split("/");
    const [first = "", last = first] = range.split("-");
    const from = range === "*" ? min : value(first);
    const to = range === "*" ? max : value(last);
    for (let at = from; at <= to; at += Number(step)) values.add(at);
  }
  return values;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/** Local time minus UTC in milliseconds. */
function offset(zone: string, atMs: number): number {
  const key = `${zone}${atMs}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
  formats.set(zone, format);
  const parts = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  const result = Date.UTC(year, month - 1, day, hour, minute) - atMs;
  offsets.set(key, result);
  return result;
}

function readable(endings: ReadonlyMap<number, Ending>): string[] {
  return [...endings].map(([time, ending]) => `${new Date(time).toISOString()} ${ending}`);
}

import { createHash } from "node:crypto";
import type { FiringInput, Overlap, Subscription, SubscriptionStatusInput, VerdictInput } from "@gofer/proto";
import { formatDuration } from "../parameters.js";
import type { Clock } from "./clock.js";
import { DueTimes } from "./due-times.js";
import type { WatchSource } from "./watch.js";

/** When something is expected to happen: a function of nothing but the time. */
export interface Schedule {
  /** The first expected time after a moment, both in Unix milliseconds; undefined when there is none any more. */
  readonly next: (afterMs: number) => number | undefined;
}

/**
 * What becomes of expected fires whose time passed while nobody was there. "skip": they are missed. "once": the
 * latest is made up for, the others are skipped. `all`: the latest so many are made up for, older ones are missed.
 */
export type Misfire = "skip" | "once" | { readonly all: number };

/** What a subscription asks of the time, apart from what is its own: the same for all with the same parameters. */
export interface Terms {
  readonly misfire: Misfire;
  readonly overlap: keyof typeof Overlap;
  /** Fires are spread over this span. */
  readonly jitterMs: number;
  /** No fire is expected before it. */
  readonly startMs: number;
  /** No fire is expected after it. */
  readonly endMs: number;
  /** One sentence: why it fires. */
  readonly details: string;
}

/** What a subscription asks of the time. */
export interface Plan {
  readonly terms: Terms;
  readonly schedule: Schedule;
  /** How long after each expected time this subscription fires; the expected time stays what it is. */
  readonly delayMs: number;
}

/** Makes a plan of a subscription. Throws what is to be shown as the reason why it cannot fire. */
export type Planner = (subscription: Subscription) => Plan;

/** How long an expected fire may be overdue, when no later one is due, before it counts as misfired. */
export const graceMs = 60_000;
/** The longest sleep: how long a jump of the clock can go unnoticed. */
const longestSleepMs = 5000;

interface Entry {
  readonly id: string;
  createdAtMs: number;
  /** Its parameters as text; one string for all that have the same. */
  parameters: string;
  plan: Plan | undefined;
  problem: string;
  /** The latest expected time that was decided, or that nothing is expected before. */
  cursorMs: number;
  /** The next expected times in order, as far as they are known; the first is the one to decide. */
  upcoming: number[];
  /** Where it is: in the heap until it is due, in the queue of what is due, or waiting for an acknowledgement. */
  place: "heap" | "queue" | "firing" | "nowhere";
  /** When the heap shall give it up: an item with another time is out of date. */
  dueMs: number;
  readonly slot: number;
  /** Number of the set that last held it. */
  set: number;
}

export interface ScheduleRunnerOptions {
  readonly planner: Planner;
  readonly clock: Clock;
  readonly wake: () => void;
  readonly statusChanged: (subscriptionId: string) => void;
}

/**
 * Decides about every expected fire of every subscription exactly once, in order: it fires, is skipped or missed.
 * All it decides by is the schedule, the latest time that the kernel has a verdict for, and the clock: it can
 * be ended at any moment and begun again. It waits with one timer for the earliest of all, and never fires early.
 */
export class ScheduleRunner implements WatchSource {
  readonly #options: ScheduleRunnerOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #slots: (Entry | undefined)[] = [];
  readonly #freeSlots: number[] = [];
  readonly #heap = new DueTimes();
  readonly #queue = new Queue<Entry>();
  readonly #parameters = new Map<string, string>();
  #set = 0;
  #callOff = () => {};

  constructor(options: ScheduleRunnerOptions) {
    this.#options = options;
  }

  begin(): void {
    this.#callOff();
    this.#entries.clear();
    this.#slots.length = 0;
    this.#freeSlots.length = 0;
    this.#heap.clear();
    this.#queue.clear();
    this.#parameters.clear();
  }

  apply(subscriptions: readonly Subscription[], isLastPart: boolean): void {
    for (const subscription of subscriptions) this.#want(subscription);
    if (isLastPart) {
      for (const entry of this.#entries.values()) if (entry.set !== this.#set) this.#drop(entry);
      this.#set++;
    }
    this.#arm();
  }

  take({ firings: maxFirings, items }: { firings: number; items: number }): {
    firings: FiringInput[];
    verdicts: VerdictInput[];
  } {
    const nowMs = this.#options.clock.now();
    this.#collectDue(nowMs);
    const firings: FiringInput[] = [];
    const verdicts: VerdictInput[] = [];
    for (let entry = this.#queue.first; entry; entry = this.#queue.first) {
      if (firings.length + verdicts.length >= items) break;
      if (entry.place !== "queue" || !entry.plan) {
        this.#queue.removeFirst();
        continue;
      }
      const decision = decide(entry, entry.plan, nowMs);
      if (decision === "nothing") {
        this.#queue.removeFirst();
        this.#rest(entry);
        continue;
      }
      if (decision === "fire" && firings.length >= maxFirings) break;
      this.#queue.removeFirst();
      const expectedAtMs = entry.upcoming.shift() ?? 0;
      entry.cursorMs = expectedAtMs;
      if (decision === "fire") {
        entry.place = "firing";
        firings.push(firingOf(entry, entry.plan, expectedAtMs, nowMs));
      } else {
        verdicts.push({ subscriptionId: entry.id, expectedAtMs, ...decision });
        this.#queue.add(entry);
      }
    }
    this.#arm();
    return { firings, verdicts };
  }

  status(subscriptionId: string): SubscriptionStatusInput | undefined {
    const entry = this.#entries.get(subscriptionId);
    if (!entry) return undefined;
    if (!entry.plan) return { subscriptionId, state: "STATE_FAILED", message: entry.problem, nextAtMs: 0 };
    const [next] = entry.upcoming;
    if (next === undefined) {
      return entry.place === "firing"
        ? { subscriptionId, state: "STATE_ACTIVE", message: "", nextAtMs: 0 }
        : {
            subscriptionId,
            state: "STATE_FINISHED",
            message: "it will not fire again: its schedule has ended",
            nextAtMs: 0,
          };
    }
    const aheadMs = entry.cursorMs - this.#options.clock.now();
    const message =
      aheadMs > graceMs && entry.cursorMs >= entry.plan.terms.startMs
        ? `the clock is behind the latest decided fire (${iso(entry.cursorMs)}): nothing fires before it is there again`
        : "";
    return { subscriptionId, state: "STATE_ACTIVE", message, nextAtMs: next + entry.plan.delayMs };
  }

  acknowledged({ subscriptionId = "" }: FiringInput): void {
    const entry = this.#entries.get(subscriptionId);
    if (entry?.place !== "firing") return;
    this.#rest(entry);
    this.#options.statusChanged(entry.id);
  }

  /** The kernel has its own reason, and its own verdict: the schedule goes on. */
  refused(firing: FiringInput): void {
    this.acknowledged(firing);
  }

  #want(subscription: Subscription): void {
    const { id, createdAtMs, lastExpectedAtMs } = subscription;
    const parameters = this.#textOf(subscription.parameters);
    const decidedMs = Math.max(createdAtMs, lastExpectedAtMs);
    let entry = this.#entries.get(id);
    if (entry) {
      entry.set = this.#set;
      const isSame = entry.createdAtMs === createdAtMs && entry.parameters === parameters;
      if (isSame && entry.cursorMs >= decidedMs) return;
    } else {
      const slot = this.#freeSlots.pop() ?? this.#slots.length;
      // One literal: an object that is put together from others takes twice the memory.
      entry = {
        id,
        createdAtMs,
        parameters,
        plan: undefined,
        problem: "",
        cursorMs: decidedMs,
        upcoming: [],
        place: "nowhere",
        dueMs: 0,
        slot,
        set: this.#set,
      } satisfies Entry;
      this.#slots[slot] = entry;
      this.#entries.set(id, entry);
    }
    entry.createdAtMs = createdAtMs;
    entry.parameters = parameters;
    // What was decided on this stream may be on its way to the kernel: it is not decided again.
    entry.cursorMs = Math.max(entry.cursorMs, decidedMs);
    try {
      entry.plan = this.#options.planner(subscription);
      entry.problem = "";
      const next = nextOf(entry.plan, entry.cursorMs);
      entry.upcoming = next === undefined ? [] : [next];
    } catch (error) {
      entry.plan = undefined;
      entry.problem = error instanceof Error ? error.message : String(error);
      entry.upcoming = [];
    }
    if (entry.place !== "firing") this.#rest(entry);
    this.#options.statusChanged(id);
  }

  /** The same parameters are the same string: a hundred thousand subscriptions have few different ones. */
  #textOf(parameters: Subscription["parameters"]): string {
    const text = JSON.stringify(parameters);
    const known = this.#parameters.get(text);
    if (known !== undefined) return known;
    if (this.#parameters.size >= 10_000) this.#parameters.clear();
    this.#parameters.set(text, text);
    return text;
  }

  #drop(entry: Entry): void {
    this.#entries.delete(entry.id);
    this.#slots[entry.slot] = undefined;
    this.#freeSlots.push(entry.slot);
    entry.place = "nowhere";
  }

  /** Puts an entry where it waits for its next expected time. */
  #rest(entry: Entry): void {
    const [next] = entry.upcoming;
    // An array that has grown keeps its room.
    if (next !== undefined && entry.upcoming.length === 1) entry.upcoming = [next];
    if (!entry.plan || next === undefined) {
      entry.place = "nowhere";
      return;
    }
    entry.place = "heap";
    entry.dueMs = next + entry.plan.delayMs;
    this.#heap.add(entry.dueMs, entry.slot);
  }

  #collectDue(nowMs: number): void {
    for (let first = this.#heap.first; first !== undefined && first <= nowMs; first = this.#heap.first) {
      const entry = this.#slots[this.#heap.take() ?? -1];
      // One that was dropped or planned anew is in the heap with an old time.
      if (entry?.place !== "heap" || entry.dueMs !== first) continue;
      entry.place = "queue";
      this.#queue.add(entry);
    }
  }

  #arm(): void {
    this.#callOff();
    const first = this.#heap.first;
    if (first === undefined) return;
    const { clock, wake } = this.#options;
    const sleepMs = Math.min(Math.max(0, first - clock.now()), longestSleepMs);
    this.#callOff = clock.after(sleepMs, () => {
      if (first <= clock.now()) wake();
      else this.#arm();
    });
  }
}

/** What becomes of the first of the upcoming times, which it may complete by those that are due as well. */
function decide(
  { upcoming }: Entry,
  plan: Plan,
  nowMs: number,
): "nothing" | "fire" | { readonly kind: "KIND_SKIPPED" | "KIND_MISSED"; readonly reason: string } {
  const { delayMs } = plan;
  const { misfire } = plan.terms;
  const madeUp = typeof misfire === "object" ? misfire.all : 1;
  const isDue = (expectedMs: number | undefined) => expectedMs !== undefined && expectedMs + delayMs <= nowMs;
  const [first] = upcoming;
  if (first === undefined || !isDue(first)) return "nothing";
  while (upcoming.length <= madeUp && isDue(upcoming.at(-1))) {
    const next = nextOf(plan, upcoming.at(-1) ?? 0);
    if (next === undefined) break;
    upcoming.push(next);
  }
  const lateMs = nowMs - first - delayMs;
  const late = `its time passed ${formatDuration(lateMs)} ago`;
  if (upcoming.length > madeUp && isDue(upcoming[madeUp])) {
    if (misfire === "once") {
      return { kind: "KIND_SKIPPED", reason: `${late}, and a later one makes up for it: misfire is once` };
    }
    const rule = misfire === "skip" ? "skip" : `all(${madeUp})`;
    return { kind: "KIND_MISSED", reason: `${late}, and later ones are due: misfire is ${rule}` };
  }
  if (misfire === "skip" && lateMs > graceMs) {
    return { kind: "KIND_MISSED", reason: `${late} while nobody was there: misfire is skip` };
  }
  return "fire";
}

function nextOf({ schedule, terms: { startMs, endMs } }: Plan, afterMs: number): number | undefined {
  const next = schedule.next(Math.max(afterMs, startMs - 1));
  return next === undefined || next > endMs ? undefined : next;
}

/** The next expected times of a plan. */
export function preview(plan: Plan, afterMs: number, count: number): number[] {
  const times: number[] = [];
  for (let next = nextOf(plan, afterMs); next !== undefined && times.length < count; next = nextOf(plan, next)) {
    times.push(next);
  }
  return times;
}

function firingOf(entry: Entry, plan: Plan, expectedAtMs: number, nowMs: number): FiringInput {
  const { details, overlap } = plan.terms;
  const lateMs = nowMs - expectedAtMs - plan.delayMs;
  return {
    subscriptionId: entry.id,
    eventId: iso(expectedAtMs),
    occurredAtMs: nowMs,
    expectedAtMs,
    dueAtMs: expectedAtMs + plan.delayMs,
    variables: {},
    details: lateMs >= 1000 ? `${details}, ${formatDuration(lateMs)} late` : details,
    overlap,
  };
}

const iso = (unixMs: number) => new Date(unixMs).toISOString();

/** The share of a span that belongs to a subscription: always the same one, spread evenly over subscriptions. */
export function jitterOf(subscriptionId: string, spanMs: number): number {
  if (spanMs <= 0) return 0;
  const share = createHash("sha256").update(subscriptionId).digest().readUInt32BE() / 2 ** 32;
  return Math.floor(share * spanMs);
}

/** First in, first out, without moving what is in it. */
class Queue<Item> {
  #items: Item[] = [];
  #head = 0;

  get first(): Item | undefined {
    return this.#items[this.#head];
  }

  add(item: Item): void {
    this.#items.push(item);
  }

  removeFirst(): void {
    this.#head++;
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
  }

  clear(): void {
    this.#items = [];
    this.#head = 0;
  }
}

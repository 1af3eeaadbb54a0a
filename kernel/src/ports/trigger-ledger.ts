import type { PipelineRef } from "../domain/pipeline.js";
import type { DeadLetter, ExternalEvent, Firing, Subscription, Verdict } from "../domain/subscription.js";
import type { Page } from "./page.js";
import type { RunRecord } from "./records.js";

/** What the ledger knows of subscriptions, firings, schedules and external events. */
export interface TriggerLedger {
  /** Every subscription of a trigger, ordered by key. */
  readonly listSubscriptions: (alias: string) => readonly Subscription[];
  /** How many subscriptions each alias has. */
  readonly countSubscriptions: (namespace: string) => ReadonlyMap<string, number>;
  readonly subscriptionsOf: (ref: PipelineRef) => readonly Subscription[];
  /** Subscriptions of a namespace after a key, ordered by key. */
  readonly subscriptionsIn: (namespace: string, afterKey: number, limit: number) => readonly Subscription[];
  /** Newest expected time first. */
  readonly listVerdicts: (subscriptionKey: number, limit: number) => readonly Verdict[];
  /** Oldest first, from the given expected time on. */
  readonly verdictsSince: (subscriptionKey: number, sinceMs: number) => readonly Verdict[];
  /** Firings that wait for the end of a run of their subscription. */
  readonly countQueued: (subscriptionKey: number) => number;
  /** Subscriptions that have such firings. */
  readonly listQueued: () => readonly Subscription[];
  /** Newest first. */
  readonly listDeadLetters: (
    filter: { namespace: string | undefined; alias: string | undefined },
    pageSize: number,
    before: string,
  ) => Page<DeadLetter>;
  readonly countDeadLetters: (alias: string) => number;
  /** Stored external events of a trigger after a key, oldest first: their keys. */
  readonly listInbox: (alias: string, afterKey: number, limit: number) => readonly number[];
  /** Undefined when it has been handled. */
  readonly findExternalEvent: (key: number) => ExternalEvent | undefined;
  readonly inboxSize: () => { readonly events: number; readonly bytes: number };
  readonly countInbox: (alias: string) => number;
  /** Whether what comes from outside makes runs. An admin turns it off for a while. */
  readonly acceptsEvents: () => boolean;
}

/** Changes of the same; only reachable inside a commit. */
export interface TriggerWriter {
  /** Undefined when it is gone. */
  readonly findSubscription: (id: string) => Subscription | undefined;
  /** The same event has been taken before, or its expected fire has its verdict. */
  readonly isTaken: (subscription: Subscription, firing: Firing) => boolean;
  /** Runs of the subscription that are not complete, oldest first. */
  readonly liveRuns: (subscriptionKey: number) => readonly RunRecord[];
  readonly saveFiring: (
    subscriptionKey: number,
    firing: Firing,
    taken: { readonly state: "ran"; readonly run: RunRecord } | { readonly state: "skipped" | "queued" },
    atMs: number,
  ) => void;
  /** The oldest firing that waits; undefined when none does. */
  readonly nextQueued: (subscriptionKey: number) => Firing | undefined;
  readonly startQueued: (subscriptionKey: number, firing: Firing, run: RunRecord) => void;
  /** The first verdict of an expected fire stays; false when there was one. */
  readonly saveVerdict: (subscriptionKey: number, verdict: Verdict, atMs: number) => boolean;
  /** The first letter of an event stays. */
  readonly saveDeadLetter: (letter: {
    readonly alias: string;
    readonly subscription: Subscription | undefined;
    readonly subscriptionId: string;
    readonly eventId: string;
    readonly occurredAtMs: number;
    readonly refusedAtMs: number;
    readonly reason: string;
    readonly details: string;
  }) => void;
  readonly storeExternalEvent: (event: Omit<ExternalEvent, "key" | "id">) => { key: number; id: string };
  readonly deleteExternalEvent: (key: number) => void;
  readonly setAcceptsEvents: (accepts: boolean) => void;
  /** Forgets what is older than the retention of subscriptions after a key; returns the key to go on after. */
  readonly prune: (afterKey: number, limit: number, nowMs: number) => number | undefined;
}

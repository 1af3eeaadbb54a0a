import { setTimeout as delay } from "node:timers/promises";
import { Fault } from "@gofer/sdk/fault";
import type { Firing, Overlap, SubscriptionStatus } from "../domain/subscription.js";
import type { PluginConnection, TriggerClient } from "../ports/plugin-host.js";
import { backoffMs } from "./backoff.js";
import { createOutbox } from "./outbox.js";

type WatchRequest = Parameters<TriggerClient["watch"]>[0] extends AsyncIterable<infer Message> ? Message : never;
type WatchResponse = ReturnType<TriggerClient["watch"]> extends AsyncIterable<infer Message> ? Message : never;
export type FiringMessage = WatchResponse["firings"][number];
export type VerdictMessage = WatchResponse["verdicts"][number];
type SubscriptionMessage = NonNullable<NonNullable<WatchRequest["subscriptions"]>["subscriptions"]>[number];

/** A subscription as a plugin gets it: references are resolved. */
export interface SentSubscription {
  readonly id: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly namespace: string;
  readonly pipelineId: string;
  readonly label: string;
  readonly createdAtMs: number;
  readonly lastExpectedAtMs: number;
}

/** A firing or a verdict, in the order the plugin sent them. */
export type TriggerMessage =
  | { readonly type: "firing"; readonly firing: FiringMessage }
  | { readonly type: "verdict"; readonly verdict: VerdictMessage };

/** What became of a firing. */
export type Answer =
  | { readonly type: "ack"; readonly subscriptionId: string; readonly eventId: string }
  | { readonly type: "nack"; readonly subscriptionId: string; readonly eventId: string; readonly reason: string };

export interface TriggerListener {
  /** The whole set of the moment. */
  readonly subscriptions: () => Promise<readonly SentSubscription[]>;
  /** Takes messages in order; resolves when they are durable, with what the plugin is told. Never throws while the signal lasts. */
  readonly take: (messages: readonly TriggerMessage[]) => Promise<readonly Answer[]>;
  readonly onStatus: (subscriptionId: string, status: SubscriptionStatus) => void;
  readonly onTrouble: (error: unknown) => void;
}

/** One connection to a trigger plugin: says what is wanted, and takes what fires. */
export interface TriggerLink {
  readonly alias: string;
  readonly closed: AbortSignal;
  /** The set has changed: it is sent again soon. Many changes at once are one set. */
  readonly refresh: () => void;
  /** Number of the set that holds everything that is wanted now; it may not have been sent yet. */
  readonly revision: () => number;
  /** Ends when the connection has closed. */
  readonly followed: Promise<void>;
}

/** Firings that a plugin may have outstanding. */
export const credits = 4096;
/** The contract asks for a sign of life every 30 s. */
const silenceMs = 90_000;
/** A message stays well below the 4 MiB that gRPC takes by default. */
const maxSetBytes = 3 << 20;

export function openTriggerLink(
  connection: Pick<PluginConnection, "alias" | "closed">,
  client: TriggerClient,
  listener: TriggerListener,
): TriggerLink {
  const { alias, closed } = connection;
  const sets: Sets = { revision: 0, isStale: true, ring: () => undefined };
  return {
    alias,
    closed,
    followed: follow(closed, client, listener, sets),
    refresh: () => {
      sets.isStale = true;
      sets.ring();
    },
    revision: () => sets.revision + (sets.isStale ? 1 : 0),
  };
}

/** How far the trigger has been told what is wanted, over all streams of a connection. */
interface Sets {
  /** Number of the set that was begun last. */
  revision: number;
  /** That one does not hold everything any more. */
  isStale: boolean;
  /** Wakes who sends. */
  ring: () => void;
}

async function follow(
  closed: AbortSignal,
  client: TriggerClient,
  listener: TriggerListener,
  sets: Sets,
): Promise<void> {
  for (let failures = 0; !closed.aborted; ) {
    const ended = new AbortController();
    const signal = AbortSignal.any([closed, ended.signal]);
    sets.isStale = true;
    try {
      await openSession(client, listener, sets, signal, () => (failures = 0));
    } catch (error) {
      if (closed.aborted) return;
      listener.onTrouble(error);
    } finally {
      ended.abort();
    }
    await delay(backoffMs(failures++), undefined, { signal: closed }).catch(() => undefined);
  }
}

/** One Watch stream from the first set to its end. */
async function openSession(
  client: TriggerClient,
  listener: TriggerListener,
  wanted: Sets,
  signal: AbortSignal,
  onAlive: () => void,
): Promise<void> {
  const broken = new AbortController();
  const until = AbortSignal.any([signal, broken.signal]);
  const sets: WatchRequest[] = [];
  let acks: NonNullable<WatchRequest["acks"]> = [];
  let nacks: NonNullable<WatchRequest["nacks"]> = [];
  const outbox = createOutbox<WatchRequest>(() => {
    const set = sets.shift();
    if (set) return set;
    if (acks.length + nacks.length === 0) return undefined;
    const message = { acks, nacks };
    acks = [];
    nacks = [];
    return message;
  }, until);

  const sendSets = async () => {
    while (!until.aborted) {
      if (!wanted.isStale) await new Promise<void>((resolve) => (wanted.ring = resolve));
      if (until.aborted) return;
      wanted.isStale = false;
      const revision = ++wanted.revision;
      const startedAt = performance.now();
      sets.push(...inMessages(await listener.subscriptions(), revision));
      outbox.ring();
      // Changes that come in a row are one set; a large set leaves time for other work.
      const pauseMs = Math.min(20 + 10 * (performance.now() - startedAt), 5000);
      await delay(pauseMs, undefined, { signal: until }).catch(() => undefined);
    }
  };

  let pending: TriggerMessage[] = [];
  let wakeTaker = () => {};
  let wakeReader = () => {};
  const take = async () => {
    while (!until.aborted) {
      if (pending.length === 0) await new Promise<void>((resolve) => (wakeTaker = resolve));
      const batch = pending;
      pending = [];
      wakeReader();
      if (batch.length === 0) continue;
      for (const { type, ...answer } of await listener.take(batch)) {
        if (type === "ack") acks.push(answer);
        else nacks.push({ retryAfterMs: 0, ...answer });
      }
      outbox.ring();
    }
  };

  const read = async () => {
    const silence = new AbortController();
    let watchdog = setTimeout(() => silence.abort(), silenceMs);
    try {
      for await (const message of client.watch(outbox, { signal: AbortSignal.any([until, silence.signal]) })) {
        onAlive();
        clearTimeout(watchdog);
        watchdog = setTimeout(() => silence.abort(), silenceMs);
        for (const { subscriptionId, ...status } of message.statuses)
          listener.onStatus(subscriptionId, statusFrom(status));
        for (const verdict of message.verdicts) pending.push({ type: "verdict", verdict });
        for (const firing of message.firings) pending.push({ type: "firing", firing });
        if (pending.length > 0) wakeTaker();
        // What comes faster than it can be stored waits on the other side.
        while (pending.length >= credits && !until.aborted)
          await new Promise<void>((resolve) => (wakeReader = resolve));
      }
    } catch (error) {
      if (silence.signal.aborted) throw new Fault("unavailable", "the trigger has been silent for 90 s");
      throw error;
    } finally {
      clearTimeout(watchdog);
    }
    throw new Fault("unavailable", "the trigger has ended the stream");
  };

  until.addEventListener(
    "abort",
    () => {
      wanted.ring();
      wakeTaker();
      wakeReader();
    },
    { once: true },
  );
  const all = [read(), take(), sendSets()];
  await Promise.race(all).finally(async () => {
    broken.abort();
    await Promise.allSettled(all);
  });
}

/** A set as messages that are not too large; the last one says that it is complete. */
function inMessages(all: readonly SentSubscription[], revision: number): WatchRequest[] {
  const pages: SubscriptionMessage[][] = [[]];
  let bytes = 0;
  for (const { parameters, ...subscription } of all) {
    const size = 160 + JSON.stringify(parameters).length;
    if (bytes + size > maxSetBytes) {
      pages.push([]);
      bytes = 0;
    }
    bytes += size;
    pages.at(-1)?.push({ ...subscription, parameters: { ...parameters } });
  }
  return pages.map((subscriptions, index) => ({
    subscriptions: { subscriptions, credits, continued: index < pages.length - 1, revision },
  }));
}

const states: Partial<Record<string, SubscriptionStatus["state"]>> = {
  STATE_ACTIVE: "active",
  STATE_FAILED: "failed",
  STATE_FINISHED: "finished",
};

function statusFrom({ state, message, nextAtMs }: { state: string; message: string; nextAtMs: number }) {
  return { state: states[state] ?? "pending", message: message.slice(0, 1000), nextAtMs };
}

const overlaps: Partial<Record<string, Overlap>> = {
  OVERLAP_SKIP: "skip",
  OVERLAP_QUEUE: "queue",
  OVERLAP_CANCEL_PREVIOUS: "cancelPrevious",
};

const maxVariablesBytes = 1 << 20;

/** A firing of a plugin, checked; or what is wrong with it. */
export function firingFrom(message: FiringMessage): Firing | { readonly problem: string } {
  const { subscriptionId, eventId, occurredAtMs, expectedAtMs, dueAtMs, variables, details, overlap } = message;
  const problem =
    eventId === "" || Buffer.byteLength(eventId) > 256
      ? "its event id is not 1 to 256 bytes long"
      : ![occurredAtMs, expectedAtMs, dueAtMs].every(isTime)
        ? "a time of it is not a Unix time in milliseconds"
        : (Object.keys(variables).find((key) => key === "" || /[=\0]/.test(key)) ??
              Object.values(variables).find((value) => value.includes("\0"))) !== undefined
          ? 'the name of a variable is empty or holds "=", or something of it holds NUL'
          : Object.entries(variables).reduce((sum, [key, value]) => sum + key.length + value.length, 0) >
              maxVariablesBytes
            ? "its variables are larger than 1 MiB"
            : undefined;
  if (problem !== undefined) return { problem };
  return {
    subscriptionId,
    eventId,
    occurredAtMs,
    variables,
    details: details.slice(0, 1000),
    expectedAtMs,
    dueAtMs,
    overlap: overlaps[overlap] ?? "allow",
  };
}

export function isTime(unixMs: number): boolean {
  return Number.isSafeInteger(unixMs) && unixMs >= 0;
}

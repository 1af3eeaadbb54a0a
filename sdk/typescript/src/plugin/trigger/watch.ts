import type {
  Ack,
  FiringInput,
  Nack,
  Subscription,
  SubscriptionStatusInput,
  VerdictInput,
  WatchRequest,
  WatchResponseInput,
} from "@gofer/proto";
import type { RoleImpl } from "../define.js";
import type { Clock } from "./clock.js";

export interface Batch {
  readonly firings: FiringInput[];
  readonly verdicts: VerdictInput[];
}

/** What a trigger has to say on its stream, and what it learns from it. */
export interface WatchSource {
  /** A new stream begins: everything that is wanted comes again, and nothing is outstanding. */
  begin(): void;
  /** A part of the wanted subscriptions; after the last part, one that did not come is wanted no more. The revision numbers the set. */
  apply(subscriptions: readonly Subscription[], isLastPart: boolean, revision: number): void;
  /** What is to be said now, in order; at most `firings` firings and `items` items. Empty when there is nothing. */
  take(limits: { readonly firings: number; readonly items: number }): Batch;
  /** How a subscription is doing; undefined when it is wanted no more. */
  status(subscriptionId: string): SubscriptionStatusInput | undefined;
  /** A firing is durable. */
  acknowledged(firing: FiringInput, ack: Ack): void;
  /** A firing is refused for good. */
  refused(firing: FiringInput, nack: Nack): void;
}

/** The Watch stream of a trigger. */
export interface WatchLink {
  readonly watch: RoleImpl<"trigger">["watch"];
  /** There may be something to take. */
  readonly wake: () => void;
  /** The status of a subscription is to be told; it is asked for when it is sent. */
  readonly statusChanged: (subscriptionId: string) => void;
}

/** The contract asks for one message in 30 s. */
const signOfLifeMs = 25_000;
/** Keeps a message far below 4 MiB, and a turn of the event loop short. */
const itemsPerMessage = 500;

/**
 * Keeps the rules of the Watch stream for a source: credits, firings outstanding until they are acknowledged,
 * firings that the kernel wants later, statuses, signs of life, one stream at a time.
 */
export function openWatchLink(
  source: WatchSource,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): WatchLink {
  let stream = new AbortController();
  let credits = 0;
  const outstanding = new Map<string, FiringInput>();
  let later = new Set<() => void>();
  let again: FiringInput[] = [];
  const statuses = new Set<string>();
  let woken = () => {};
  let isAwake = false;

  const wake = () => {
    if (isAwake) return;
    isAwake = true;
    // What else becomes ready in this turn of the event loop goes into the same message.
    setImmediate(() => {
      isAwake = false;
      woken();
    });
  };

  const begin = () => {
    stream.abort();
    stream = new AbortController();
    credits = 0;
    outstanding.clear();
    again = [];
    for (const callOff of later) callOff();
    later = new Set();
    statuses.clear();
    source.begin();
    return stream;
  };

  const retry = (firing: FiringInput, afterMs: number) => {
    const callOff = clock.after(afterMs, () => {
      later.delete(callOff);
      again.push(firing);
      wake();
    });
    later.add(callOff);
  };

  const settle = ({ acks, nacks }: WatchRequest) => {
    for (const ack of acks) {
      const firing = takeOut(outstanding, ack);
      if (firing) source.acknowledged(firing, ack);
    }
    for (const nack of nacks) {
      const firing = takeOut(outstanding, nack);
      if (!firing) continue;
      if (nack.retryAfterMs > 0) retry(firing, nack.retryAfterMs);
      else source.refused(firing, nack);
    }
  };

  const read = async (requests: AsyncIterable<WatchRequest>, ended: AbortSignal) => {
    for await (const request of requests) {
      if (ended.aborted) return;
      settle(request);
      const { subscriptions: set } = request;
      if (set) {
        credits = set.credits;
        source.apply(set.subscriptions, !set.continued, set.revision);
      }
      wake();
    }
  };

  const take = (): WatchResponseInput => {
    const room = Math.max(0, credits - outstanding.size);
    const repeated = again.splice(0, Math.min(room, itemsPerMessage));
    const batch = source.take({ firings: room - repeated.length, items: itemsPerMessage - repeated.length });
    const firings = [...repeated, ...batch.firings];
    for (const firing of firings) outstanding.set(keyOf(firing), firing);
    return { firings, verdicts: batch.verdicts, statuses: takeStatuses() };
  };

  const takeStatuses = () => {
    const taken: SubscriptionStatusInput[] = [];
    for (const id of statuses) {
      if (taken.length === itemsPerMessage) break;
      statuses.delete(id);
      const status = source.status(id);
      if (status) taken.push(status);
    }
    return taken;
  };

  const somethingToSay = (ended: AbortSignal) =>
    new Promise<void>((resolve) => {
      const settled = () => {
        callOff();
        ended.removeEventListener("abort", settled);
        resolve();
      };
      const callOff = clock.after(signOfLifeMs, settled);
      ended.addEventListener("abort", settled, { once: true });
      woken = settled;
    });

  return {
    wake,
    statusChanged(subscriptionId) {
      statuses.add(subscriptionId);
      wake();
    },
    async *watch(requests, call) {
      const own = begin();
      const ended = AbortSignal.any([call.signal, own.signal, signal]);
      // The end of the requests, for whatever reason, is the end of the stream.
      read(requests, ended)
        .catch(() => undefined)
        .finally(() => own.abort());
      let lastSentMs = clock.now();
      while (!ended.aborted) {
        const message = take();
        const isEmpty = isNothing(message);
        if (!isEmpty || Math.abs(clock.now() - lastSentMs) >= signOfLifeMs) {
          lastSentMs = clock.now();
          yield message;
        }
        if (isEmpty && !ended.aborted) await somethingToSay(ended);
      }
    },
  };
}

function isNothing({ firings = [], verdicts = [], statuses = [] }: WatchResponseInput): boolean {
  return firings.length + verdicts.length + statuses.length === 0;
}

function keyOf({ subscriptionId = "", eventId = "" }: { subscriptionId?: string; eventId?: string }): string {
  return `${subscriptionId.length}:${subscriptionId}${eventId}`;
}

function takeOut(outstanding: Map<string, FiringInput>, of: Ack | Nack): FiringInput | undefined {
  const key = keyOf(of);
  const firing = outstanding.get(key);
  outstanding.delete(key);
  return firing;
}

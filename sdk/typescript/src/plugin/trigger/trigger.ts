import { EventEmitter, once } from "node:events";
import type { FiringInput, HandleEventRequest, HandleEventResponseInput, Overlap, Subscription } from "@gofer/proto";
import { Fault, messageOf } from "../../fault.js";
import type { OpenPlugin } from "../define.js";
import { type ParameterSchema, parseParameters } from "../parameters.js";
import { type Clock, systemClock } from "./clock.js";
import { openWatchLink, type WatchSource } from "./watch.js";

/** A subscription with its parameters as their schema makes them. */
export interface ParsedSubscription<Parameters> extends Omit<Subscription, "parameters"> {
  readonly parameters: Parameters;
}

/** An external HTTP request, verbatim. */
export type ExternalEvent = Omit<HandleEventRequest, "revision">;

/** Something that happened, for which a pipeline shall run. */
export interface Happening {
  /** Names what happened, not the attempt to tell it: the same happening has the same id, at most 256 bytes. */
  readonly eventId: string;
  /** Unix milliseconds. Default: now. */
  readonly occurredAtMs?: number;
  /** Variables for the run. */
  readonly variables?: Readonly<Record<string, string>>;
  /** One sentence for a person: why it fired. */
  readonly details: string;
  readonly overlap?: keyof typeof Overlap;
}

/** What became of a firing. */
export type Delivery =
  | { readonly outcome: "durable" }
  /** The kernel refused it for good. */
  | { readonly outcome: "refused"; readonly reason: string }
  /** Its subscription is wanted no more. */
  | { readonly outcome: "unwanted" };

/** What a trigger can do for one subscription. */
export interface Subscriber {
  /**
   * Makes the pipeline run. The firing is kept until the kernel has it, over reconnects too; one that is not
   * acknowledged when the process ends is lost, unless what happened can be told again. Firing the same event
   * twice is firing it once. Throws `exhausted` when too many are waiting.
   */
  readonly fire: (happening: Happening) => Promise<Delivery>;
  /** Says that the subscription cannot fire, and why; without a message, that all is well again. */
  readonly report: (problem?: string) => void;
}

export interface TriggerOptions<Parameters> {
  /** What a subscription may pass; keys are case-insensitive, unknown ones are refused with a proposal. */
  readonly parameters: ParameterSchema<Parameters>;
  /** What the schema cannot say: all problems, "parameter: what is wrong and what would be right". */
  readonly validate?: (parameters: Parameters) => readonly string[];
  /** Begins to look out for a subscription; what it returns ends that. A changed subscription is ended and begun. */
  readonly subscribe?: (
    subscription: ParsedSubscription<Parameters>,
    subscriber: Subscriber,
  ) => (() => void) | Promise<() => void> | undefined;
  /** Feature EVENTS: answers an external request; the firings are durable when the sender gets the answer. */
  readonly handleEvent?: (
    request: ExternalEvent,
    subscriptions: readonly ParsedSubscription<Parameters>[],
  ) => ExternalAnswer | Promise<ExternalAnswer>;
  /** Aborts when the plugin must stop. */
  readonly signal: AbortSignal;
  readonly clock?: Clock;
}

/** What the sender of an external request is answered, and what fires. */
export interface ExternalAnswer {
  /** HTTP status code. */
  readonly status: number;
  readonly body?: string;
  readonly firings?: readonly (Happening & { readonly subscriptionId: string })[];
}

const mostWaiting = 10_000;
/** How long an event waits for the set that counts for it: less than its deadline. */
const longestWaitMs = 20_000;

interface Active<Parameters> {
  readonly signature: string;
  readonly subscription: ParsedSubscription<Parameters> | undefined;
  problem: string;
  set: number;
  readonly stop: () => void;
}

interface Waiting {
  readonly firing: FiringInput;
  sent: boolean;
  readonly delivery: Promise<Delivery>;
  readonly settle: (delivery: Delivery) => void;
}

/** A trigger of things that happen: what a subscription looks out for is all that is left to write. */
export function openTrigger<Parameters>(options: TriggerOptions<Parameters>): OpenPlugin<"trigger"> {
  const { parameters: schema, validate, subscribe, handleEvent, signal, clock = systemClock } = options;
  const active = new Map<string, Active<Parameters>>();
  const outbox = new Map<string, Waiting>();
  let set = 0;
  let isComplete = false;
  /** Number of the set that is complete. */
  let revision = 0;
  const completed = new EventEmitter().setMaxListeners(0);

  const parse = (subscription: Subscription) => {
    const parsed = parseParameters(schema, subscription.parameters);
    if (parsed.violations) return parsed;
    const violations = validate?.(parsed.parameters) ?? [];
    return violations.length > 0 ? { violations } : parsed;
  };

  const subscriberOf = (subscriptionId: string): Subscriber => ({
    fire: (happening) => {
      const key = JSON.stringify([subscriptionId, happening.eventId]);
      const before = outbox.get(key);
      if (before) return before.delivery;
      if (outbox.size >= mostWaiting) {
        throw new Fault("exhausted", `${mostWaiting} firings wait for the kernel: this one is not kept`);
      }
      const { promise: delivery, resolve } = withResolvers<Delivery>();
      const settle = (outcome: Delivery) => {
        outbox.delete(key);
        resolve(outcome);
      };
      outbox.set(key, { firing: firingOf(subscriptionId, happening, clock), sent: false, delivery, settle });
      link.wake();
      return delivery;
    },
    report: (problem = "") => {
      const entry = active.get(subscriptionId);
      if (!entry || entry.problem === problem) return;
      entry.problem = problem;
      link.statusChanged(subscriptionId);
    },
  });

  const want = (subscription: Subscription) => {
    const { id } = subscription;
    const signature = JSON.stringify([subscription.createdAtMs, subscription.parameters]);
    const before = active.get(id);
    if (before?.signature === signature) before.set = set;
    else {
      before?.stop();
      active.set(id, begin(subscription, signature));
    }
    link.statusChanged(id);
  };

  const begin = (subscription: Subscription, signature: string): Active<Parameters> => {
    const parsed = parse(subscription);
    if (parsed.violations) {
      const problem = parsed.violations.join("; ") || "a reference in the parameters is not resolved";
      return { signature, subscription: undefined, problem, set, stop: () => {} };
    }
    const wanted: ParsedSubscription<Parameters> = { ...subscription, parameters: parsed.parameters };
    const subscriber = subscriberOf(subscription.id);
    const started = (async () => subscribe?.(wanted, subscriber))();
    started.catch((error: unknown) => {
      if (active.get(subscription.id) === entry) subscriber.report(messageOf(error));
    });
    const stop = () => void started.then((end) => end?.()).catch(() => undefined);
    const entry: Active<Parameters> = { signature, subscription: wanted, problem: "", set, stop };
    return entry;
  };

  const drop = (id: string, entry: Active<Parameters>) => {
    active.delete(id);
    entry.stop();
    for (const waiting of outbox.values()) {
      if (waiting.firing.subscriptionId === id) waiting.settle({ outcome: "unwanted" });
    }
  };

  const waitingFor = ({ subscriptionId, eventId }: FiringInput) =>
    outbox.get(JSON.stringify([subscriptionId, eventId]));

  const source: WatchSource = {
    begin() {
      isComplete = false;
      for (const waiting of outbox.values()) waiting.sent = false;
    },
    apply(subscriptions, isLastPart, number) {
      for (const subscription of subscriptions) want(subscription);
      if (!isLastPart) return;
      for (const [id, entry] of active) if (entry.set !== set) drop(id, entry);
      set++;
      isComplete = true;
      revision = number;
      completed.emit("set");
    },
    take({ firings: most }) {
      const firings: FiringInput[] = [];
      // Before the whole set is known, a firing may be for a subscription that is gone.
      if (!isComplete) return { firings, verdicts: [] };
      for (const waiting of outbox.values()) {
        if (firings.length >= most) break;
        if (waiting.sent) continue;
        waiting.sent = true;
        firings.push(waiting.firing);
      }
      return { firings, verdicts: [] };
    },
    status(subscriptionId) {
      const entry = active.get(subscriptionId);
      if (!entry) return undefined;
      const { problem: message } = entry;
      return { subscriptionId, state: message === "" ? "STATE_ACTIVE" : "STATE_FAILED", message, nextAtMs: 0 };
    },
    acknowledged: (firing) => waitingFor(firing)?.settle({ outcome: "durable" }),
    refused: (firing, { reason }) => waitingFor(firing)?.settle({ outcome: "refused", reason }),
  };
  const link = openWatchLink(source, { clock, signal });

  /** Nobody may be told "nothing to do" by a trigger that has not heard yet what is wanted. */
  const untilKnown = async (wanted: number) => {
    let isLate = false;
    const callOff = clock.after(longestWaitMs, () => {
      isLate = true;
      completed.emit("set");
    });
    try {
      while (!isComplete || revision < wanted) {
        if (wanted === 0 || isLate || signal.aborted)
          throw new Fault("unavailable", "the subscriptions are not known yet");
        await once(completed, "set", { signal }).catch(() => undefined);
      }
    } finally {
      callOff();
    }
  };

  return {
    trigger: {
      watch: link.watch,
      validateSubscription({ subscription }) {
        return { violations: subscription ? [...(parse(subscription).violations ?? [])] : [] };
      },
      async handleEvent(request) {
        if (!handleEvent) throw new Fault("unimplemented", "this trigger takes no external events");
        await untilKnown(request.revision);
        const wanted = [...active.values()].flatMap(({ subscription }) => subscription ?? []);
        return responseOf(await handleEvent(request, wanted), clock);
      },
      previewSchedule() {
        throw new Fault("unimplemented", "this trigger has no schedule");
      },
    },
    close: () => {
      for (const [id, entry] of active) drop(id, entry);
    },
  };
}

function firingOf(subscriptionId: string, happening: Happening, clock: Clock): FiringInput {
  const { eventId, occurredAtMs = clock.now(), variables = {}, details, overlap = "OVERLAP_ALLOW" } = happening;
  const bytes = Buffer.byteLength(eventId);
  if (bytes === 0 || bytes > 256) throw new Fault("invalid", `event id of ${bytes} bytes: it must have 1 to 256`);
  return { subscriptionId, eventId, occurredAtMs, variables, details, overlap };
}

function responseOf({ status, body = "", firings = [] }: ExternalAnswer, clock: Clock): HandleEventResponseInput {
  return {
    status,
    headers: body === "" ? [] : [{ name: "content-type", value: "text/plain; charset=utf-8" }],
    body: Buffer.from(body),
    firings: firings.map(({ subscriptionId, ...happening }) => firingOf(subscriptionId, happening, clock)),
  };
}

function withResolvers<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

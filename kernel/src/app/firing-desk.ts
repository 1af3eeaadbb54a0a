import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import type { EventDraft } from "../domain/event.js";
import type { Initiator } from "../domain/pipeline.js";
import { type Firing, firedVerdict, type Subscription } from "../domain/subscription.js";
import type { Ledger, LedgerWriter, RunRecord } from "../ports/ledger.js";
import { backoffMs } from "./backoff.js";
import type { Cancellation } from "./cancellation.js";
import type { CreatedRun, Engine } from "./engine.js";
import { kernelInitiator } from "./run-events.js";
import { type Answer, firingFrom, isTime, type TriggerMessage } from "./trigger-link.js";

export interface FiringDeskOptions {
  readonly ledger: Ledger;
  readonly engine: Pick<Engine, "createRun" | "takeUp" | "onFinished"> & {
    readonly cancellation: Pick<Cancellation, "run">;
  };
  readonly log: Logger;
  readonly now: () => number;
  /** Called where a crash would hurt most; tests end the process there. */
  readonly reached: (point: string) => void;
}

/** Live runs of one subscription; more are refused, so that a trigger gone wild cannot fill the ledger. */
const maxLiveRuns = 1000;
/** Firings of one subscription that wait for the end of a run. */
const maxQueued = 100;

/** What follows from a batch once it is durable. */
interface Aftermath {
  readonly runs: CreatedRun[];
  readonly cancelled: { readonly record: RunRecord; readonly by: Initiator }[];
  /** Subscriptions whose firings wait for the end of a run. */
  readonly queued: Subscription[];
  readonly events: EventDraft[];
}

/**
 * Turns firings into runs and verdicts. What is decided about a firing, its identity and its run are
 * durable in one transaction before the trigger hears of it, so that neither side can die in between.
 */
export class FiringDesk {
  readonly #options: FiringDeskOptions;
  /** Upper bounds of the live runs of subscriptions, so that not every firing counts them. */
  readonly #liveRuns = new Map<number, number>();
  /** Subscriptions with queued firings, by their pipeline. */
  readonly #queued = new Map<string, Map<string, Subscription>>();

  constructor(options: FiringDeskOptions) {
    this.#options = options;
    const { ledger, engine } = options;
    engine.onFinished((record) => this.#onFinished(record));
    for (const subscription of ledger.triggers.listQueued()) this.#watchQueue(subscription);
  }

  /**
   * Takes messages of a trigger in order and resolves with its answers when everything is durable; `also`
   * is in the same transaction. What cannot be stored is tried until it works; the answers are empty when
   * the signal aborts before that.
   */
  async take(
    alias: string,
    messages: readonly TriggerMessage[],
    signal: AbortSignal,
    also: (writer: LedgerWriter) => void = () => undefined,
  ): Promise<readonly Answer[]> {
    const { ledger, engine, log, reached } = this.#options;
    reached("firing received");
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        const { answers, aftermath } = await ledger.commit((writer) => {
          const taken = this.#decideAll(writer, alias, messages);
          also(writer);
          reached("firing written");
          return taken;
        });
        reached("firing durable");
        engine.takeUp(aftermath.runs);
        await Promise.all(
          aftermath.cancelled.map(({ record, by }) =>
            engine.cancellation
              .run(record, by, false)
              .catch((error: unknown) => log.warn({ error: messageOf(error) }, "previous run not cancelled")),
          ),
        );
        for (const subscription of aftermath.queued) this.#watchQueue(subscription);
        reached("firing taken");
        return answers;
      } catch (error) {
        log.error({ trigger: alias, error: messageOf(error) }, "firings cannot be stored, trying again");
        await delay(Math.max(1000, backoffMs(failures)), undefined, { signal }).catch(() => undefined);
      }
    }
    return [];
  }

  /** Pipelines may have been enabled: what waits is looked at again. */
  recheck(): void {
    for (const subscriptions of this.#queued.values())
      for (const subscription of subscriptions.values()) this.#startNext(subscription);
  }

  #decideAll(
    writer: LedgerWriter,
    alias: string,
    messages: readonly TriggerMessage[],
  ): { answers: readonly Answer[]; aftermath: Aftermath } {
    const aftermath: Aftermath = { runs: [], cancelled: [], queued: [], events: [] };
    const missed = new Map<string, { subscription: Subscription; times: number[]; reason: string }>();
    const answers = messages.flatMap((message): readonly Answer[] => {
      if (message.type === "firing") return [this.#decide(writer, alias, message.firing, aftermath)];
      const { subscriptionId, expectedAtMs, kind, reason } = message.verdict;
      const subscription = writer.triggers.findSubscription(subscriptionId);
      if (subscription?.alias !== alias || expectedAtMs === 0 || !isTime(expectedAtMs)) return [];
      const verdict = {
        expectedAtMs,
        kind: kind === "KIND_SKIPPED" ? ("skipped" as const) : ("missed" as const),
        lateMs: 0,
        runId: 0,
        reason: reason.slice(0, 1000),
      };
      if (writer.triggers.saveVerdict(subscription.key, verdict, this.#options.now()) && verdict.kind === "missed") {
        const known = missed.get(subscriptionId) ?? { subscription, times: [], reason: verdict.reason };
        known.times.push(expectedAtMs);
        missed.set(subscriptionId, known);
      }
      return [];
    });
    for (const { subscription, times, reason } of missed.values()) {
      aftermath.events.push({
        kind: "schedule_missed",
        namespace: subscription.namespace,
        pipelineId: subscription.pipelineId,
        initiator: initiatorOf(subscription),
        occurredAtMs: this.#options.now(),
        details: {
          label: subscription.label,
          fires: String(times.length),
          first: new Date(Math.min(...times)).toISOString(),
          last: new Date(Math.max(...times)).toISOString(),
          reason,
        },
      });
    }
    writer.recordEvents(aftermath.events);
    return { answers, aftermath };
  }

  #decide(
    writer: LedgerWriter,
    alias: string,
    message: Extract<TriggerMessage, { type: "firing" }>["firing"],
    aftermath: Aftermath,
  ): Answer {
    const { triggers } = writer;
    const { subscriptionId, eventId } = message;
    const ack: Answer = { type: "ack", subscriptionId, eventId };
    const atMs = this.#options.now();
    const found = triggers.findSubscription(subscriptionId);
    const subscription = found?.alias === alias ? found : undefined;
    const refuse = (reason: string): Answer => {
      triggers.saveDeadLetter({
        alias,
        subscription,
        subscriptionId: subscriptionId.slice(0, 128),
        eventId: eventId.slice(0, 256),
        occurredAtMs: isTime(message.occurredAtMs) ? message.occurredAtMs : atMs,
        refusedAtMs: atMs,
        reason,
        details: message.details.slice(0, 1000),
      });
      aftermath.events.push({
        kind: "firing_refused",
        ...(subscription ? { namespace: subscription.namespace, pipelineId: subscription.pipelineId } : {}),
        initiator: subscription ? initiatorOf(subscription) : { kind: "trigger", name: alias },
        occurredAtMs: atMs,
        details: { reason },
      });
      return { type: "nack", subscriptionId, eventId, reason };
    };
    if (!subscription)
      return refuse(`there is no subscription ${JSON.stringify(subscriptionId.slice(0, 64))} of this trigger`);
    const firing = firingFrom(message);
    if ("problem" in firing) return refuse(firing.problem);
    if (triggers.isTaken(subscription, firing)) {
      this.#cancelPrevious(writer, subscription, firing, aftermath);
      return ack;
    }
    /** An expected fire without a run is a verdict, not a fault of the trigger. */
    const leaveOut = (reason: string): Answer => {
      if (firing.expectedAtMs === 0) return refuse(reason);
      triggers.saveFiring(subscription.key, firing, { state: "skipped" }, atMs);
      const { expectedAtMs } = firing;
      triggers.saveVerdict(subscription.key, { expectedAtMs, kind: "skipped", lateMs: 0, runId: 0, reason }, atMs);
      return ack;
    };
    const { pipelineId } = subscription;
    if (!this.#options.ledger.triggers.acceptsEvents())
      return leaveOut("event ingress is off: gofer service toggle-event-ingress");
    if (subscription.paused) return leaveOut(`pipeline "${pipelineId}" is disabled`);
    const live = this.#liveRunsOf(writer, subscription, firing);
    if (live.length >= maxLiveRuns)
      return leaveOut(`${live.length} runs of this subscription are pending or running already`);
    const names = live.slice(0, 10).map(({ runId }) => runId);
    if (firing.overlap === "skip" && live.length > 0) {
      const reason = `overlap: run ${names.join(", ")} is not complete yet`;
      if (firing.expectedAtMs > 0) return leaveOut(reason);
      triggers.saveFiring(subscription.key, firing, { state: "skipped" }, atMs);
      return ack;
    }
    const queued = firing.overlap === "queue" ? this.#options.ledger.triggers.countQueued(subscription.key) : 0;
    if (firing.overlap === "queue" && live.length + queued > 0) {
      if (queued >= maxQueued) return leaveOut(`${queued} firings wait for the end of run ${names.join(", ")} already`);
      triggers.saveFiring(subscription.key, firing, { state: "queued" }, atMs);
      if (firing.expectedAtMs > 0) triggers.saveVerdict(subscription.key, firedVerdict(firing, atMs, 0), atMs);
      aftermath.queued.push(subscription);
      return ack;
    }
    const created = this.#createRun(writer, subscription, firing);
    const run = created.record;
    triggers.saveFiring(subscription.key, firing, { state: "ran", run }, atMs);
    if (firing.expectedAtMs > 0) triggers.saveVerdict(subscription.key, firedVerdict(firing, atMs, run.runId), atMs);
    aftermath.runs.push(created);
    this.#liveRuns.set(subscription.key, (this.#liveRuns.get(subscription.key) ?? maxLiveRuns) + 1);
    this.#cancelPrevious(writer, subscription, firing, aftermath);
    return ack;
  }

  #createRun(writer: LedgerWriter, subscription: Subscription, { variables }: Firing): CreatedRun {
    const { namespace, pipelineId } = subscription;
    const initiator = initiatorOf(subscription);
    return this.#options.engine.createRun(writer, { ref: { namespace, pipelineId }, initiator, variables });
  }

  /** The live runs where they decide; elsewhere none, without looking. */
  #liveRunsOf(writer: LedgerWriter, { key }: Subscription, { overlap }: Firing): readonly RunRecord[] {
    if (overlap === "allow" && (this.#liveRuns.get(key) ?? maxLiveRuns) < maxLiveRuns) return [];
    const live = writer.triggers.liveRuns(key);
    this.#liveRuns.set(key, live.length);
    return live;
  }

  /** Also for a firing that comes again: the kernel may have died before the others were cancelled. */
  #cancelPrevious(
    writer: LedgerWriter,
    subscription: Subscription,
    { overlap }: Firing,
    { cancelled }: Aftermath,
  ): void {
    if (overlap !== "cancelPrevious") return;
    const previous = writer.triggers.liveRuns(subscription.key).slice(0, -1);
    const by = initiatorOf(subscription);
    for (const record of previous) if (record.summary.ending === undefined) cancelled.push({ record, by });
  }

  #watchQueue(subscription: Subscription): void {
    const pipeline = `${subscription.namespace}/${subscription.pipelineId}`;
    const subscriptions = this.#queued.get(pipeline) ?? new Map<string, Subscription>();
    this.#queued.set(pipeline, subscriptions.set(subscription.id, subscription));
    // The run may have ended while the firing was being stored.
    this.#startNext(subscription);
  }

  #onFinished({ namespace, pipelineId }: RunRecord): void {
    if (this.#queued.size === 0) return;
    for (const subscription of this.#queued.get(`${namespace}/${pipelineId}`)?.values() ?? [])
      this.#startNext(subscription);
  }

  /** Makes the run of the oldest queued firing when no run of the subscription is live. */
  #startNext({ id, namespace, pipelineId }: Subscription): void {
    const { ledger, engine, log } = this.#options;
    ledger
      .commit((writer) => {
        const subscription = writer.triggers.findSubscription(id);
        const firing = subscription && writer.triggers.nextQueued(subscription.key);
        if (!firing) return "empty";
        if (subscription.paused || !ledger.triggers.acceptsEvents()) return "waiting";
        if (writer.triggers.liveRuns(subscription.key).length > 0) return "waiting";
        const created = this.#createRun(writer, subscription, firing);
        writer.triggers.startQueued(subscription.key, firing, created.record);
        return created;
      })
      .then(
        (result) => {
          if (result === "waiting") return;
          if (result !== "empty") return engine.takeUp([result]);
          const subscriptions = this.#queued.get(`${namespace}/${pipelineId}`);
          subscriptions?.delete(id);
          if (subscriptions?.size === 0) this.#queued.delete(`${namespace}/${pipelineId}`);
        },
        (error: unknown) => log.error({ error: messageOf(error) }, "a queued firing cannot be started now"),
      );
  }
}

/** What stands at a run as its initiator: the trigger and the label of the subscription. */
export function initiatorOf({ alias, label }: Subscription): Initiator {
  return { kind: "trigger", name: `${alias}/${label}` };
}

/** Records that an external event came to nothing. */
export function refuseEvent(
  writer: LedgerWriter,
  event: { readonly alias: string; readonly id: string; readonly receivedAtMs: number },
  reason: string,
  atMs: number,
): void {
  writer.triggers.saveDeadLetter({
    alias: event.alias,
    subscription: undefined,
    subscriptionId: "",
    eventId: event.id,
    occurredAtMs: event.receivedAtMs,
    refusedAtMs: atMs,
    reason,
    details: "external event",
  });
  writer.recordEvents([
    {
      kind: "firing_refused",
      initiator: kernelInitiator,
      occurredAtMs: atMs,
      details: { trigger: event.alias, event: event.id, reason },
    },
  ]);
}

import { Fault, messageOf } from "@gofer/sdk/fault";
import { fullAlias } from "../../app/plugin-names.js";
import { auditSchedule } from "../../app/schedule-audit.js";
import type { Triggers } from "../../app/triggers.js";
import type { DeadLetter, Subscription, SubscriptionStatus, Verdict } from "../../domain/subscription.js";
import type { Ledger } from "../../ports/ledger.js";
import type { PluginHost, PluginSnapshot } from "../../ports/plugin-host.js";
import { namespaceFrom, pipelineRefFrom } from "./from-proto.js";
import type { Handlers, ResponseOf } from "./kernel-service.js";
import { nextPageToken, type PageReader, pageOf } from "./page.js";

type SubscriptionMessage = NonNullable<ResponseOf<"getTrigger">["subscriptions"]>[number];
type VerdictMessage = NonNullable<SubscriptionMessage["lastVerdict"]>;
type TriggerMessage = NonNullable<ResponseOf<"getTrigger">["trigger"]>;

export interface TriggerApi {
  readonly ledger: Ledger;
  readonly host: PluginHost;
  readonly triggers: Triggers;
  readonly now: () => number;
  /** Where external events are received; empty when they are not. */
  readonly eventsAddress: string;
  readonly pageFrom: PageReader;
}

const dayMs = 24 * 3600_000;

export function triggerHandlers(
  api: TriggerApi,
): Handlers<"listTriggers" | "getTrigger" | "getSchedule" | "auditSchedules" | "listDeadLetters"> {
  const { ledger, host, triggers, now, eventsAddress, pageFrom } = api;
  const toProto = (plugin: PluginSnapshot, subscriptions: number): TriggerMessage => {
    const { alias, version, state, health, message } = plugin;
    const ready = state === "running" && (health === "healthy" || health === "degraded");
    const takesEvents = host.connection(alias)?.features("trigger").includes("EVENTS") ?? false;
    return {
      alias,
      version,
      ready,
      message: ready ? message : `${state}${message ? `: ${message}` : ""}`,
      subscriptions,
      waitingEvents: ledger.triggers.countInbox(alias),
      deadLetters: ledger.triggers.countDeadLetters(alias),
      eventsPath: takesEvents && eventsAddress !== "" ? `/events/${alias}` : "",
    };
  };
  return {
    listTriggers(request) {
      const counts = ledger.triggers.countSubscriptions(namespaceFrom(request));
      const page = pageFrom("triggers", request);
      const { items, next } = pageOf(triggers.list(), ({ alias }) => alias, page);
      return {
        triggers: items.map((plugin) => toProto(plugin, counts.get(plugin.alias) ?? 0)),
        nextPageToken: nextPageToken("triggers", next),
        eventsAddress,
        acceptsEvents: ledger.triggers.acceptsEvents(),
      };
    },
    getTrigger(request) {
      const alias = fullAlias(host, "trigger", request.alias);
      const namespace = namespaceFrom(request);
      const plugin = host.find(alias);
      if (!plugin || (plugin.roles.length > 0 && !plugin.roles.includes("trigger")))
        throw new Fault("notFound", `there is no trigger "${alias}": gofer trigger list shows what is installed`);
      const counts = ledger.triggers.countSubscriptions(namespace);
      return {
        trigger: toProto(plugin, counts.get(alias) ?? 0),
        subscriptions: ledger.triggers
          .listSubscriptions(alias)
          .filter((subscription) => subscription.namespace === namespace)
          .slice(0, 500)
          .map((subscription) => subscriptionToProto(api, subscription)),
      };
    },
    async getSchedule(request) {
      const ref = pipelineRefFrom(request);
      const count = request.count || 10;
      if (count < 1 || count > 100) throw new Fault("invalid", `count ${request.count} is not between 1 and 100`);
      ledger.getPipeline(ref);
      const schedules = ledger.triggers.subscriptionsOf(ref).map(async (subscription) => {
        let nextAtMs: readonly number[] = [];
        let unknownBecause = "";
        try {
          nextAtMs = await triggers.preview(subscription, now(), count);
        } catch (error) {
          if (!(error instanceof Fault)) throw error;
          unknownBecause = messageOf(error);
        }
        return {
          subscription: subscriptionToProto(api, subscription),
          nextAtMs: [...nextAtMs],
          unknownBecause,
          verdicts: ledger.triggers.listVerdicts(subscription.key, count).map(verdictToProto),
        };
      });
      return { schedules: await Promise.all(schedules) };
    },
    async *auditSchedules(request, { signal }) {
      const namespace = namespaceFrom(request);
      const nowMs = now();
      const sinceMs = request.sinceMs || nowMs - dayMs;
      for (let afterKey = 0; !signal.aborted; ) {
        const page = ledger.triggers.subscriptionsIn(namespace, afterKey, 100);
        for (const subscription of page) {
          afterKey = subscription.key;
          const { lastExpectedAtMs, alias } = subscription;
          const scheduled = host.connection(alias)?.features("trigger").includes("SCHEDULE") ?? lastExpectedAtMs > 0;
          if (!scheduled) continue;
          const audit = await auditSchedule({ ledger: ledger.triggers, triggers }, subscription, { sinceMs, nowMs });
          yield {
            subscription: subscriptionToProto(api, subscription),
            ...audit,
            gapsMs: [...audit.gapsMs],
          };
        }
        if (page.length === 0) return;
      }
    },
    listDeadLetters(request) {
      const { size, after } = pageFrom("dead_letters", request);
      const filter = { namespace: request.namespace || undefined, alias: request.trigger || undefined };
      const { items, next } = ledger.triggers.listDeadLetters(filter, size, after);
      return {
        deadLetters: items.map(letterToProto),
        nextPageToken: nextPageToken("dead_letters", next),
      };
    },
  };
}

const states = {
  pending: "STATE_PENDING",
  active: "STATE_ACTIVE",
  paused: "STATE_PAUSED",
  failed: "STATE_FAILED",
  finished: "STATE_FINISHED",
} as const satisfies Record<SubscriptionStatus["state"], string>;

const verdictKinds = {
  onTime: "KIND_ON_TIME",
  late: "KIND_LATE",
  skipped: "KIND_SKIPPED",
  missed: "KIND_MISSED",
} as const satisfies Record<Verdict["kind"], string>;

/** A subscription as every client sees it: its settings are those of the pipeline's config. */
export function subscriptionToProto(
  { ledger, triggers }: { readonly ledger: Ledger; readonly triggers: Triggers },
  subscription: Subscription,
): SubscriptionMessage {
  const { namespace, pipelineId, label, alias, sinceMs, key } = subscription;
  const { state, message, nextAtMs } = triggers.statusOf(subscription);
  const [last] = ledger.triggers.listVerdicts(key, 1);
  return {
    namespace,
    pipelineId,
    label,
    trigger: alias,
    state: states[state],
    message,
    nextAtMs,
    sinceMs,
    queued: ledger.triggers.countQueued(key),
    lastVerdict: last ? verdictToProto(last) : null,
  };
}

function verdictToProto({ kind, ...verdict }: Verdict): VerdictMessage {
  return { ...verdict, kind: verdictKinds[kind] };
}

function letterToProto({ alias, subscription, key: _key, ...letter }: DeadLetter) {
  return {
    ...letter,
    trigger: alias,
    namespace: subscription?.namespace ?? "",
    pipelineId: subscription?.pipelineId ?? "",
    label: subscription?.label ?? "",
  };
}

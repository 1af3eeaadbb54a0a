import { Fault, messageOf } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import type { PipelineConfig, PipelineRef, TriggerConfig } from "../domain/pipeline.js";
import type { Subscription, SubscriptionStatus } from "../domain/subscription.js";
import type { Ledger } from "../ports/ledger.js";
import type { PluginConnection, PluginHost, PluginSnapshot, TriggerClient } from "../ports/plugin-host.js";
import type { FiringDesk } from "./firing-desk.js";
import { parseValue } from "./references.js";
import { isTime, openTriggerLink, type SentSubscription, type TriggerLink } from "./trigger-link.js";

/** Replaces references to the stores of a pipeline by their values. Throws a fault that names what is missing. */
export type ResolveSettings = (
  ref: PipelineRef,
  settings: Readonly<Record<string, string>>,
) => Promise<Readonly<Record<string, string>>>;

export interface TriggersOptions {
  readonly ledger: Ledger;
  readonly host: PluginHost;
  readonly desk: FiringDesk;
  readonly log: Logger;
  /** Undefined while there is no store: settings that refer to one are then refused. */
  readonly resolveSettings: ResolveSettings | undefined;
  /** Called where a crash would hurt most; tests end the process there. */
  readonly reached: (point: string) => void;
}

/** How long settings wait that could not be resolved before they are tried again. */
const resolveAgainMs = 30_000;

/**
 * Keeps every trigger plugin told of the subscriptions that pipelines declare, and hands what fires to the
 * desk. A trigger that is gone stops nothing: its subscriptions say so and wait for it.
 */
export class Triggers implements AsyncDisposable {
  readonly #options: TriggersOptions;
  readonly #links = new Map<string, TriggerLink>();
  readonly #statuses = new Map<string, SubscriptionStatus>();
  /** Why settings of subscriptions cannot be resolved. */
  readonly #unresolved = new Map<string, string>();
  /** Ids that each trigger has been told of: it can speak of no other. */
  readonly #told = new Map<string, ReadonlySet<string>>();
  readonly #stop = new AbortController();
  readonly #work = new Set<Promise<void>>();
  #again: NodeJS.Timeout | undefined;
  #unwatch: (() => void)[] = [];

  constructor(options: TriggersOptions) {
    this.#options = options;
  }

  /** Connects to what runs now and to what will. Nothing here waits for a plugin. */
  open(): void {
    const { host, ledger, desk } = this.#options;
    this.#unwatch = [
      host.onChange(({ alias }) => this.#connect(alias)),
      ledger.onSubscriptions(() => {
        this.refresh();
        desk.recheck();
      }),
    ];
    for (const { alias } of host.list()) this.#connect(alias);
  }

  /** Sends every trigger its set again, with references resolved anew. */
  refresh(): void {
    for (const link of this.#links.values()) link.refresh();
  }

  /** Number of the set that tells a trigger everything that is wanted of it now; of the first one while it is not connected. */
  revisionFor(alias: string): number {
    const link = this.#links.get(alias);
    return link && !link.closed.aborted ? link.revision() : 1;
  }

  /**
   * Asks the triggers of a pipeline whether they take its subscriptions. Throws `invalid` with every problem,
   * and `unavailable` when a trigger cannot be asked; one that is as it was registered is not asked again.
   */
  async validate(namespace: string, config: PipelineConfig): Promise<void> {
    const ref = { namespace, pipelineId: config.id };
    const registered = this.#options.ledger.triggers.subscriptionsOf(ref);
    const changed = config.triggers.filter(
      ({ name, label, settings }) =>
        !registered.some(
          (known) => known.alias === name && known.label === label && sameSettings(known.settings, settings),
        ),
    );
    const results = await Promise.all(changed.map((trigger) => this.#check(ref, trigger)));
    const problems = results.flatMap(({ problems: found }) => found);
    if (problems.length > 0) throw new Fault("invalid", problems.join("\n"));
    const silent = results.flatMap(({ unavailable }) => unavailable ?? []);
    if (silent.length > 0)
      throw new Fault("unavailable", `${silent.join("\n")}\nnothing was registered: try again then`);
  }

  statusOf(subscription: Subscription): SubscriptionStatus {
    const { id, alias, paused } = subscription;
    const known = this.#statuses.get(id);
    const nextAtMs = known?.nextAtMs ?? 0;
    const plugin = this.#options.host.find(alias);
    if (!plugin) return { state: "failed", message: this.#unknown(alias), nextAtMs: 0 };
    const unresolved = this.#unresolved.get(id);
    if (unresolved !== undefined) return { state: "failed", message: unresolved, nextAtMs: 0 };
    if (!this.#links.get(alias) || this.#links.get(alias)?.closed.aborted)
      return { state: "failed", message: `${whyDown(plugin)}: gofer plugin get ${alias}`, nextAtMs: 0 };
    if (paused) return { state: "paused", message: "the pipeline is disabled", nextAtMs };
    if (!this.#options.ledger.triggers.acceptsEvents())
      return { state: "paused", message: "event ingress is off: gofer service toggle-event-ingress", nextAtMs };
    return known ?? { state: "pending", message: "the trigger has not said yet how it is doing", nextAtMs: 0 };
  }

  /** Plugins that are triggers, as far as is known: one that has never run does not say. */
  list(): readonly PluginSnapshot[] {
    return this.#options.host.list().filter(({ roles }) => roles.includes("trigger"));
  }

  /** Throws `unavailable` when the trigger does not run and `unimplemented` when it has no schedule. */
  async preview(subscription: Subscription, afterMs: number, count: number): Promise<readonly number[]> {
    const { alias } = subscription;
    const connection = this.#options.host.connection(alias);
    const plugin = this.#options.host.find(alias);
    if (!connection?.trigger) throw new Fault("unavailable", plugin ? whyDown(plugin) : this.#unknown(alias));
    if (!connection.features("trigger").includes("SCHEDULE"))
      throw new Fault("unimplemented", `trigger "${alias}" has no schedule`);
    const [sent] = await this.#resolve([subscription]);
    if (!sent)
      throw new Fault("precondition", this.#unresolved.get(subscription.id) ?? "its settings are not resolved");
    const { timesMs } = await connection.trigger.previewSchedule(
      { subscription: { ...sent, parameters: { ...sent.parameters } }, afterMs, count },
      { timeoutMs: 10_000, signal: connection.closed },
    );
    // What comes from a plugin is checked before it decides anything.
    return timesMs.filter((time) => isTime(time) && time > afterMs).slice(0, count);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const unwatch of this.#unwatch) unwatch();
    clearTimeout(this.#again);
    this.#stop.abort();
    await Promise.all(this.#work);
  }

  #connect(alias: string): void {
    const { host } = this.#options;
    const connection = host.connection(alias);
    const known = this.#links.get(alias);
    if (!connection?.trigger || connection.closed.aborted || (known && !known.closed.aborted)) return;
    this.#links.set(alias, this.#open(connection, connection.trigger));
  }

  #open({ alias, closed: ended }: PluginConnection, client: TriggerClient): TriggerLink {
    const { desk, log, ledger } = this.#options;
    const closed = AbortSignal.any([ended, this.#stop.signal]);
    const link = openTriggerLink({ alias, closed }, client, {
      subscriptions: async () => {
        const subscriptions = ledger.triggers.listSubscriptions(alias);
        this.#forget(alias, subscriptions);
        return this.#resolve(subscriptions);
      },
      take: async (messages) => {
        const answers = await desk.take(alias, messages, this.#stop.signal);
        this.#options.reached("firing answered");
        return answers;
      },
      onStatus: (id, status) => {
        if (!this.#told.get(alias)?.has(id)) return;
        this.#statuses.set(id, status);
      },
      onTrouble: (error) =>
        log.warn({ trigger: alias, error: messageOf(error) }, "trigger interrupted, connecting again"),
    });
    const work: Promise<void> = link.followed.finally(() => this.#work.delete(work));
    this.#work.add(work);
    return link;
  }

  #forget(alias: string, wanted: readonly Subscription[]): void {
    const ids = new Set(wanted.map(({ id }) => id));
    for (const id of this.#told.get(alias) ?? []) {
      if (ids.has(id)) continue;
      this.#statuses.delete(id);
      this.#unresolved.delete(id);
    }
    this.#told.set(alias, ids);
  }

  /** Those whose settings can be resolved; the others say why they are not sent. */
  async #resolve(subscriptions: readonly Subscription[]): Promise<readonly SentSubscription[]> {
    const { resolveSettings } = this.#options;
    const sent: SentSubscription[] = [];
    for (const subscription of subscriptions) {
      const { id, namespace, pipelineId, label, settings, sinceMs, lastExpectedAtMs } = subscription;
      try {
        const parameters = await this.#parameters(resolveSettings, subscription, settings);
        this.#unresolved.delete(id);
        sent.push({ id, parameters, namespace, pipelineId, label, createdAtMs: sinceMs, lastExpectedAtMs });
      } catch (error) {
        this.#unresolved.set(id, messageOf(error));
        this.#again ??= setTimeout(() => {
          this.#again = undefined;
          this.refresh();
        }, resolveAgainMs).unref();
      }
    }
    return sent;
  }

  #parameters(
    resolveSettings: ResolveSettings | undefined,
    ref: PipelineRef,
    settings: Readonly<Record<string, string>>,
  ): Promise<Readonly<Record<string, string>>> | Readonly<Record<string, string>> {
    const found = referenceIn(settings);
    if (!found) return settings;
    if (!resolveSettings)
      throw new Fault("precondition", `setting ${found.variable} refers to ${found.reference}, and there is no store`);
    return resolveSettings(ref, settings);
  }

  async #check(
    ref: PipelineRef,
    { name, label, settings }: TriggerConfig,
  ): Promise<{ problems: readonly string[]; unavailable?: string }> {
    const { host } = this.#options;
    const about = (problem: string) => `trigger "${name}" with label "${label}": ${problem}`;
    const plugin = host.find(name);
    const connection = host.connection(name);
    if (!plugin || (connection && !connection.trigger)) return { problems: [about(this.#unknown(name))] };
    const found = referenceIn(settings);
    if (found?.reference.startsWith("global_secret"))
      return {
        problems: [about(`setting ${found.variable} refers to a global secret: use a pipeline secret`)],
      };
    if (found && !this.#options.resolveSettings)
      return {
        problems: [
          about(`setting ${found.variable} refers to ${found.reference}, and there is no store to find it in`),
        ],
      };
    if (!connection?.trigger)
      return { problems: [], unavailable: about(`it cannot be asked whether it takes this: ${whyDown(plugin)}`) };
    const subscription = {
      id: "",
      parameters: { ...settings },
      namespace: ref.namespace,
      pipelineId: ref.pipelineId,
      label,
      createdAtMs: 0,
      lastExpectedAtMs: 0,
    };
    try {
      const { violations } = await connection.trigger.validateSubscription(
        { subscription },
        { timeoutMs: 10_000, signal: connection.closed },
      );
      return { problems: violations.map((violation) => about(violation)) };
    } catch (error) {
      return { problems: [], unavailable: about(messageOf(error)) };
    }
  }

  #unknown(alias: string): string {
    const names = this.list().map((plugin) => plugin.alias);
    return `no trigger is installed as "${alias}": there ${names.length === 1 ? "is" : "are"} ${names.join(", ") || "none"}`;
  }
}

function whyDown({ alias, enabled, state, message }: PluginSnapshot): string {
  if (!enabled) return `trigger "${alias}" is disabled`;
  return `trigger "${alias}" is ${state === "crashLoop" ? "crashing again and again" : state}${message ? ` (${message})` : ""}`;
}

/** The first reference to a store. */
function referenceIn(
  settings: Readonly<Record<string, string>>,
): { readonly variable: string; readonly reference: string } | undefined {
  for (const [variable, value] of Object.entries(settings)) {
    for (const part of parseValue(value)) if (typeof part !== "string") return { variable, reference: part.text };
  }
}

function sameSettings(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

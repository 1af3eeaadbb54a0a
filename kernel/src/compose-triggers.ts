import { messageOf } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import { openIngress } from "./adapters/ingress/ingress.js";
import type { Engine } from "./app/engine.js";
import { ExternalEvents } from "./app/external-events.js";
import { FiringDesk } from "./app/firing-desk.js";
import { openTriggerRetention } from "./app/trigger-retention.js";
import { type ResolveSettings, Triggers } from "./app/triggers.js";
import type { Ledger } from "./ports/ledger.js";
import type { PluginHost } from "./ports/plugin-host.js";
import type { Scope } from "./scope.js";

export interface TriggerParts {
  readonly ledger: Ledger;
  readonly engine: Engine;
  readonly host: PluginHost;
  readonly log: Logger;
  readonly now: () => number;
  readonly resolveSettings: ResolveSettings | undefined;
  readonly externalEvents: { readonly enabled: boolean; readonly host: string };
  /** Absent serves external events without TLS, and goes on without them when the address is taken. */
  readonly certificate: { readonly pem: string; readonly keyPem: string } | undefined;
  readonly onCertificate: ((listener: (next: { pem: string; keyPem: string }) => void) => void) | undefined;
  readonly reached: (point: string) => void;
}

const inbox = { events: 10_000, bytes: 512 << 20 };
const ingress = {
  maxBodyBytes: 8 << 20,
  maxReceivingBytes: 64 << 20,
  rate: { perSecond: 500, burst: 2000 },
};
/** Shorter than the patience of those who send webhooks. */
const replyWithinMs = 8000;

export interface ComposedTriggers {
  readonly triggers: Triggers;
  /** Empty where external events are not taken. */
  readonly eventsAddress: string;
  /** What an admin should know, one sentence each. */
  readonly warnings: readonly string[];
}

/** Everything between trigger plugins and the engine. */
export async function composeTriggers(parts: TriggerParts, scope: Scope): Promise<ComposedTriggers> {
  const { externalEvents, certificate, log } = parts;
  const desk = new FiringDesk(parts);
  scope.use(openTriggerRetention(parts));
  const triggers = scope.use(new Triggers({ ...parts, desk }));
  triggers.open();
  const events = scope.use(
    new ExternalEvents({ ...parts, desk, inbox, replyWithinMs, revisionFor: (alias) => triggers.revisionFor(alias) }),
  );
  events.open();
  if (!externalEvents.enabled) return { triggers, eventsAddress: "", warnings: [] };
  const options = { ...ingress, ...parts, events, address: externalEvents.host };
  try {
    const { address } = scope.use(await openIngress(options));
    return { triggers, eventsAddress: address, warnings: [] };
  } catch (error) {
    // Two kernels in development mode on one machine are no reason to have none.
    if (certificate) throw error;
    log.warn(messageOf(error));
    return { triggers, eventsAddress: "", warnings: [messageOf(error)] };
  }
}

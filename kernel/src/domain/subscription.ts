import type { PipelineRef } from "./pipeline.js";

/** What happens to a firing while a run of the same subscription is live. */
export type Overlap = "allow" | "skip" | "queue" | "cancelPrevious";

/** A pipeline's declared use of a trigger, as the ledger keeps it. */
export interface Subscription extends PipelineRef {
  readonly key: number;
  /** What plugins know it by: stable over versions of the pipeline. */
  readonly id: string;
  /** Alias of the trigger's installation. */
  readonly alias: string;
  readonly label: string;
  /** As the author wrote them: references are not resolved. */
  readonly settings: Readonly<Record<string, string>>;
  /** When it was made or its settings changed: nothing before it is expected. */
  readonly sinceMs: number;
  /** Latest expected fire that has a verdict; 0 when there is none. */
  readonly lastExpectedAtMs: number;
  /** Its pipeline is disabled: what fires is refused, and expected fires are skipped. */
  readonly paused: boolean;
}

/** How a subscription is doing, as far as the kernel knows. */
export interface SubscriptionStatus {
  readonly state: "pending" | "active" | "paused" | "failed" | "finished";
  /** One sentence for a person; empty when all is well. */
  readonly message: string;
  /** When it fires next; 0 when never or not known. */
  readonly nextAtMs: number;
}

/** A trigger says "run". */
export interface Firing {
  readonly subscriptionId: string;
  /** Names the event itself, so that one that comes twice makes one run. */
  readonly eventId: string;
  readonly occurredAtMs: number;
  /** Literal text: nothing in them is substituted. */
  readonly variables: Readonly<Record<string, string>>;
  readonly details: string;
  /** The expected time that it is for; 0 when it is for none. */
  readonly expectedAtMs: number;
  /** When it was meant to be taken, where that is later than expected on purpose (jitter); 0 when it is not. */
  readonly dueAtMs: number;
  readonly overlap: Overlap;
}

/** How one expected fire of a schedule ended. There is exactly one for each. */
export interface Verdict {
  readonly expectedAtMs: number;
  readonly kind: "onTime" | "late" | "skipped" | "missed";
  /** How much later than expected it was taken; 0 unless it is late. */
  readonly lateMs: number;
  /** The run that it made; 0 when it made none, or none yet. */
  readonly runId: number;
  /** Why there is no run. */
  readonly reason: string;
}

/** A firing or an external event that came to nothing, kept for people. */
export interface DeadLetter {
  readonly key: number;
  readonly alias: string;
  /** Undefined when it names no subscription that there is. */
  readonly subscription: (PipelineRef & { readonly label: string }) | undefined;
  readonly eventId: string;
  readonly occurredAtMs: number;
  readonly refusedAtMs: number;
  readonly reason: string;
  readonly details: string;
}

/** An external HTTP request that is stored until its trigger has handled it. */
export interface ExternalEvent {
  readonly key: number;
  /** The same for every delivery. */
  readonly id: string;
  readonly alias: string;
  readonly receivedAtMs: number;
  readonly method: string;
  /** Path and query as sent. */
  readonly path: string;
  /** In order, names as sent. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** What is kept of each subscription: firings and verdicts. */
export const retention = { ageMs: 30 * 24 * 3600_000, rows: 10_000 };

/** A fire is on time when its run is durable this soon after it was expected. */
export const onTimeWithinMs = 1000;

/** The verdict of an expected fire that made or will make a run. */
export function firedVerdict({ expectedAtMs, dueAtMs }: Firing, nowMs: number, runId: number): Verdict {
  const lateMs = Math.max(0, nowMs - Math.max(expectedAtMs, dueAtMs));
  const late = lateMs > onTimeWithinMs;
  return { expectedAtMs, kind: late ? "late" : "onTime", lateMs: late ? lateMs : 0, runId, reason: "" };
}

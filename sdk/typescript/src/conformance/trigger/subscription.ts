import type { SubscriptionInput } from "@gofer/proto";
import type { Bench } from "../bench.js";
import type { Fixture } from "../fixture.js";

type Subscribed = SubscriptionInput & {
  readonly id: string;
  readonly createdAtMs: number;
  readonly lastExpectedAtMs: number;
};

export function subscribe(
  bench: Bench,
  parameters: Readonly<Record<string, string>>,
  more: { readonly createdAtMs?: number; readonly lastExpectedAtMs?: number } = {},
): Subscribed {
  return {
    id: bench.random.label("subscription"),
    namespace: "default",
    pipelineId: "conformance",
    label: "label",
    ...more,
    parameters: { ...parameters },
    createdAtMs: more.createdAtMs ?? Date.now(),
    lastExpectedAtMs: more.lastExpectedAtMs ?? 0,
  };
}

export function parametersOf(fixture: Fixture): Readonly<Record<string, string>> {
  return fixture.trigger?.parameters ?? {};
}

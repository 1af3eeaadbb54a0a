import { type SubscriptionInput, Trigger } from "@gofer/proto";
import type { Bench } from "../bench.js";
import { type Client, Connection } from "./connection.js";
import { subscribe } from "./subscription.js";

const hourMs = 3600_000;

/** Does with a trigger what a kernel does. What it opens is closed after the case. */
export async function drive(bench: Bench) {
  const { trigger } = bench.fixture;
  if (!trigger) return bench.skip("the fixture says nothing about subscriptions: add trigger.parameters");
  const client = (await bench.plugin()).client(Trigger);
  return {
    client,
    trigger,
    connect: (to: Client = client) => {
      const connection = new Connection(to);
      bench.defer(async () => connection.close());
      return connection;
    },
  };
}

/** A schedule with at least three fires in the past, and these fires. */
export async function driveSchedule(bench: Bench) {
  const driven = await drive(bench);
  const { client, trigger } = driven;
  const parameters = trigger.catchUpParameters;
  if (!parameters) return bench.skip("the fixture names no trigger.catchUpParameters");
  for (const hours of [6, 24 * 8, 24 * 400]) {
    const missed = subscribe(bench, parameters, { createdAtMs: Date.now() - hours * hourMs });
    const times = await preview(client, missed, missed.createdAtMs, 100);
    const past = times.filter((time) => time < Date.now() - 1000);
    if (past.length >= 3 && past.length < 100) return { ...driven, missed, past };
  }
  return bench.skip("trigger.catchUpParameters have not between 3 and 99 fires in 6 hours, 8 days or 400 days");
}

export async function preview(client: Client, subscription: SubscriptionInput, afterMs: number, count: number) {
  return (await client.previewSchedule({ subscription, afterMs, count }, { timeoutMs: 10_000 })).timesMs;
}

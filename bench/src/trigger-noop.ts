import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { definePlugin, servePlugin } from "@gofer/sdk/plugin";
import { openTrigger, type Subscriber } from "@gofer/sdk/trigger";
import * as z from "zod";

// A trigger that fires as often as its subscription says, with so many firings outstanding, and notes how long
// each took to be durable. The file of a label appears when all are.

const Parameters = z.strictObject({
  count: z.coerce.number(),
  in_flight: z.coerce.number(),
  /** Pause of each that is in flight after its firing was durable. */
  pause_ms: z.coerce.number().default(0),
});

const nowMs = () => performance.timeOrigin + performance.now();

async function fireAll(
  subscriber: Subscriber,
  { count, in_flight: inFlight, pause_ms: pauseMs }: z.output<typeof Parameters>,
  file: string,
): Promise<void> {
  const ackMs: number[] = [];
  let fired = 0;
  const worker = async () => {
    while (fired < count) {
      const eventId = String(fired++);
      const firedAtMs = nowMs();
      const variables = { BENCH_FIRED_AT: String(firedAtMs) };
      const { outcome } = await subscriber.fire({ eventId, details: "the benchmark", variables });
      if (outcome !== "durable") throw new Error(`firing ${eventId} was ${outcome}`);
      ackMs.push(nowMs() - firedAtMs);
      if (pauseMs > 0) await delay(pauseMs);
    }
  };
  const fromMs = nowMs();
  await Promise.all(Array.from({ length: inFlight }, worker));
  writeFileSync(`${file}.new`, JSON.stringify({ fromMs, untilMs: nowMs(), ackMs }));
  renameSync(`${file}.new`, file);
}

await servePlugin(
  definePlugin({
    name: "trigger-noop",
    version: "0.1.0",
    roles: { trigger: [] },
    config: z.strictObject({ folder: z.string() }),
    parameters: Parameters,
    open: ({ folder }, { signal, log }) =>
      openTrigger({
        parameters: Parameters,
        signal,
        subscribe({ label, parameters }, subscriber) {
          fireAll(subscriber, parameters, join(folder, `${label}.json`)).catch((error: unknown) => log.error(error));
          return () => undefined;
        },
      }),
  }),
);

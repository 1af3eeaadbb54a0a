import { setTimeout as delay } from "node:timers/promises";
import { Health, Plugin } from "@gofer/proto";
import { Fault, messageOf } from "@gofer/sdk/fault";
import { clientOf } from "@gofer/sdk/rpc";
import type { PluginHealth } from "../../ports/plugin-host.js";
import { Watchdog } from "../../watchdog.js";
import type { PluginClient } from "./connection.js";
import type { LaunchedPlugin } from "./launch.js";
import type { SupervisionTiming } from "./timing.js";

/** What a plugin says of itself. */
export interface PluginStatus {
  readonly health: PluginHealth;
  readonly message: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const healthOf: Readonly<Record<string, PluginHealth>> = {
  STATE_HEALTHY: "healthy",
  STATE_DEGRADED: "degraded",
  STATE_UNHEALTHY: "unhealthy",
};

/**
 * Follows whether a plugin can do its job, until it closes; a break of the stream only means to connect again. Throws
 * `unavailable` for one that never says anything, and the last of six breaks in a row.
 */
export async function watchStatus(
  plugin: Pick<PluginClient, "watchStatus">,
  peer: string,
  closed: AbortSignal,
  { firstStatusMs }: Pick<SupervisionTiming, "firstStatusMs">,
  onStatus: (status: PluginStatus) => void,
): Promise<void> {
  let silent = true;
  for (let failures = 0; !closed.aborted; failures++) {
    // The first message comes at once, then one every 30 s at least.
    using watchdog = new Watchdog(closed, firstStatusMs);
    try {
      for await (const { state, message, attributes } of plugin.watchStatus({}, { signal: watchdog.signal })) {
        failures = 0;
        watchdog.heard(90_000);
        if (state === "STATE_DRAINING") continue;
        silent = false;
        onStatus({ health: healthOf[state] ?? "unknown", message, attributes });
      }
    } catch (error) {
      if (watchdog.signal.aborted && !closed.aborted && silent)
        throw new Fault("unavailable", `${peer} sends nothing on WatchStatus: its first message must come at once`);
      if (failures >= 5) throw error;
    }
    if (silent && failures >= 5 && !closed.aborted)
      throw new Fault("unavailable", `${peer} ends WatchStatus and sends nothing: its first message must come at once`);
    await delay(Math.min(50 * 2 ** failures, 5000), undefined, { signal: closed }).catch(() => undefined);
  }
}

/**
 * Throws `unavailable` when a process no longer answers, which is then to be ended; one whose backend is down answers,
 * and is left alone.
 */
export async function watchHealth(
  channel: LaunchedPlugin["channel"],
  peer: string,
  closed: AbortSignal,
  { healthIntervalMs, healthTimeoutMs, healthMisses }: SupervisionTiming,
): Promise<void> {
  const health = clientOf(Health, channel, { peer });
  for (let misses = 0; !closed.aborted; ) {
    await delay(healthIntervalMs, undefined, { signal: closed }).catch(() => undefined);
    if (closed.aborted) return;
    try {
      const { status } = await health.check({ service: "plugin" }, { timeoutMs: healthTimeoutMs, signal: closed });
      if (status !== "SERVING") throw new Fault("unavailable", `its health service says ${status}`);
      misses = 0;
    } catch (error) {
      if (closed.aborted) return;
      if (++misses >= healthMisses)
        throw new Fault("unavailable", `${peer} failed ${misses} health checks and was ended: ${messageOf(error)}`);
    }
  }
}

/** Waits until a plugin has ended its tasks, as long as it answers and nobody is in a hurry. */
export async function finishTasks(
  { channel, exited }: LaunchedPlugin,
  peer: string,
  hurry: AbortSignal,
  timing: SupervisionTiming,
): Promise<void> {
  if (hurry.aborted) return;
  const { handoverMs } = timing;
  const over = new AbortController();
  const until = AbortSignal.any([hurry, over.signal]);
  const call = { timeoutMs: handoverMs + 5000, signal: until };
  await Promise.race([
    clientOf(Plugin, channel, { peer }).drain({ drainTimeoutMs: handoverMs }, call),
    watchHealth(channel, peer, until, timing),
    exited,
  ]).catch(() => undefined);
  over.abort();
}

import { messageOf } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import type { Ledger } from "../ports/ledger.js";
import type { PluginHost, PluginSnapshot } from "../ports/plugin-host.js";
import { kernelInitiator } from "./run-events.js";

/** A plugin whose health flutters is recorded once in this time; changes of state are recorded at once. */
const healthIntervalMs = 1000;

interface Known {
  recorded: PluginSnapshot;
  readonly atMs: number;
  later: NodeJS.Timeout | undefined;
}

/** Records the changes of a plugin's state, version and health as events, with the reason. */
export function recordPluginStates(options: {
  readonly host: PluginHost;
  readonly ledger: Ledger;
  readonly log: Logger;
  readonly now: () => number;
}): Disposable {
  const { host, ledger, log, now } = options;
  const known = new Map<string, Known>();
  const onChange = (plugin: PluginSnapshot) => {
    const before = known.get(plugin.alias);
    if (before?.recorded.state === plugin.state && before.recorded.version === plugin.version) {
      if (before.recorded.health === plugin.health || before.later) return;
      const waitMs = before.atMs + healthIntervalMs - now();
      if (waitMs > 0) {
        before.later = setTimeout(() => {
          before.later = undefined;
          const latest = host.find(plugin.alias);
          if (latest) onChange(latest);
        }, waitMs).unref();
        return;
      }
    }
    clearTimeout(before?.later);
    known.set(plugin.alias, { recorded: plugin, atMs: now(), later: undefined });
    record(plugin, before?.recorded.state);
  };
  const record = ({ alias, version, state, health, message }: PluginSnapshot, from: string | undefined) => {
    const occurredAtMs = now();
    const details = {
      plugin: alias,
      version,
      state,
      health,
      ...(from === undefined ? {} : { from }),
      ...(message ? { message } : {}),
    };
    ledger
      .commit((writer) =>
        writer.recordEvents([{ kind: "plugin_state_changed", initiator: kernelInitiator, occurredAtMs, details }]),
      )
      .catch((error: unknown) =>
        log.warn({ plugin: alias, error: messageOf(error) }, "change of a plugin's state is not recorded"),
      );
  };
  for (const plugin of host.list()) if (plugin.enabled) onChange(plugin);
  const unsubscribe = host.onChange(onChange);
  return {
    [Symbol.dispose]: () => {
      unsubscribe();
      for (const { later } of known.values()) clearTimeout(later);
    },
  };
}

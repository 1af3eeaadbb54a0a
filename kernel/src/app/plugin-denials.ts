import type { ApiGrant } from "../domain/permission.js";
import type { Ledger } from "../ports/ledger.js";
import { kernelInitiator } from "./run-events.js";

/** A call of a plugin that was denied. */
export interface PluginDenial {
  readonly alias: string;
  readonly method: string;
  /** What it would have needed; undefined for what no plugin may do. */
  readonly grant: ApiGrant | undefined;
}

/** Records what plugins tried beyond their grants. */
export interface PluginDenials {
  /** Nobody waits for the record: the answer does not depend on it. */
  readonly record: (denial: PluginDenial) => void;
}

/** Least time between two records of one plugin and method: what is recorded does not grow with what is tried. */
const recordEveryMs = 60_000;

/** The kinds of denial are as few as plugins and methods are, so that memory and events are bounded. */
export function createPluginDenials({ ledger, now }: { ledger: Ledger; now: () => number }): PluginDenials {
  const known = new Map<string, { recordedAtMs: number; unrecorded: number }>();
  return {
    record({ alias, method, grant }) {
      const key = `${alias} ${method}`;
      const calls = known.get(key) ?? { recordedAtMs: Number.NEGATIVE_INFINITY, unrecorded: 0 };
      known.set(key, calls);
      calls.unrecorded++;
      const occurredAtMs = now();
      if (occurredAtMs - calls.recordedAtMs < recordEveryMs) return;
      const details = {
        plugin: alias,
        method,
        ...(grant === undefined ? {} : { missing: `api:${grant}` }),
        calls: String(calls.unrecorded),
      };
      calls.recordedAtMs = occurredAtMs;
      calls.unrecorded = 0;
      void ledger
        .commit((writer) =>
          writer.recordEvents([{ kind: "plugin_denied", initiator: kernelInitiator, occurredAtMs, details }]),
        )
        .catch(() => undefined);
    },
  };
}

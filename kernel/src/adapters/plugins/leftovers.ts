import { messageOf } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import { isPluginContainer } from "../../domain/plugin-container.js";

/** What is needed of a scheduler for it. */
export interface ListingScheduler {
  readonly alias: string;
  readonly closed: AbortSignal;
  /** Keys of containers that are to stay. */
  readonly wanted: ReadonlySet<string>;
  readonly client: {
    readonly list: (
      request: Record<string, never>,
      options: { signal: AbortSignal },
    ) => AsyncIterable<{ readonly containers: readonly { readonly key: string }[] }>;
    readonly remove: (
      request: { keys: string[]; sandboxes: string[] },
      options: { timeoutMs: number; signal: AbortSignal },
    ) => Promise<unknown>;
  };
}

/** A scheduler that lists more, or longer, has something to hide: what is found by then is removed. */
const bounds = { containers: 100_000, listMs: 30_000, removeMs: 60_000, batch: 500 };

/**
 * Removes the containers of plugins that nobody wants: those of an earlier kernel, and those that could not be removed in
 * their time. Never throws; ends at once when the signal aborts.
 */
export async function removeLeftovers(scheduler: ListingScheduler, log: Logger, stop: AbortSignal): Promise<void> {
  const { client, closed, wanted, alias } = scheduler;
  const signal = AbortSignal.any([stop, closed]);
  const found: string[] = [];
  try {
    let seen = 0;
    const listing = AbortSignal.any([signal, AbortSignal.timeout(bounds.listMs)]);
    for await (const { containers } of client.list({}, { signal: listing })) {
      for (const { key } of containers) if (isPluginContainer(key) && !wanted.has(key)) found.push(key);
      seen += containers.length;
      if (seen > bounds.containers || found.length > bounds.containers) break;
    }
  } catch (error) {
    if (signal.aborted) return;
    log.warn({ scheduler: alias, error: messageOf(error) }, "containers of plugins could not be listed to the end");
  }
  for (let at = 0; at < found.length && !signal.aborted; at += bounds.batch) {
    const keys = found.slice(at, at + bounds.batch);
    log.warn(
      { scheduler: alias, containers: keys.length },
      "removing containers of plugins that an earlier kernel left",
    );
    await client
      .remove({ keys, sandboxes: [] }, { timeoutMs: bounds.removeMs, signal })
      .catch((error: unknown) => log.warn({ scheduler: alias, error: messageOf(error) }, "they could not be removed"));
  }
}

import { setMaxListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { Fault, faultCodeOf, isTransient, messageOf } from "@gofer/sdk/fault";
import type { PluginConnection, SchedulerClient } from "../ports/plugin-host.js";
import { Watchdog } from "../watchdog.js";
import { backoffMs } from "./backoff.js";
import { createBatcher, maxItems } from "./batcher.js";
import { type ContainerStatus, collectContainers } from "./container-list.js";
import { createIdleTalk } from "./idle-talk.js";
import { createImages } from "./images.js";
import type { PortionLimits } from "./portions.js";
import { createStartStream } from "./start-stream.js";

type StartRequest = Parameters<SchedulerClient["start"]>[0];
export type ContainerSpec = NonNullable<StartRequest["containers"]>[number];
type StartResult = Awaited<ReturnType<SchedulerClient["start"]>>["results"][number];
type ExecRequests = Parameters<SchedulerClient["exec"]>[0];
export type ExecRequest = ExecRequests extends AsyncIterable<infer Message> ? Message : never;
export type ExecMessage = ReturnType<SchedulerClient["exec"]> extends AsyncIterable<infer Message> ? Message : never;
export type LogMessage =
  ReturnType<SchedulerClient["streamLogs"]> extends AsyncIterable<infer Message> ? Message : never;

/** What a link tells the engine. */
export interface LinkListener {
  /** The truth: every container of the installation, and which keys were running when it was asked for. */
  readonly onList: (
    link: SchedulerLink,
    containers: ReadonlyMap<string, ContainerStatus>,
    before: ReadonlySet<string>,
  ) => void;
  readonly onChange: (link: SchedulerLink, container: ContainerStatus) => void;
  /** Keys that the engine knows to be running now. */
  readonly runningKeys: () => ReadonlySet<string>;
  readonly onTrouble: (error: unknown) => void;
  /** What is wrong with how it does its job; undefined when it does it again. */
  readonly onFitness: (problem: string | undefined) => void;
}

/** One connection to a scheduler plugin: batches what goes out, and follows what comes back. */
export interface SchedulerLink {
  readonly alias: string;
  /** The connection has closed; another link takes over. */
  readonly closed: AbortSignal;
  readonly images: ReturnType<typeof createImages>;
  /** Throws the item's error as a fault. */
  readonly start: (spec: ContainerSpec) => Promise<ContainerStatus>;
  readonly stop: (item: { key: string; graceMs: number }) => Promise<void>;
  readonly remove: (item: { key: string } | { sandbox: string }) => Promise<void>;
  /** Undefined when no object carries the key. */
  readonly inspect: (key: string) => Promise<ContainerStatus | undefined>;
  readonly logs: (key: string, cursor: Buffer) => AsyncIterable<LogMessage>;
  /** Undefined for a scheduler without the feature EXEC. */
  readonly exec:
    | ((requests: AsyncIterable<ExecRequest>, signal: AbortSignal) => AsyncIterable<ExecMessage>)
    | undefined;
  /** Ends when the connection has closed. */
  readonly followed: Promise<void>;
}

/** A call of its own for each step of a chain would take as much time as its start. */
const removals = { gatherMs: 20 };
const startTimeoutMs = 60_000;
/** A message may have 16 MiB (contract), and a character three bytes. */
const startLimits: PortionLimits<ContainerSpec> = {
  maxItems,
  maxWeight: 4 << 20,
  weigh: ({ environment = {}, entrypoint = [], command = [] }) => {
    let characters = 0;
    for (const name in environment) characters += name.length + (environment[name]?.length ?? 0);
    for (const word of entrypoint) characters += word.length;
    for (const word of command) characters += word.length;
    return characters;
  },
};

export function openSchedulerLink(
  connection: Pick<PluginConnection, "alias" | "closed" | "features">,
  client: SchedulerClient,
  listener: LinkListener,
): SchedulerLink {
  const { closed } = connection;
  // Every call and log stream that is under way listens to it.
  setMaxListeners(0, closed);
  const images = createImages(client, closed);
  const idleTalk = createIdleTalk(() => performance.now());

  const start = connection.features("scheduler").includes("STREAM_STARTS")
    ? createStartStream(client, {
        alias: connection.alias,
        limits: startLimits,
        timeoutMs: startTimeoutMs,
        signal: closed,
      })
    : createBatcher(
        async (containers: ContainerSpec[]) =>
          (await client.start({ containers }, { timeoutMs: startTimeoutMs, signal: closed })).results,
        { limits: startLimits },
      );
  const stop = createBatcher(
    async (items: { key: string; graceMs: number }[]) => (await client.stop({ items }, { signal: closed })).results,
  );
  const remove = createBatcher(async (items: ({ key: string } | { sandbox: string })[]) => {
    const keys = items.flatMap((item) => ("key" in item ? [item.key] : []));
    const sandboxes = items.flatMap((item) => ("sandbox" in item ? [item.sandbox] : []));
    const { results } = await client.remove({ keys, sandboxes }, { timeoutMs: 60_000, signal: closed });
    let key = 0;
    let sandbox = keys.length;
    return items.map((item) => results["key" in item ? key++ : sandbox++]);
  }, removals);

  const link: SchedulerLink = {
    alias: connection.alias,
    closed,
    images,
    async start(spec) {
      idleTalk.expect(1);
      const { error, started } = await start(spec);
      throwItem(error);
      if (!started?.status)
        throw new Fault(
          "internal",
          `scheduler "${connection.alias}" answered Start of ${String(spec.key)} without a status`,
        );
      return started.status;
    },
    stop: async (item) => throwItem((await stop(item)).error),
    remove: async (item) => throwItem((await remove(item))?.error),
    async inspect(key) {
      try {
        return (await client.inspect({ key }, { timeoutMs: 10_000, signal: closed })).status ?? undefined;
      } catch (error) {
        if (error instanceof Fault && error.code === "notFound") return undefined;
        throw error;
      }
    },
    logs: (key, cursor) => client.streamLogs({ key, cursor, follow: true }, { signal: closed }),
    exec: connection.features("scheduler").includes("EXEC")
      ? (requests, signal) => client.exec(requests, { signal })
      : undefined,
    get followed() {
      return followed;
    },
  };
  const followed = follow(link, client, listener, idleTalk);
  return link;
}

/** The contract asks for the first message of WatchEvents at once, and for one every 30 s. */
const firstMessageMs = 10_000;
const silenceMs = 90_000;
/** How long it must do well to be well again. */
const recoveryMs = 60_000;

/** Events are hints, List is the truth: it lists after every connect and every resync. */
async function follow(
  link: SchedulerLink,
  client: SchedulerClient,
  listener: LinkListener,
  idleTalk: ReturnType<typeof createIdleTalk>,
): Promise<void> {
  let resumeToken: Buffer = Buffer.alloc(0);
  let unfitAtMs: number | undefined;
  for (let failures = 0; !link.closed.aborted; ) {
    using watchdog = new Watchdog(link.closed, firstMessageMs);
    try {
      let listed = false;
      for await (const message of client.watchEvents({ resumeToken }, { signal: watchdog.signal })) {
        // A list has times of its own.
        watchdog.pause();
        if (!listed) idleTalk.expect(listener.runningKeys().size);
        if (!listed || message.resync) listed = await tryList(link, client, listener);
        failures = 0;
        for (const { status } of message.events) if (status) listener.onChange(link, status);
        resumeToken = message.resumeToken;
        const pauseMs = idleTalk.heard({ events: message.events.length, resync: message.resync });
        if (pauseMs > 0) await delay(pauseMs, undefined, { signal: link.closed });
        watchdog.heard(silenceMs);
        if (unfitAtMs === undefined || performance.now() - unfitAtMs < recoveryMs) continue;
        unfitAtMs = undefined;
        listener.onFitness(undefined);
      }
    } catch (error) {
      if (link.closed.aborted) return;
      const problem = watchdog.signal.aborted ? silent(link.alias) : error;
      listener.onTrouble(problem);
      // What breaks once is connected again, and nobody needs to know.
      if (!isTransient(problem) || failures >= 3) {
        unfitAtMs = performance.now();
        listener.onFitness(messageOf(problem));
      }
    }
    await delay(backoffMs(failures++), undefined, { signal: link.closed }).catch(() => undefined);
  }
}

const silent = (alias: string) =>
  new Fault(
    "precondition",
    `scheduler "${alias}" sends nothing on WatchEvents, not even a sign of life every 30 s: restart it (gofer plugin restart ${alias}), or use another one`,
  );

/** False while the backend cannot be asked: a resync, or the next sign of life, is the time to list again. */
async function tryList(link: SchedulerLink, client: SchedulerClient, listener: LinkListener): Promise<boolean> {
  try {
    await list(link, client, listener);
    return true;
  } catch (error) {
    if (link.closed.aborted || !isTransient(error)) throw error;
    listener.onTrouble(error);
    return false;
  }
}

async function list(link: SchedulerLink, client: SchedulerClient, listener: LinkListener): Promise<void> {
  const before = new Set(listener.runningKeys());
  const open = (signal: AbortSignal) => client.list({}, { signal });
  listener.onList(link, await collectContainers(link.alias, open, link.closed), before);
}

function throwItem(error: StartResult["error"] | undefined): void {
  if (error) throw new Fault(faultCodeOf(error.code), error.message);
}

import { setTimeout as delay } from "node:timers/promises";
import { Fault, messageOf } from "@gofer/sdk/fault";
import * as z from "zod";
import type { Engine, EngineFacts } from "./engine.js";
import { engineFault } from "./engine-fault.js";
import { jsonLines } from "./json-lines.js";

const Message = z.object({
  Action: z.string(),
  Actor: z.object({ ID: z.string(), Attributes: z.record(z.string(), z.string()).default({}) }),
  timeNano: z.number(),
});

/** Something that the engine says has happened to one container. */
export interface EngineEvent {
  readonly action: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly atMs: number;
}

/** The engine keeps so many of its latest events (Docker's eventsLimit), of all containers and of whatever else it has. */
const keptEvents = 256;

/** What the engine has kept of its events, and whether those are all since it started. */
export async function pastEvents(
  engine: Pick<Engine, "openStream">,
): Promise<{ readonly events: readonly EngineEvent[]; readonly isAll: boolean }> {
  const until = (Date.now() / 1000).toFixed(3);
  const events: EngineEvent[] = [];
  for await (const line of jsonLines(await engine.openStream("/events", { since: "1", until })))
    events.push(eventOf(line));
  return { events, isAll: events.length < keptEvents };
}

function eventOf(line: unknown): EngineEvent {
  const { Action: action, Actor: actor, timeNano } = Message.parse(line);
  return { action, id: actor.ID, attributes: actor.Attributes, atMs: timeNano / 1e6 };
}

export interface EngineListener {
  /** The engine answers and events flow; what happened before must be looked up. A failure counts as a loss. */
  readonly onUp: (facts: EngineFacts) => Promise<void>;
  readonly onEvent: (event: EngineEvent) => void;
  readonly onDown: (why: Fault) => void;
}

const check = { everyMs: 10_000, timeoutMs: 5000 };

/**
 * Keeps one event stream of the engine open for everything: its end is the sign that the engine is gone, and until
 * then calls that will never be answered would wait. Tries again until the signal aborts.
 */
export async function followEngine(
  engine: Engine,
  label: string,
  listener: EngineListener,
  signal: AbortSignal,
): Promise<void> {
  let lastMs = 0;
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      const facts = await engine.facts();
      const filters = { type: ["container"], label: [label], event: ["create", "start", "die", "destroy"] };
      // The answer may come before the engine listens: a second of the past closes the gap.
      const since = ((lastMs === 0 ? Date.now() : lastMs) / 1000 - 1).toFixed(3);
      const stream = await engine.openStream("/events", { filters: JSON.stringify(filters), since });
      const end = () => stream.destroy();
      signal.addEventListener("abort", end, { once: true });
      // It may have come while the stream was opened.
      if (signal.aborted) end();
      const idle = new AbortController();
      try {
        const watch = keepAsking(engine, idle.signal).finally(end);
        const events = (async () => {
          await listener.onUp(facts);
          failures = 0;
          for await (const line of jsonLines(stream)) {
            const event = eventOf(line);
            lastMs = event.atMs;
            listener.onEvent({ ...event, atMs: Math.floor(lastMs) });
          }
          throw new Fault("unavailable", `the Docker engine at ${engine.address} ended its event stream`);
        })();
        await Promise.race([events, watch]);
      } finally {
        idle.abort();
        signal.removeEventListener("abort", end);
        end();
      }
    } catch (error) {
      if (signal.aborted) break;
      const why =
        error instanceof Fault && error.code !== "unavailable"
          ? new Fault("unavailable", `the Docker engine at ${engine.address}: ${messageOf(error)}`, { cause: error })
          : engineFault(error, engine.address);
      engine.lose(why);
      listener.onDown(why);
    }
    await delay(Math.min(50 * 2 ** failures, 1000), undefined, { signal }).catch(() => undefined);
  }
  engine.lose(new Fault("unavailable", "the plugin is stopping"));
}

/** Throws when an engine that keeps its connections no longer answers. */
async function keepAsking(engine: Engine, signal: AbortSignal): Promise<void> {
  for (;;) {
    await delay(check.everyMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    await engine.ask(engine.docker.ping(), check.timeoutMs);
  }
}

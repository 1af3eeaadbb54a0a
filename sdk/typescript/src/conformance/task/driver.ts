import { Task, type TaskDefinition, type TaskEvent, type TaskHandlers } from "@gofer/proto";
import type { ServiceClient } from "../../rpc/index.js";
import type { Bench } from "../bench.js";
import { collect, describeError, eventually, present, within } from "../check.js";
import { Nonconformance } from "../verdict.js";

type Client = ServiceClient<TaskHandlers, TaskDefinition>;

export type Settings = Readonly<Record<string, string>>;

/** Does with common tasks what a kernel does. What it starts is cancelled and forgotten after the case. */
export async function drive(bench: Bench) {
  const client = (await bench.plugin()).client(Task);
  const request = (key: string, settings: Settings, specHash = "one") => ({
    key,
    specHash,
    settings: { ...settings },
    variables: { GOFER_CONFORMANCE: "yes" },
    origin: { namespace: "default", pipelineId: "conformance", runId: 1, taskId: "task" },
  });
  const newKey = () => {
    const key = bench.random.label("t");
    bench.defer(async () => {
      const cleaner = (await bench.plugin()).client(Task);
      await cleaner.cancel({ key });
      await cleaner.forget({ keys: [key] });
    });
    return key;
  };
  return {
    client,
    newKey,
    request,
    /** All events of an execution, up to its result. */
    run: (key: string, settings: Settings, specHash?: string) =>
      events(client.run(request(key, settings, specHash), { timeoutMs: 60_000 })),
    attach: (key: string, cursor?: Buffer) =>
      events(client.attach({ key, ...(cursor ? { cursor } : {}) }, { timeoutMs: 60_000 })),
    /** Starts an execution and reads its first event; the stream is then broken off. */
    begin: async (key: string, settings: Settings) => {
      const stop = new AbortController();
      const stream = client.run(request(key, settings), { signal: stop.signal });
      const begun = (async () => {
        for await (const _message of stream) return;
      })();
      // An execution that says nothing yet has begun, too: it can be joined.
      await Promise.race([begun, eventually(`${key} can be joined`, () => isKnown(client, key))]);
      stop.abort();
      await begun.catch(() => undefined);
    },
  };
}

/** True when the key can be joined; undefined when it is unknown. */
async function isKnown(client: Client, key: string): Promise<true | undefined> {
  const stop = new AbortController();
  const answered = (async () => {
    try {
      for await (const _message of client.attach({ key }, { signal: stop.signal })) return true;
      return true;
    } catch (error) {
      if (stop.signal.aborted) return true;
      if (describeError(error).startsWith("NOT_FOUND")) return undefined;
      throw error;
    }
  })();
  const timer = setTimeout(() => stop.abort(), 300);
  try {
    return await answered;
  } finally {
    clearTimeout(timer);
  }
}

/** The events up to the result. A case may look at them later: a failure by then is no uncaught one. */
export function events(stream: AsyncIterable<{ event: TaskEvent | null }>): Promise<readonly TaskEvent[]> {
  const all = within("the execution ends", 60_000, collect(stream)).then((messages) =>
    messages.map(({ event }) => present("the event of a message", event)).filter(({ heartbeat }) => !heartbeat),
  );
  all.catch(() => undefined);
  return all;
}

export function resultOf(all: readonly TaskEvent[]): NonNullable<TaskEvent["result"]> {
  const early = all.slice(0, -1).some(({ result }) => result);
  if (early) throw new Nonconformance("an event comes after the result");
  return present("the result in the last event", all.at(-1)?.result);
}

export function logOf(all: readonly TaskEvent[]): string {
  return all.map(({ log }) => log?.data.toString("latin1") ?? "").join("");
}

/** What a joiner must see the same: the log and the result, whatever the messages are. */
export function story(
  all: readonly TaskEvent[],
): Pick<NonNullable<TaskEvent["result"]>, "kind" | "message" | "outputs"> & { readonly log: string } {
  const { kind, message, outputs } = resultOf(all);
  return { log: logOf(all), kind, message, outputs };
}

export async function endless(bench: Bench): Promise<Settings> {
  return bench.fixture.task.endlessSettings ?? bench.skip("the fixture names no task.endlessSettings");
}

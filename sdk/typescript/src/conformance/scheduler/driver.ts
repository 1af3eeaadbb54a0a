import {
  type ContainerSpecInput,
  type ContainerStatus,
  type LogChunk,
  Scheduler,
  type SchedulerDefinition,
  type SchedulerHandlers,
  type StartResult,
} from "@gofer/proto";
import { Fault } from "../../fault.js";
import type { ServiceClient } from "../../rpc/index.js";
import type { Bench, RunningPlugin } from "../bench.js";
import { check, collect, eventually, present, within } from "../check.js";
import { Nonconformance } from "../verdict.js";

export type SchedulerClient = ServiceClient<SchedulerHandlers, SchedulerDefinition>;

/** What a container has written. */
export interface Output {
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly chunks: readonly LogChunk[];
  readonly eof: boolean;
}

/** Does with a scheduler what a kernel does. What it starts is removed after the case. */
export interface Driver {
  readonly client: SchedulerClient;
  /** A spec with a new key that runs a shell script. */
  readonly script: (text: string, more?: ContainerSpecInput) => ContainerSpecInput & { readonly key: string };
  /** A spec with a new key. */
  readonly spec: (more: ContainerSpecInput) => ContainerSpecInput & { readonly key: string };
  /** Starts containers that must be taken; their states in order. */
  readonly start: (...specs: readonly ContainerSpecInput[]) => Promise<readonly ContainerStatus[]>;
  /** Starts one container that must be taken. */
  readonly startOne: (spec: ContainerSpecInput) => Promise<ContainerStatus>;
  /** Starts containers, whatever becomes of them. */
  readonly tryStart: (...specs: readonly ContainerSpecInput[]) => Promise<readonly StartResult[]>;
  readonly inspect: (key: string) => Promise<ContainerStatus>;
  /** The state after its end. */
  readonly ended: (key: string, timeoutMs?: number) => Promise<ContainerStatus>;
  /** Everything it has written, up to eof. */
  readonly output: (key: string, cursor?: Buffer) => Promise<Output>;
  /** What it has written so far. */
  readonly outputSoFar: (key: string) => Promise<Output>;
  /** Waits until it has written the text. */
  readonly hasWritten: (key: string, text: string) => Promise<void>;
  readonly list: () => Promise<readonly ContainerStatus[]>;
  readonly remove: (...keys: readonly string[]) => Promise<void>;
}

/** The scheduler that the cases share, or one of the case's own. */
export async function driveScheduler(bench: Bench, plugin?: RunningPlugin): Promise<Driver> {
  const client = (plugin ?? (await bench.plugin())).client(Scheduler);
  const image = await prepare(client, bench.fixture.scheduler.image);
  const spec: Driver["spec"] = (more) => ({ key: bench.random.label("c"), specHash: "one", image, ...more });
  const tryStart: Driver["tryStart"] = async (...containers) => {
    bench.defer(async () => {
      // The process that started it may be gone by now.
      const cleaner = plugin ? client : (await bench.plugin()).client(Scheduler);
      await cleaner.remove({ keys: containers.map(({ key = "" }) => key), sandboxes: [] }, { timeoutMs: 60_000 });
    });
    const { results } = await client.start({ containers: [...containers] }, { timeoutMs: 60_000 });
    check(
      results.length === containers.length,
      `Start of ${containers.length} containers has ${results.length} results`,
    );
    return results;
  };
  const start: Driver["start"] = async (...specs) =>
    (await tryStart(...specs)).map(({ key, started, error }) => {
      if (error) throw new Nonconformance(`Start of ${key} is refused: ${error.reason} ${error.message}`);
      return present("StartedContainer.status", present(`the outcome of ${key}`, started).status);
    });
  const startOne: Driver["startOne"] = async (one) => present("the result of Start", (await start(one))[0]);
  const inspect: Driver["inspect"] = async (key) =>
    present("InspectResponse.status", (await client.inspect({ key }, { timeoutMs: 10_000 })).status);
  const read = async (key: string, cursor: Buffer | undefined, follow: boolean): Promise<Output> => {
    const messages = await within(
      `the log of ${key} ends`,
      60_000,
      collect(client.streamLogs({ key, follow, ...(cursor ? { cursor } : {}) })),
    );
    const chunks = messages.flatMap((message) => message.chunks);
    const of = (stream: LogChunk["stream"]) =>
      Buffer.concat(chunks.filter((chunk) => chunk.stream === stream).map(({ data }) => data));
    const last = messages.at(-1);
    check(
      messages.slice(0, -1).every(({ eof }) => !eof),
      "a message comes after eof",
    );
    return { stdout: of("STREAM_STDOUT"), stderr: of("STREAM_STDERR"), chunks, eof: last?.eof ?? false };
  };
  return {
    client,
    spec,
    script: (text, more = {}) => spec({ command: ["sh", "-c", text], ...more }),
    start,
    startOne,
    tryStart,
    inspect,
    ended: (key, timeoutMs = 30_000) =>
      eventually(
        `container ${key} ends`,
        async () => {
          const status = await inspect(key);
          return status.state === "STATE_EXITED" ? status : undefined;
        },
        timeoutMs,
      ),
    output: (key, cursor) => read(key, cursor, true),
    outputSoFar: (key) => read(key, undefined, false),
    hasWritten: async (key, text) => {
      let seen = "";
      const stop = new AbortController();
      const reading = (async () => {
        for await (const { chunks } of client.streamLogs({ key, follow: true }, { signal: stop.signal })) {
          seen += chunks.map(({ data }) => data.toString()).join("");
          if (seen.includes(text)) return;
        }
        throw new Nonconformance(`container ${key} ended without having written ${JSON.stringify(text)}`);
      })();
      try {
        await within(
          `the output of ${key} holds ${JSON.stringify(text)}, it is ${JSON.stringify(seen)}`,
          20_000,
          reading,
        );
      } finally {
        stop.abort();
        await reading.catch(() => undefined);
      }
    },
    list: async () => (await collect(client.list({}))).flatMap(({ containers }) => containers),
    remove: async (...keys) => {
      const { results } = await client.remove({ keys: [...keys], sandboxes: [] }, { timeoutMs: 60_000 });
      for (const { key, error } of results) {
        if (error) throw new Nonconformance(`Remove of ${key} is refused: ${error.reason} ${error.message}`);
      }
    },
  };
}

/** Makes an image available; what to put into a spec so that it runs. */
export async function prepare(client: SchedulerClient, image: string): Promise<string> {
  const messages = await within(`image ${image} is prepared`, 120_000, collect(client.prepareImage({ image })));
  const prepared = present("the result of PrepareImage", messages.at(-1)?.prepared);
  check(prepared.reference !== "", "PreparedImage.reference is empty");
  return prepared.reference;
}

/** The numeric google.rpc code of a refused item; 0 when it was taken. */
export function codeOf({ error }: StartResult): number {
  return error?.code ?? 0;
}

/** Codes of google.rpc that items carry. */
export const itemCode = {
  invalid: 3,
  notFound: 5,
  exists: 6,
  exhausted: 8,
  precondition: 9,
  aborted: 10,
  unavailable: 14,
} as const;

/** How it ended. */
export function exitOf({ exit }: ContainerStatus): NonNullable<ContainerStatus["exit"]> {
  return present("ContainerStatus.exit of an exited container", exit);
}

/** True when the call says that there is no such container. */
export async function isUnknown(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return false;
  } catch (error) {
    if (error instanceof Fault && error.code === "notFound") return true;
    throw error;
  }
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ContainerSpec, PluginStatus, RoleImpl, StartResultInput } from "@gofer/sdk/plugin";
import type { CallContext } from "@gofer/sdk/rpc";
import { Metadata } from "@grpc/grpc-js";
import { pino } from "pino";
import { describe } from "vitest";
import { Config } from "../../plugins/scheduler-docker/src/config.js";
import { connectEngine } from "../../plugins/scheduler-docker/src/engine.js";
import { openDockerScheduler } from "../../plugins/scheduler-docker/src/scheduler.js";
import { engineAnswers, makeImages } from "../../scripts/docker-engine.mjs";

export const socket = "/var/run/docker.sock";
/** A static busybox, made here. */
export const image = "gofer-test:1";

const answers = await engineAnswers(socket);
if (answers) await makeImages(socket, image);
else if (process.env["GOFER_TEST_DOCKER"] !== "required")
  process.stderr.write(
    `\n!!! NO DOCKER ENGINE ANSWERS AT ${socket}: ITS TESTS ARE SKIPPED (node scripts/docker-engine.mjs)\n\n`,
  );

/** Tests that need the engine of this machine: skipped where there is none, unless GOFER_TEST_DOCKER=required. */
export const describeDocker = describe.skipIf(!answers && process.env["GOFER_TEST_DOCKER"] !== "required");
/** Tests that start an engine of their own need to be root as well. */
export const describeOwnEngine = describe.skipIf(
  (!answers || process.getuid?.() !== 0) && process.env["GOFER_TEST_DOCKER"] !== "required",
);

type Scheduler = RoleImpl<"scheduler">;
export type Status = NonNullable<Awaited<ReturnType<Scheduler["inspect"]>>["status"]>;

/** The plugin inside this process, as the kernel would configure it. */
export interface OpenScheduler extends AsyncDisposable {
  readonly scheduler: Scheduler;
  readonly statuses: readonly PluginStatus[];
  readonly installationId: string;
  readonly dataDirectory: string;
  /** Resolves with the next status of this state, or the present one. */
  readonly reached: (state: PluginStatus["state"]) => Promise<PluginStatus>;
  /** Ends it as a killed process would: nothing is said to anybody. Its data stays for the next one. */
  readonly crash: () => Promise<void>;
  readonly start: (spec: Partial<ContainerSpec> & { readonly key: string }) => Promise<StartResultInput>;
  /** Resolves when the container has exited. */
  readonly exited: (key: string) => Promise<Status>;
  readonly output: (key: string, cursor?: Buffer) => Promise<Output>;
}

export interface Output {
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly cursors: readonly Buffer[];
  readonly eof: boolean;
}

export function call(signal: AbortSignal = new AbortController().signal): CallContext {
  return { method: "test", metadata: new Metadata(), peer: "", signal };
}

export function specOf({ key, ...rest }: Partial<ContainerSpec> & { readonly key: string }): ContainerSpec {
  return {
    key,
    specHash: "hash",
    image,
    entrypoint: [],
    command: ["true"],
    environment: {},
    labels: {},
    limits: null,
    network: { mode: "MODE_NONE", sandbox: "" },
    ports: [],
    mounts: [],
    keepStdinOpen: false,
    stopSignal: "",
    confinement: null,
    ...rest,
  };
}

export const shell = (script: string) => ["sh", "-c", script];

export interface SchedulerSettings {
  readonly socket?: string;
  readonly installationId?: string;
  readonly dataDirectory?: string;
  readonly config?: Readonly<Record<string, unknown>>;
}

export async function openScheduler(settings: SchedulerSettings = {}): Promise<OpenScheduler> {
  const dataDirectory = settings.dataDirectory ?? mkdtempSync(join(tmpdir(), "gofer-docker-"));
  const installationId = settings.installationId ?? `t${Math.random().toString(36).slice(2, 12)}`;
  const stop = new AbortController();
  const statuses: PluginStatus[] = [];
  let wake: () => void = () => undefined;
  const config = Config.parse({ host: `unix://${settings.socket ?? socket}`, ...settings.config });
  const { scheduler, close } = await openDockerScheduler({
    config,
    engine: connectEngine(config),
    log: pino({ level: "silent" }),
    signal: stop.signal,
    installationId,
    generation: 1,
    dataDirectory,
    reportStatus: (status) => {
      statuses.push(status);
      wake();
    },
  });
  const crash = async () => {
    stop.abort();
    await close?.();
  };
  return {
    scheduler,
    statuses,
    installationId,
    dataDirectory,
    crash,
    async reached(state) {
      for (;;) {
        const last = statuses.at(-1);
        if (last?.state === state) return last;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    async start(spec) {
      const { results } = await scheduler.start({ containers: [specOf(spec)] }, call());
      const [result] = results ?? [];
      if (!result) throw new Error("no result");
      return result;
    },
    async exited(key) {
      const reading = new AbortController();
      const events = scheduler.watchEvents({ resumeToken: Buffer.alloc(0) }, call(reading.signal));
      try {
        for await (const _ of events) {
          const { status } = await scheduler.inspect({ key }, call());
          if (status?.state === "STATE_EXITED") return status;
        }
      } finally {
        reading.abort();
      }
      throw new Error("the events ended");
    },
    async output(key, cursor = Buffer.alloc(0)) {
      const stdout: Buffer[] = [];
      const stderr: Buffer[] = [];
      const cursors: Buffer[] = [];
      let complete = false;
      for await (const { chunks, eof } of scheduler.streamLogs({ key, cursor, follow: true }, call())) {
        for (const { stream, data, cursor: after } of chunks ?? []) {
          (stream === "STREAM_STDERR" ? stderr : stdout).push(Buffer.from(data ?? ""));
          cursors.push(Buffer.from(after ?? ""));
        }
        complete = eof === true;
      }
      return { stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr), cursors, eof: complete };
    },
    async [Symbol.asyncDispose]() {
      const keys: string[] = [];
      for await (const { containers } of scheduler.list({}, call()))
        keys.push(...(containers ?? []).map(({ key }) => key ?? ""));
      await scheduler.remove({ keys, sandboxes: [] }, call());
      await crash();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}

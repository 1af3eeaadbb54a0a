import { createHash } from "node:crypto";
import { once, setMaxListeners } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import {
  Health,
  ObjectStore,
  Plugin,
  type PluginDefinition,
  type PluginHandlers,
  Scheduler,
  SecretStore,
  Task,
  Trigger,
} from "@gofer/proto";
import { Fault, isTransient, messageOf } from "@gofer/sdk/fault";
import { roles } from "@gofer/sdk/plugin";
import { clientOf, type ServiceClient } from "@gofer/sdk/rpc";
import type { Logger } from "pino";
import semver from "semver";
import type { ResolveConfig } from "../../app/config-references.js";
import { type ApiGrant, apiGrantsOf } from "../../domain/permission.js";
import type {
  ConfigSettings,
  ConfigViolation,
  Installation,
  KernelAccess,
  PluginConnection,
  PluginCrash,
  PluginFacts,
  PluginHealth,
  PluginRole,
  PluginSnapshot,
  PluginTarget,
  ProcessLedger,
} from "../../ports/plugin-host.js";
import { Watchdog } from "../../watchdog.js";
import type { ContainerScheduler } from "./container.js";
import type { KeyPair } from "./endpoint.js";
import type { LaunchedPlugin } from "./launch.js";
import { type Manifest, readManifest } from "./manifest.js";
import { treeDigestOrReason } from "./package-files.js";
import { completeConfig } from "./plugin-config.js";
import type { PluginOutput } from "./plugin-output.js";
import { startPlugin } from "./start.js";

export interface SupervisorOptions {
  readonly installation: Installation;
  readonly socketRoot: string;
  readonly dataRoot: string;
  readonly installationPrefix: string;
  readonly kernelVersion: string;
  /** How a process that was granted something on the API calls it. Resolves when the API is open. */
  readonly kernelAccess: (process: { alias: string; generation: number }) => Promise<KernelAccess>;
  /** Puts global secrets in the place of references. Throws `unavailable` while they cannot be read. */
  readonly resolveConfig: ResolveConfig;
  readonly log: Logger;
  readonly processes: ProcessLedger;
  /** What the kernel shows to plugins that it does not start. */
  readonly clientCertificate: () => KeyPair;
  /** Where containers run; undefined while no scheduler works. */
  readonly scheduler: () => ContainerScheduler | undefined;
  readonly output: PluginOutput;
  /** Kept over the generations of an installation, newest first. */
  readonly crashes: PluginCrash[];
  readonly timing: SupervisionTiming;
  readonly onChange: () => void;
}

/** How patient the supervision is, in milliseconds. */
export interface SupervisionTiming {
  readonly handshakeMs: number;
  readonly stopGraceMs: number;
  /** How long a task plugin that is replaced may go on with the tasks it is at: nobody else can end them. */
  readonly handoverMs: number;
  /** Pause after the first failure; it doubles up to the longest, and starts again after a long good life. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  readonly goodLifeMs: number;
  /** More failures than `crashLoopFailures` inside the window are a crash loop: one try per `crashLoopPauseMs`. */
  readonly crashLoopFailures: number;
  readonly crashLoopWindowMs: number;
  readonly crashLoopPauseMs: number;
  /** How long a new generation may take to come to work before the old one stays for good. */
  readonly candidateMs: number;
  /** How long of that it may say that it cannot do its job. */
  readonly unhealthyMs: number;
  /** How long a plugin may take to say how it is doing. */
  readonly firstStatusMs: number;
  readonly healthIntervalMs: number;
  readonly healthTimeoutMs: number;
  /** Health checks that may fail in a row before the process is ended. */
  readonly healthMisses: number;
}

export const defaultTiming: SupervisionTiming = {
  handshakeMs: 30_000,
  stopGraceMs: 10_000,
  handoverMs: 24 * 3600_000,
  firstPauseMs: 1000,
  longestPauseMs: 60_000,
  goodLifeMs: 600_000,
  crashLoopFailures: 5,
  crashLoopWindowMs: 600_000,
  crashLoopPauseMs: 300_000,
  candidateMs: 60_000,
  unhealthyMs: 5000,
  firstStatusMs: 10_000,
  healthIntervalMs: 10_000,
  healthTimeoutMs: 3000,
  healthMisses: 3,
};

/** By JSON pointer. */
type Secrets = Readonly<Record<string, string>>;

type PluginClient = ServiceClient<PluginHandlers, PluginDefinition>;

type Facts = Omit<PluginSnapshot, "alias" | "enabled" | "source">;

const healthOf: Readonly<Record<string, PluginHealth>> = {
  STATE_HEALTHY: "healthy",
  STATE_DEGRADED: "degraded",
  STATE_UNHEALTHY: "unhealthy",
};

/** Keeps one installation running: launches, configures, watches, and starts again after a failure. */
export class Supervisor {
  readonly output: PluginOutput;
  readonly #options: SupervisorOptions;
  readonly #stop = new AbortController();
  /** Aborts when what it works on is not waited for. */
  readonly #hurry = new AbortController();
  /** What it may do with the kernel's API. */
  readonly grants: ReadonlySet<ApiGrant>;
  readonly #firstTry: { promise: Promise<void>; settle: () => void };
  #loop: Promise<void> = Promise.resolve();
  #facts: Facts;
  #connection: PluginConnection | undefined;
  #generation = 0;
  #scheduler: string | undefined;
  /** Values of secret fields that the kernel sets; what the installation says until they are changed. */
  #secrets: Secrets;
  /** The running process: all its secret values, and how it gets others. */
  #configured:
    | { secrets: Secrets; configure: (given: Secrets) => Promise<{ restartRequired: boolean; secrets: Secrets }> }
    | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#secrets = options.installation.secrets;
    this.grants = apiGrantsOf(options.installation.permissions);
    this.output = options.output;
    this.#facts = {
      name: options.installation.alias,
      version: "",
      roles: [],
      state: "stopped",
      health: "unknown",
      message: "",
      restarts: 0,
      pid: undefined,
      startedAtMs: undefined,
      attributes: {},
    };
    let settle = () => {};
    this.#firstTry = { promise: new Promise((resolve) => (settle = resolve)), settle: () => settle() };
  }

  start(): void {
    this.#loop = this.#supervise();
  }

  get installation(): Installation {
    return this.#options.installation;
  }

  /** The generation of the process that is there; 0 while there is none. */
  get generation(): number {
    return this.#generation;
  }

  /** Alias of the scheduler that runs its container; undefined for any other. */
  get scheduler(): string | undefined {
    return this.#scheduler;
  }

  /** Resolves after the first start has worked or failed, or waits for the API. */
  get settled(): Promise<void> {
    return this.#firstTry.promise;
  }

  get snapshot(): PluginSnapshot {
    const { alias, enabled, target } = this.#options.installation;
    const { source = target.kind === "folder" ? target.directory : target.source } = this.#options.installation;
    return { alias, enabled, source, ...this.#facts };
  }

  get connection(): PluginConnection | undefined {
    return this.#connection;
  }

  /**
   * Gives other values to secret fields of the running process. A refusal leaves the old ones in force; when the outcome is not known,
   * the next start of the process gets the new ones.
   */
  async changeSecrets(change: (current: Secrets) => Secrets): Promise<void> {
    const { alias } = this.#options.installation;
    const configured = this.#configured;
    if (!configured)
      throw new Fault("unavailable", `plugin "${alias}" is ${this.#facts.state}: gofer plugin get ${alias} tells more`);
    const before = this.#secrets;
    this.#secrets = { ...before, ...change(configured.secrets) };
    try {
      const { restartRequired, secrets } = await configured.configure(this.#secrets);
      if (restartRequired)
        throw new Fault(
          "precondition",
          `plugin "${alias}" cannot take other secrets while it runs: restart the kernel with them`,
        );
      configured.secrets = secrets;
    } catch (error) {
      if (error instanceof Fault && (error.code === "invalid" || error.code === "precondition")) this.#secrets = before;
      throw error;
    }
  }

  /** What runs works on tasks, and may be at some. */
  get worksOnTasks(): boolean {
    return this.#connection?.task !== undefined;
  }

  /** Ends it because another generation has taken its place: the tasks that it is at are ended before. */
  async retire(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
  }

  /** Ends it soon. */
  async dispose(): Promise<void> {
    this.#hurry.abort();
    this.#stop.abort();
    await this.#loop;
  }

  async #supervise(): Promise<void> {
    const { signal } = this.#stop;
    const { enabled, alias, target } = this.#options.installation;
    if (!enabled) {
      this.#firstTry.settle();
      return;
    }
    const failedAt: number[] = [];
    const { timing } = this.#options;
    let pauseMs = timing.firstPauseMs;
    while (!signal.aborted) {
      const startedAtMs = Date.now();
      const writtenBefore = this.output.written;
      let final = false;
      try {
        await this.#runOnce();
      } catch (error) {
        if (signal.aborted) break;
        const cause = messageOf(error);
        const code = error instanceof Fault ? error.code : undefined;
        final = code === "precondition" || code === "invalid" || code === "dataLoss";
        this.#options.crashes.unshift({
          occurredAtMs: Date.now(),
          cause,
          uptimeMs: Date.now() - startedAtMs,
          lastLines: this.output.tail(200, writtenBefore),
        });
        this.#options.crashes.splice(20);
        this.#options.log.warn({ plugin: alias, cause }, final ? "plugin cannot be used" : "plugin ended");
        this.#set({
          state: code === "dataLoss" ? "quarantined" : final ? "incompatible" : "backoff",
          health: "unknown",
          message: cause,
          pid: undefined,
          startedAtMs: undefined,
        });
      }
      this.#firstTry.settle();
      if (final || signal.aborted) break;
      const now = Date.now();
      if (now - startedAtMs > timing.goodLifeMs) pauseMs = timing.firstPauseMs;
      failedAt.push(now);
      const recent = failedAt.filter((at) => now - at < timing.crashLoopWindowMs).length;
      // What is not the kernel's cannot be harmed by a call each minute, and may be back at any time.
      const looping = recent > timing.crashLoopFailures && target.kind !== "endpoint";
      if (looping)
        this.#set({
          state: "crashLoop",
          message: `ended ${recent} times in ${minutes(timing.crashLoopWindowMs)}, next try in ${minutes(timing.crashLoopPauseMs)}: ${this.#facts.message}`,
        });
      const jitter = pauseMs * (0.5 + Math.random() / 2);
      await delay(looping ? timing.crashLoopPauseMs : jitter, undefined, { signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, timing.longestPauseMs);
      if (!signal.aborted) this.#set({ restarts: this.#facts.restarts + 1 });
    }
    if (this.#facts.state !== "incompatible" && this.#facts.state !== "quarantined")
      this.#set({ state: "stopped", health: "unknown", message: "", pid: undefined, startedAtMs: undefined });
  }

  /** One life of the process; throws how it ended. */
  async #runOnce(): Promise<void> {
    const { installation, dataRoot, kernelVersion, processes } = this.#options;
    const { alias, target, digest, permissions, problem } = installation;
    this.#set({ state: "starting", health: "unknown", message: "" });
    // It waits for a scheduler, and that one's choice for the first tries of all plugins.
    if (target.kind === "image") this.#firstTry.settle();
    if (problem !== undefined) throw new Fault("precondition", `plugin "${alias}": ${problem}`);
    if (digest !== undefined && target.kind === "folder" && (await treeDigestOrReason(target.directory)) !== digest) {
      throw new Fault(
        "dataLoss",
        `plugin "${alias}": its files in ${target.directory} are not what was installed (${digest}): install it again`,
      );
    }
    const manifest = target.kind === "folder" ? manifestOf(alias, target.directory) : undefined;
    if (manifest && !semver.satisfies(kernelVersion, manifest.kernel)) {
      throw new Fault(
        "precondition",
        `plugin "${alias}" ${manifest.version} works with kernels ${manifest.kernel}, this one is ${kernelVersion}: install a version for this kernel`,
      );
    }
    await this.#configReadable();
    if (this.#stop.signal.aborted) return;
    const generation = processes.nextGeneration(alias);
    const launched = await startPlugin({
      ...this.#options,
      ...{ alias, target, manifest, generation, permissions, dataDirectory: join(dataRoot, alias) },
      signal: this.#stop.signal,
    });
    const facts = manifest ?? (target.kind === "folder" ? undefined : target.facts);
    this.#generation = generation;
    this.#scheduler = launched.scheduler;
    const closed = new AbortController();
    // Every call that is under way may listen to it.
    setMaxListeners(0, closed.signal);
    try {
      const stopping = new Promise<void>((resolve) => {
        // The request to stop may have come while the process was being launched.
        if (this.#stop.signal.aborted) resolve();
        this.#stop.signal.addEventListener("abort", () => resolve(), { once: true });
      });
      const work = this.#serve(launched, facts, generation, closed.signal);
      const end = await Promise.race([
        launched.exited,
        work.then(
          () => "",
          async (error: unknown) => {
            // A call that breaks because the process ends is told as what it is: the end of the process.
            const end = await Promise.race([launched.exited, delay(isBroken(error) ? 500 : 0, "", { ref: false })]);
            return end || Promise.reject(asError(error));
          },
        ),
        stopping.then(() => ""),
      ]);
      if (end !== "")
        throw new Fault(
          "unavailable",
          `plugin "${alias}" ended with ${end}: gofer plugin logs ${alias} shows what it wrote`,
        );
    } finally {
      closed.abort();
      const { worksOnTasks } = this;
      this.#connection = undefined;
      this.#configured = undefined;
      if (this.#stop.signal.aborted) this.#set({ state: "draining" });
      else this.#options.onChange();
      if (this.#stop.signal.aborted && worksOnTasks) await this.#finishTasks(launched);
      await launched.stop(this.#stop.signal.aborted ? 5000 : 0);
      this.#generation = 0;
      this.#scheduler = undefined;
    }
  }

  /** Waits until it has ended its tasks, as long as it answers and nobody is in a hurry. */
  async #finishTasks({ channel, exited }: LaunchedPlugin): Promise<void> {
    const { installation, timing } = this.#options;
    const { handoverMs } = timing;
    const peer = `plugin "${installation.alias}"`;
    const hurry = this.#hurry.signal;
    if (hurry.aborted) return;
    const over = new AbortController();
    const until = AbortSignal.any([hurry, over.signal]);
    const call = { timeoutMs: handoverMs + 5000, signal: until };
    await Promise.race([
      clientOf(Plugin, channel, { peer }).drain({ drainTimeoutMs: handoverMs }, call),
      checkHealth(channel, peer, until, timing),
      exited,
    ]).catch(() => undefined);
    over.abort();
  }

  async #serve(
    { channel, pid, dataDirectory: itsDataDirectory, kernelAddress }: LaunchedPlugin,
    expected: PluginFacts | undefined,
    generation: number,
    closed: AbortSignal,
  ): Promise<void> {
    const { installation, installationPrefix, dataRoot, kernelVersion } = this.#options;
    const { alias } = installation;
    const { target } = installation;
    const peer = `plugin "${alias}"${expected ? ` ${expected.version}` : ""}`;
    const plugin = clientOf(Plugin, channel, { peer });
    const info = await plugin.getInfo({}, { timeoutMs: 5000 });
    if (expected) checkAgainst(peer, info, expected, target.kind);
    const dataDirectory = join(dataRoot, alias);
    mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
    const { origin } = installation;
    const given = this.grants.size > 0 ? await this.#kernelAccess(generation, closed) : undefined;
    const access = given && { ...given, address: (await kernelAddress?.(given.address)) ?? given.address };
    const configure = async (given: Secrets) => {
      const settings = await this.#options.resolveConfig(alias, { ...installation, secrets: given });
      const { bytes, secrets, values, violations } = await checkConfig(plugin, info.configSchema, settings);
      if (violations.length > 0) {
        const problems = violations.map(({ pointer, message }) => `${pointer || "/"} ${message}`).join("; ");
        throw new Fault(
          "invalid",
          `${origin === undefined ? "" : `${origin}: `}the configuration of ${peer} is not valid: ${problems}${origin === undefined ? `: gofer plugin config set ${alias} changes it` : ""}`,
        );
      }
      const { restartRequired } = await plugin.configure({
        config: bytes,
        secrets,
        configHash: hashOf(bytes, secrets),
        installationId: `${installationPrefix}-${alias}`.slice(0, 63).replace(/-+$/, ""),
        generation,
        dataDirectory: itsDataDirectory ?? dataDirectory,
        kernel: { version: kernelVersion, features: [], address: "", token: "", ...access },
      });
      return { restartRequired, secrets: values };
    };
    const configured = await configure(this.#secrets);
    this.#configured = { secrets: configured.secrets, configure };
    const served = new Map(info.contracts.map(({ name, features }) => [name, features]));
    const serves = (role: PluginRole) => served.has(roles[role].contract);
    const whileOpen = { peer, signal: closed };
    const connection: PluginConnection = {
      alias,
      name: info.name,
      version: info.version,
      generation,
      features: (role) => served.get(roles[role].contract) ?? [],
      scheduler: serves("scheduler") ? clientOf(Scheduler, channel, whileOpen) : undefined,
      objectStore: serves("objectStore") ? clientOf(ObjectStore, channel, whileOpen) : undefined,
      secretStore: serves("secretStore") ? clientOf(SecretStore, channel, whileOpen) : undefined,
      trigger: serves("trigger") ? clientOf(Trigger, channel, whileOpen) : undefined,
      task: serves("task") ? clientOf(Task, channel, whileOpen) : undefined,
      closed,
    };
    const facts = {
      name: info.name,
      version: info.version,
      roles: (Object.keys(roles) as PluginRole[]).filter(serves),
      pid,
      startedAtMs: Date.now(),
    };
    await Promise.race([
      this.#watchStatus(plugin, peer, closed, () => {
        if (this.#connection !== undefined) return;
        this.#connection = connection;
        this.#set({ ...facts, state: "running" });
        this.#firstTry.settle();
      }),
      checkHealth(channel, peer, closed, this.#options.timing),
    ]);
  }

  /** The API opens after the first tries of all plugins: those that call it are not among what that waits for. */
  /** Waits for what keeps the secrets that the configuration refers to: no process is started before, and none has failed. */
  async #configReadable(): Promise<void> {
    const { installation, resolveConfig, timing } = this.#options;
    const { signal } = this.#stop;
    for (let pauseMs = timing.firstPauseMs; !signal.aborted; pauseMs = Math.min(2 * pauseMs, timing.longestPauseMs)) {
      try {
        await resolveConfig(installation.alias, { ...installation, secrets: this.#secrets });
        return;
      } catch (error) {
        if (!isTransient(error)) throw error;
        this.#set({ message: messageOf(error) });
        // Nobody is kept waiting by it: what it waits for may wait for the first try of this one.
        this.#firstTry.settle();
        await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #kernelAccess(generation: number, closed: AbortSignal): Promise<KernelAccess> {
    this.#firstTry.settle();
    const { kernelAccess, installation } = this.#options;
    return Promise.race([
      kernelAccess({ alias: installation.alias, generation }),
      once(closed, "abort").then(() => Promise.reject(new Fault("cancelled", "the process has ended"))),
    ]);
  }

  /** Follows whether the plugin can do its job; a break of the stream only means to connect again. */
  async #watchStatus(plugin: PluginClient, peer: string, closed: AbortSignal, onFirst: () => void): Promise<void> {
    for (let failures = 0; !closed.aborted; failures++) {
      // The first message comes at once, then one every 30 s at least.
      using watchdog = new Watchdog(closed, this.#options.timing.firstStatusMs);
      try {
        for await (const { state, message, attributes } of plugin.watchStatus({}, { signal: watchdog.signal })) {
          failures = 0;
          watchdog.heard(90_000);
          if (state === "STATE_DRAINING") continue;
          this.#set({ health: healthOf[state] ?? "unknown", message, attributes });
          onFirst();
        }
      } catch (error) {
        if (watchdog.signal.aborted && !closed.aborted && this.#connection === undefined) {
          throw new Fault("unavailable", `${peer} sends nothing on WatchStatus: its first message must come at once`);
        }
        if (failures === 5) throw error;
      }
      await delay(Math.min(50 * 2 ** failures, 5000), undefined, { signal: closed }).catch(() => undefined);
    }
  }

  #set(facts: Partial<Facts>): void {
    this.#facts = { ...this.#facts, ...facts };
    this.#options.onChange();
  }
}

function manifestOf(alias: string, directory: string): Manifest {
  try {
    return readManifest(directory);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault(error.code, `plugin "${alias}": ${error.message}: correct it, or install the plugin again`);
  }
}

/** A process that no longer answers is ended; one whose backend is down answers, and is left alone. */
async function checkHealth(
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

function hashOf(config: Buffer, secrets: Readonly<Record<string, Buffer>>): string {
  const hash = createHash("sha256").update(config);
  for (const [pointer, value] of Object.entries(secrets).sort())
    hash.update(`${pointer}:${value.length}:`).update(value);
  return hash.digest("hex");
}

/** A configuration as it travels, and everything that its schema, or else the plugin itself, has against it. */
export async function checkConfig(
  plugin: PluginClient,
  schema: Buffer,
  settings: ConfigSettings,
): Promise<{
  bytes: Buffer;
  secrets: Record<string, Buffer>;
  values: Secrets;
  violations: readonly ConfigViolation[];
}> {
  const { config, secrets: values, violations } = completeConfig(schema, settings);
  const bytes = Buffer.from(JSON.stringify(config));
  const secrets = Object.fromEntries(Object.entries(values).map(([pointer, value]) => [pointer, Buffer.from(value)]));
  if (violations.length > 0) return { bytes, secrets, values, violations };
  return { bytes, secrets, values, violations: (await plugin.validateConfig({ config: bytes, secrets })).violations };
}

/** Throws `precondition` unless a plugin is what its manifest says, or what it said when it was installed. */
export function checkAgainst(peer: string, info: PluginFacts, expected: PluginFacts, kind: PluginTarget["kind"]): void {
  const describe = (facts: PluginFacts) =>
    JSON.stringify({
      name: facts.name,
      version: facts.version,
      contracts: facts.contracts.map(({ name, features }) => `${name} [${[...features].sort().join(", ")}]`).sort(),
    });
  if (describe(info) === describe(expected)) return;
  throw new Fault(
    "precondition",
    kind === "folder"
      ? `${peer} says it is ${describe(info)}, its manifest says ${describe(expected)}: they must agree, install a version in which they do`
      : `${peer} says it is ${describe(info)}, and ${describe(expected)} was installed: gofer plugin upgrade takes what is there now`,
  );
}

function isBroken(error: unknown): boolean {
  return error instanceof Fault && (error.code === "unavailable" || error.code === "cancelled");
}

function minutes(ms: number): string {
  return ms < 60_000 ? `${ms / 1000} s` : `${Math.round(ms / 60_000)} min`;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

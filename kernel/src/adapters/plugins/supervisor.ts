import { once, setMaxListeners } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Plugin } from "@gofer/proto";
import { Fault, isTransient, messageOf } from "@gofer/sdk/fault";
import { clientOf } from "@gofer/sdk/rpc";
import type { Logger } from "pino";
import semver from "semver";
import type { ResolveConfig } from "../../app/config-references.js";
import { type ApiGrant, apiGrantsOf } from "../../domain/permission.js";
import type {
  Installation,
  KernelAccess,
  PluginConnection,
  PluginCrash,
  PluginFacts,
  PluginSnapshot,
  ProcessLedger,
} from "../../ports/plugin-host.js";
import { type Configure, configurer, type Secrets } from "./configure.js";
import { checkAgainst, connectionOf, rolesOf } from "./connection.js";
import type { ContainerScheduler } from "./container.js";
import type { KeyPair } from "./endpoint.js";
import type { LaunchedPlugin } from "./launch.js";
import { type Manifest, readManifest } from "./manifest.js";
import { treeDigestOrReason } from "./package-files.js";
import type { PluginOutput } from "./plugin-output.js";
import { RestartPauses } from "./restart-pauses.js";
import { startPlugin } from "./start.js";
import type { SupervisionTiming } from "./timing.js";
import { finishTasks, watchHealth, watchStatus } from "./watch.js";

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

type Facts = Omit<PluginSnapshot, "alias" | "enabled" | "source">;

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
  #problem: string | undefined;
  #connection: PluginConnection | undefined;
  #generation = 0;
  #scheduler: string | undefined;
  /** Values of secret fields that the kernel sets; what the installation says until they are changed. */
  #secrets: Secrets;
  /** The running process: all its secret values, and how it gets others. */
  #configured: { secrets: Secrets; readonly configure: Configure } | undefined;

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
    const { state, health } = this.#facts;
    const unfit =
      this.#problem !== undefined && state === "running" && health !== "unhealthy"
        ? { health: "unhealthy" as const, message: this.#problem }
        : {};
    return { alias, enabled, source, ...this.#facts, ...unfit };
  }

  /** What others find wrong with how it does its job; undefined when it does it again. */
  reportFitness(problem: string | undefined): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    this.#options.onChange();
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
    const { enabled, target } = this.#options.installation;
    if (!enabled) {
      this.#firstTry.settle();
      return;
    }
    const pauses = new RestartPauses(this.#options.timing, { loops: target.kind !== "endpoint" });
    while (!signal.aborted) {
      const startedAtMs = Date.now();
      const writtenBefore = this.output.written;
      let final = false;
      try {
        await this.#runOnce();
      } catch (error) {
        if (signal.aborted) break;
        final = this.#failed(error, startedAtMs, this.output.tail(200, writtenBefore));
      }
      this.#firstTry.settle();
      if (final || signal.aborted) break;
      const now = Date.now();
      const { pauseMs, crashLoop } = pauses.next(now, now - startedAtMs);
      if (crashLoop !== undefined)
        this.#set({
          state: "crashLoop",
          message: `ended ${crashLoop} times in ${minutes(this.#options.timing.crashLoopWindowMs)}, next try in ${minutes(pauseMs)}: ${this.#facts.message}`,
        });
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) this.#set({ restarts: this.#facts.restarts + 1 });
    }
    if (this.#facts.state !== "incompatible" && this.#facts.state !== "quarantined")
      this.#set({ state: "stopped", health: "unknown", message: "", pid: undefined, startedAtMs: undefined });
  }

  /** Keeps the record of a life that failed; true when another try is no use. */
  #failed(error: unknown, startedAtMs: number, lastLines: readonly string[]): boolean {
    const { crashes, log, installation } = this.#options;
    const cause = messageOf(error);
    const code = error instanceof Fault ? error.code : undefined;
    const final = code === "precondition" || code === "invalid" || code === "dataLoss";
    const occurredAtMs = Date.now();
    crashes.unshift({ occurredAtMs, cause, uptimeMs: occurredAtMs - startedAtMs, lastLines });
    crashes.splice(20);
    log.warn({ plugin: installation.alias, cause }, final ? "plugin cannot be used" : "plugin ended");
    this.#set({
      state: code === "dataLoss" ? "quarantined" : final ? "incompatible" : "backoff",
      health: "unknown",
      message: cause,
      pid: undefined,
      startedAtMs: undefined,
    });
    return final;
  }

  /** One life of the process; throws how it ended. */
  async #runOnce(): Promise<void> {
    const { installation, dataRoot, processes } = this.#options;
    const { alias, target, permissions } = installation;
    this.#set({ state: "starting", health: "unknown", message: "" });
    // It waits for a scheduler, and that one's choice for the first tries of all plugins.
    if (target.kind === "image") this.#firstTry.settle();
    const manifest = await this.#verifiedManifest();
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
      this.#problem = undefined;
      this.#configured = undefined;
      if (this.#stop.signal.aborted) this.#set({ state: "draining" });
      else this.#options.onChange();
      if (this.#stop.signal.aborted && worksOnTasks)
        await finishTasks(launched, `plugin "${alias}"`, this.#hurry.signal, this.#options.timing);
      await launched.stop(this.#stop.signal.aborted ? 5000 : 0);
      this.#generation = 0;
      this.#scheduler = undefined;
    }
  }

  /** Of a folder, when it is what was installed and works with this kernel. Throws `precondition` or `dataLoss` otherwise. */
  async #verifiedManifest(): Promise<Manifest | undefined> {
    const { installation, kernelVersion } = this.#options;
    const { alias, target, source, digest, problem } = installation;
    if (problem !== undefined) throw new Fault("precondition", `plugin "${alias}": ${problem}`);
    if (target.kind !== "folder") return undefined;
    if (digest !== undefined && (await treeDigestOrReason(target.directory)) !== digest)
      throw new Fault(
        "dataLoss",
        `plugin "${alias}": its files in ${target.directory} are not what was installed (${digest}): gofer plugin upgrade ${alias} ${source ?? "<source>"} puts them back`,
      );
    const manifest = manifestOf(alias, target.directory);
    if (!semver.satisfies(kernelVersion, manifest.kernel))
      throw new Fault(
        "precondition",
        `plugin "${alias}" ${manifest.version} works with kernels ${manifest.kernel}, this one is ${kernelVersion}: install a version for this kernel`,
      );
    return manifest;
  }

  /** Configures a plugin that answers and opens it for work; ends, or throws why, when it cannot be used any longer. */
  async #serve(
    launched: LaunchedPlugin,
    expected: PluginFacts | undefined,
    generation: number,
    closed: AbortSignal,
  ): Promise<void> {
    const { installation, installationPrefix, dataRoot, kernelVersion, resolveConfig, timing } = this.#options;
    const { alias, target } = installation;
    const { channel, pid, kernelAddress } = launched;
    const peer = `plugin "${alias}"${expected ? ` ${expected.version}` : ""}`;
    const plugin = clientOf(Plugin, channel, { peer });
    const info = await plugin.getInfo({}, { timeoutMs: 5000 });
    if (expected) checkAgainst(peer, info, expected, target.kind);
    const dataDirectory = join(dataRoot, alias);
    mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
    const given = this.grants.size > 0 ? await this.#kernelAccess(generation, closed) : undefined;
    const configure = configurer({
      ...{ plugin, peer, schema: info.configSchema, installation, generation, kernelVersion, resolveConfig },
      installationId: `${installationPrefix}-${alias}`.slice(0, 63).replace(/-+$/, ""),
      dataDirectory: launched.dataDirectory ?? dataDirectory,
      access: given && { ...given, address: (await kernelAddress?.(given.address)) ?? given.address },
    });
    const { secrets } = await configure(this.#secrets);
    this.#configured = { secrets, configure };
    const connection = connectionOf(info, launched, { alias, peer, generation, closed });
    const { name, version } = info;
    const facts = { name, version, roles: rolesOf(info), pid, startedAtMs: Date.now() };
    await Promise.race([
      watchStatus(plugin, peer, closed, timing, (status) => {
        this.#set(status);
        if (this.#connection !== undefined) return;
        this.#connection = connection;
        this.#set({ ...facts, state: "running" });
        this.#firstTry.settle();
      }),
      watchHealth(channel, peer, closed, timing),
    ]);
  }

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

  /** The API opens after the first tries of all plugins: this one is not among what that waits for. */
  async #kernelAccess(generation: number, closed: AbortSignal): Promise<KernelAccess> {
    this.#firstTry.settle();
    const { kernelAccess, installation } = this.#options;
    return Promise.race([
      kernelAccess({ alias: installation.alias, generation }),
      once(closed, "abort").then(() => Promise.reject(new Fault("cancelled", "the process has ended"))),
    ]);
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

function isBroken(error: unknown): boolean {
  return error instanceof Fault && (error.code === "unavailable" || error.code === "cancelled");
}

function minutes(ms: number): string {
  return ms < 60_000 ? `${ms / 1000} s` : `${Math.round(ms / 60_000)} min`;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

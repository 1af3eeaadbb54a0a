import { setMaxListeners } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Health, Plugin, type PluginDefinition, type PluginHandlers, type Service } from "@gofer/proto";
import { Client, credentials, type ServiceDefinition } from "@grpc/grpc-js";
import { openPluginChannel } from "../host/index.js";
import { parseHandshake } from "../plugin/handshake.js";
import { clientOf, type ServiceClient } from "../rpc/index.js";
import { type ContainerHost, openContainerHost } from "./container-host.js";
import type { Fixture } from "./fixture.js";
import { type PluginProcess, type SpawnOptions, spawnPlugin } from "./plugin-process.js";
import { createRandom, type Random } from "./random.js";
import type { Target } from "./target.js";
import { Nonconformance, Skip } from "./verdict.js";

type PluginClient = ServiceClient<PluginHandlers, PluginDefinition>;

/** A plugin that answers. */
export interface RunningPlugin {
  readonly channel: Client;
  readonly base: PluginClient;
  readonly client: <Handlers, Definition extends ServiceDefinition>(
    service: Service<Handlers, Definition>,
  ) => ServiceClient<Handlers, Definition>;
  /** Its process. Skips the case when somebody else has started it. */
  readonly process: () => PluginProcess;
  readonly installation: Installation;
  /** Where it finds the data directory of its installation. */
  readonly dataDirectory: string;
  /** Ends every call that is under way, and the connection. */
  readonly close: () => void;
}

/** What Configure tells a plugin about where it works. */
export interface Installation {
  readonly id: string;
  readonly generation: number;
  readonly dataDirectory: string;
}

interface ConfigureOverrides {
  /** JSON text, so that broken text can be sent too. */
  readonly config?: string;
  readonly configHash?: string;
  readonly secrets?: Readonly<Record<string, string>>;
}

/** What a case may use. It belongs to one case; the plugin that is configured once is shared by all of them. */
export class Bench {
  readonly target: Target;
  readonly fixture: Fixture;
  readonly random: Random;
  readonly #shared: SharedPlugin;
  readonly #cleanups: (() => Promise<unknown>)[] = [];

  constructor(shared: SharedPlugin, random: Random) {
    this.#shared = shared;
    this.target = shared.target;
    this.fixture = shared.fixture;
    this.random = random;
  }

  /** The plugin, configured with the fixture. */
  plugin(): Promise<RunningPlugin> {
    return this.#shared.get();
  }

  /** Kills the shared plugin as a crash does and starts it again as the same installation. */
  async restart(): Promise<RunningPlugin> {
    await this.crash();
    return this.#shared.get();
  }

  /** Kills the shared plugin; the next use of it starts a new process. */
  async crash(): Promise<void> {
    const plugin = await this.#shared.get();
    const { signal, exited } = plugin.process();
    signal("SIGKILL");
    await exited;
    await this.#shared.close();
  }

  /** Forgets the shared plugin after the case has ended it in order. */
  async reopen(): Promise<void> {
    await this.#shared.close();
  }

  /** A process of the plugin in which nothing was called yet. It is killed after the case. */
  async spawn(
    options: Pick<SpawnOptions, "environment"> & { wrapper?: readonly string[]; installation?: Installation } = {},
  ): Promise<PluginProcess> {
    const process = await this.#shared.spawn(options);
    this.defer(() => process[Symbol.asyncDispose]());
    return process;
  }

  /** A plugin of its own, connected but not configured, as an installation of its own. */
  async launch(installation: Installation = this.installation()): Promise<RunningPlugin> {
    const process = await this.spawn({ installation });
    const plugin = await this.#shared.connect(process, installation);
    this.defer(async () => plugin.close());
    return plugin;
  }

  /** An installation that nothing knows yet. */
  installation(): Installation {
    return this.#shared.newInstallation(this.random.label("conformance"));
  }

  /** Configures a plugin with the fixture, or with something else. */
  async configure(plugin: RunningPlugin, overrides: ConfigureOverrides = {}): Promise<{ restartRequired: boolean }> {
    return configure(plugin, this.fixture, overrides);
  }

  /** A secret that must never be seen in anything the plugin writes or says. */
  canary(): string {
    const canary = `canary${this.random.bytes(12).toString("hex")}`;
    this.#shared.canaries.push(canary);
    return canary;
  }

  /** Everything that all processes of the plugin have written. */
  written(): string {
    return this.#shared.written();
  }

  get canaries(): readonly string[] {
    return this.#shared.canaries;
  }

  /** Throws when the text, or anything the plugin wrote, holds one of the canaries. */
  checkSecrecy(...texts: readonly string[]): void {
    for (const [where, text] of [
      ["its output", this.written()],
      ...texts.map((text) => ["an error message", text] as const),
    ] as const) {
      const found = this.canaries.find((canary) => text.includes(canary));
      if (found !== undefined) {
        const at = text.indexOf(found);
        throw new Nonconformance(
          `a secret value is in ${where}: …${text.slice(Math.max(0, at - 80), at)}<the secret>…`,
        );
      }
    }
  }

  /** Runs after the case, in reverse order, whatever became of it. */
  defer(cleanup: () => Promise<unknown>): void {
    this.#cleanups.push(cleanup);
  }

  /** Ends the case: it says nothing about this plugin. */
  skip(reason: string): never {
    throw new Skip(reason);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (let cleanup = this.#cleanups.pop(); cleanup; cleanup = this.#cleanups.pop()) await cleanup();
  }
}

/** The plugin that the cases share, and everything that belongs to a whole run of the program. */
export class SharedPlugin implements AsyncDisposable {
  readonly target: Target;
  readonly fixture: Fixture;
  readonly canaries: string[] = [];
  readonly #root = mkdtempSync(join(tmpdir(), "gc-"));
  readonly #processes: PluginProcess[] = [];
  readonly #seed: string;
  #installation: Installation;
  #running: Promise<RunningPlugin> | undefined;
  #containers: ContainerHost | undefined;

  constructor(target: Target, fixture: Fixture, seed: string) {
    this.target = target;
    this.fixture = fixture;
    this.#seed = seed;
    this.#installation = this.newInstallation(createRandom(seed).label("conformance"));
  }

  /** Brings up what runs the plugin, where that is not this program. Throws `precondition` when it cannot. */
  async open(): Promise<void> {
    if (this.target.kind !== "image") return;
    const { dataDirectory } = this.newInstallation("scheduler");
    this.#containers = await openContainerHost(this.target, { root: this.#root, dataDirectory });
  }

  bench(caseId: string): Bench {
    return new Bench(this, createRandom(`${this.#seed}/${caseId}`));
  }

  newInstallation(id: string): Installation {
    const dataDirectory = join(this.#root, id);
    mkdirSync(dataDirectory, { mode: 0o700, recursive: true });
    return { id, generation: 0, dataDirectory };
  }

  get(): Promise<RunningPlugin> {
    if (!this.#running) {
      this.#installation = { ...this.#installation, generation: this.#installation.generation + 1 };
      this.#running = this.#start(this.#installation);
      this.#running.catch(() => (this.#running = undefined));
    }
    return this.#running;
  }

  /** How the shared process ended, when it did although nobody asked it to. */
  async unexpectedEnd(): Promise<string | undefined> {
    if (!this.#running || this.target.kind === "endpoint") return undefined;
    const process = (await this.#running).process();
    if (!process.isGone()) return undefined;
    await this.close();
    return process.exited;
  }

  async #start(installation: Installation): Promise<RunningPlugin> {
    if (this.target.kind === "endpoint") {
      const channel = new Client(this.target.address, credentials.createInsecure());
      const plugin = describe(channel, installation, installation.dataDirectory, () => {
        throw new Skip("somebody else has started this plugin: use --exec or a folder");
      });
      await configure(plugin, this.fixture);
      return plugin;
    }
    const process = await this.spawn({ installation });
    try {
      const plugin = await this.connect(process, installation);
      await configure(plugin, this.fixture);
      return plugin;
    } catch (error) {
      await process[Symbol.asyncDispose]();
      throw error;
    }
  }

  async spawn({
    environment = {},
    wrapper = [],
    installation,
  }: {
    environment?: NodeJS.ProcessEnv;
    wrapper?: readonly string[];
    installation?: Installation;
  } = {}): Promise<PluginProcess> {
    const { target } = this;
    if (target.kind === "endpoint") throw new Skip("somebody else has started this plugin: use --exec or a folder");
    if (target.kind === "image" && wrapper.length > 0) throw new Skip("a scheduler has started this container");
    const process =
      target.kind === "image"
        ? await this.#containerHost().spawn({ environment, dataDirectory: installation?.dataDirectory })
        : await spawnPlugin({
            command: [...wrapper, ...target.command],
            ...{ directory: target.directory, root: this.#root, environment },
          });
    this.#processes.push(process);
    return process;
  }

  #containerHost(): ContainerHost {
    if (!this.#containers) throw new Error("open was not called");
    return this.#containers;
  }

  async connect(process: PluginProcess, installation: Installation): Promise<RunningPlugin> {
    const { socketDirectory, certificate } = process;
    const handshake = parseHandshake(await process.handshakeLine());
    const channel = openPluginChannel(handshake, { own: certificate, socketDirectory, peer: "the plugin" });
    await clientOf(Health, channel).check({ service: "plugin" }, { timeoutMs: 5000 });
    return describe(channel, installation, process.dataDirectory ?? installation.dataDirectory, () => process);
  }

  written(): string {
    return this.#processes
      .map((process) => {
        const { stdout, stderr } = process.written();
        return `${stdout}\n${stderr}`;
      })
      .join("\n");
  }

  /** Ends the shared plugin as a kernel does; the next `get` starts a new process. */
  async close(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    if (!running) return;
    const plugin = await running.catch(() => undefined);
    plugin?.close();
    if (!plugin || this.target.kind === "endpoint") return;
    const process = plugin.process();
    await process.end();
    await process[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
    await Promise.all(this.#processes.map((process) => process[Symbol.asyncDispose]()));
    await this.#containers?.[Symbol.asyncDispose]();
    rmSync(this.#root, { recursive: true, force: true });
  }
}

function describe(
  channel: Client,
  installation: Installation,
  dataDirectory: string,
  process: () => PluginProcess,
): RunningPlugin {
  const closed = new AbortController();
  const { signal } = closed;
  // Each client of a case listens to it.
  setMaxListeners(0, signal);
  return {
    channel,
    base: clientOf(Plugin, channel, { signal }),
    client: (service) => clientOf(service, channel, { signal }),
    process,
    installation,
    dataDirectory,
    close() {
      // A call whose channel is closed may never end by itself.
      closed.abort();
      channel.close();
    },
  };
}

async function configure(
  { base, installation, dataDirectory }: RunningPlugin,
  fixture: Fixture,
  {
    config = JSON.stringify(fixture.config),
    secrets = fixture.secrets,
    configHash = "conformance",
  }: ConfigureOverrides = {},
): Promise<{ restartRequired: boolean }> {
  const { id, generation } = installation;
  return base.configure({
    config: Buffer.from(config),
    secrets: bytesOf(secrets),
    configHash,
    installationId: id,
    generation: Math.max(1, generation),
    dataDirectory,
    kernel: { version: "0.1.0", features: [], address: "", token: "" },
  });
}

/** Secret values as they travel. */
export function bytesOf(secrets: Readonly<Record<string, string>>): Record<string, Buffer> {
  return Object.fromEntries(Object.entries(secrets).map(([pointer, value]) => [pointer, Buffer.from(value)]));
}

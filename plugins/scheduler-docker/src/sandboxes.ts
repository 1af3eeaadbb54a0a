import { randomBytes } from "node:crypto";
import { Fault, messageOf } from "@gofer/sdk/fault";
import type Docker from "dockerode";
import type { Logger } from "pino";
import type { Engine, EngineFacts } from "./engine.js";
import { hasStatus } from "./engine-fault.js";
import { helperImage } from "./helper-image.js";
import { type Identity, label, ownLabels, ownSandboxName, runSandboxName } from "./labels.js";
import { tarOf } from "./tar.js";

export interface Sandbox {
  readonly id: string;
  readonly name: string;
}

export interface SandboxOptions {
  readonly engine: Engine;
  readonly identity: Identity;
  readonly log: Logger;
  /** Docker network that sandboxes reach. */
  readonly network: string;
  /** Sandboxes of mode own that are kept ready. */
  readonly warm: number;
  readonly facts: () => EngineFacts;
}

/**
 * Network sandboxes: containers that do nothing but hold a network namespace which others join. To join costs the engine
 * half of what a namespace of its own costs. A run's sandbox is never another run's, and one of mode own is used once.
 */
export class Sandboxes {
  readonly #options: SandboxOptions;
  readonly #run = new Map<string, Promise<Sandbox>>();
  readonly #warm: Sandbox[] = [];
  #warming: Promise<void> | undefined;
  #wanted = false;
  #hostsFile: Promise<string | undefined> | undefined;
  #closed = false;

  constructor(options: SandboxOptions) {
    this.#options = options;
  }

  /** The sandbox of a run, made when it is not there or has died. Safe to repeat. */
  ofRun(name: string): Promise<Sandbox> {
    const known = this.#run.get(name);
    if (known) return known;
    const external = runSandboxName(this.#options.identity, name);
    const made = this.#make(external, "run");
    this.#run.set(name, made);
    made.catch(() => this.#run.delete(name));
    return made;
  }

  /** Forgets what is known of a run's sandbox, because joining it failed. */
  doubt(name: string): void {
    this.#run.delete(name);
  }

  async removeRun(name: string): Promise<void> {
    await this.#run.get(name)?.catch(() => undefined);
    this.#run.delete(name);
    await this.remove(runSandboxName(this.#options.identity, name));
  }

  /** A sandbox that is ready and nobody's; undefined when there is none, and then a network of its own is quicker. */
  takeOwn(): Sandbox | undefined {
    this.#wanted = true;
    return this.#warm.pop();
  }

  /** Fills up the sandboxes of mode own, once somebody has wanted one; called when the engine has nothing else to do. */
  refill(): void {
    const { warm, log } = this.#options;
    if (!this.#wanted || this.#closed || this.#warming || this.#warm.length >= warm) return;
    this.#warming = (async () => {
      try {
        const name = ownSandboxName(this.#options.identity, randomBytes(6).toString("hex"));
        const sandbox = await this.#make(name, "own");
        if (this.#closed) await this.remove(sandbox.name);
        else this.#warm.push(sandbox);
      } catch (error) {
        this.#wanted = false;
        log.warn({ error: messageOf(error) }, "no sandbox could be kept ready");
      }
    })().finally(() => {
      this.#warming = undefined;
      this.refill();
    });
  }

  /** An unknown sandbox is fine. */
  async remove(name: string): Promise<void> {
    const { docker, ask } = this.#options.engine;
    try {
      await ask(docker.getContainer(name).remove({ force: true, v: true }));
    } catch (error) {
      if (!hasStatus(error, 404, 409)) throw error;
    }
  }

  /** Finds again what earlier processes have made: what no task uses is ready for mode own, or removed. */
  async adopt(used: ReadonlySet<string>): Promise<void> {
    this.#run.clear();
    this.#hostsFile = undefined;
    this.#warm.length = 0;
    for (const { Id: id, Names: names, Labels: labels, State: state } of await this.#list()) {
      const name = names[0]?.slice(1) ?? id;
      // One that was to write the hosts file, and who made it was killed over it.
      if (labels[label.sandboxMode] === "files") await this.remove(name);
      if (labels[label.sandboxMode] !== "own" || used.has(name)) continue;
      if (state === "running" && this.#warm.length < this.#options.warm) this.#warm.push({ id, name });
      else await this.remove(name);
    }
  }

  /** Removes sandboxes that no task uses and that nobody asked for since the last time. */
  async prune(used: ReadonlySet<string>, olderThanMs: number): Promise<void> {
    if (!this.#wanted) for (const { name } of this.#warm.splice(0)) await this.remove(name);
    this.#wanted = false;
    for (const { Names: names, Labels: labels, Created: createdS } of await this.#list()) {
      const name = names[0]?.slice(1) ?? "";
      const ready = this.#warm.some((sandbox) => sandbox.name === name);
      if (ready || used.has(name) || Date.now() - createdS * 1000 < olderThanMs) continue;
      const { installationId } = this.#options.identity;
      if (labels[label.sandboxMode] === "run") await this.removeRun(name.slice(`gofer-run.${installationId}.`.length));
      else await this.remove(name);
    }
  }

  /**
   * A file of the engine's machine that maps "localhost" for containers with nothing but the loopback, for which the
   * engine makes no such file. It lies in a volume, so it is there wherever the engine runs. Undefined when it cannot be
   * made: then "127.0.0.1" must be used.
   */
  hostsFile(): Promise<string | undefined> {
    // A second try: another process of this plugin that begins takes away what looks left behind.
    this.#hostsFile ??= this.#makeHostsFile()
      .catch(() => this.#makeHostsFile())
      .catch((error: unknown) => {
        this.#options.log.warn({ error: messageOf(error) }, 'tasks without network cannot resolve "localhost"');
        return undefined;
      });
    return this.#hostsFile;
  }

  /** The file is no longer there: somebody has pruned the volumes. */
  forgetHostsFile(): void {
    this.#hostsFile = undefined;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#warming;
    await Promise.all(this.#warm.splice(0).map(({ name }) => this.remove(name).catch(() => undefined)));
  }

  async #list(): Promise<Docker.ContainerInfo[]> {
    const { docker, ask } = this.#options.engine;
    const { installationId } = this.#options.identity;
    const filters = { label: [`${label.installation}=${installationId}`, `${label.kind}=sandbox`] };
    return ask(docker.listContainers({ all: true, filters }));
  }

  async #make(name: string, mode: "run" | "own"): Promise<Sandbox> {
    const { engine, identity, network, facts } = this.#options;
    const { docker, ask } = engine;
    const Image = await helperImage(engine, facts().architecture);
    const body: Docker.ContainerCreateOptions = {
      Image,
      Cmd: ["/pause"],
      Labels: { ...ownLabels(identity, "sandbox"), [label.sandboxMode]: mode },
      HostConfig: {
        NetworkMode: network,
        LogConfig: { Type: "none", Config: {} },
        CapDrop: ["ALL"],
        SecurityOpt: ["no-new-privileges"],
        ReadonlyRootfs: true,
        IpcMode: "none",
      },
    };
    const request: Docker.ContainerCreateOptions & { _query: object; _body: object } = {
      _query: { name },
      _body: body,
    };
    for (let tries = 0; ; tries++) {
      try {
        await ask(docker.createContainer(request));
      } catch (error) {
        if (!hasStatus(error, 409)) throw sandboxFault(error, network);
      }
      const container = docker.getContainer(name);
      try {
        await ask(container.start());
      } catch (error) {
        if (hasStatus(error, 404) && tries === 0) continue;
        if (!hasStatus(error, 304)) {
          await this.remove(name).catch(() => undefined);
          throw sandboxFault(error, network);
        }
      }
      return { id: (await ask(container.inspect())).Id, name };
    }
  }

  async #makeHostsFile(): Promise<string> {
    const { engine, identity, facts } = this.#options;
    const { docker, ask } = engine;
    const name = `gofer.${identity.installationId}.hosts`;
    const labels = ownLabels(identity, "sandbox");
    await ask(docker.createVolume({ Name: name, Labels: labels }));
    const { Mountpoint: mountpoint } = await ask(docker.getVolume(name).inspect());
    const Image = await helperImage(engine, facts().architecture);
    const writer = await ask(
      docker.createContainer({
        Image,
        Cmd: ["/pause"],
        Labels: { ...labels, [label.sandboxMode]: "files" },
        HostConfig: { NetworkMode: "none", Mounts: [{ Type: "volume", Source: name, Target: "/files" }] },
      }),
    );
    try {
      const hosts = "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n";
      await ask(writer.putArchive(tarOf("hosts", Buffer.from(hosts), 0o644), { path: "/files" }));
    } finally {
      await this.remove(writer.id);
    }
    return `${mountpoint}/hosts`;
  }
}

function sandboxFault(error: unknown, network: string): unknown {
  if (error instanceof Fault && error.code === "notFound")
    return new Fault(
      "precondition",
      `${error.message}: create the Docker network ${network}, or change the plugin's network`,
      {
        cause: error,
      },
    );
  return error;
}

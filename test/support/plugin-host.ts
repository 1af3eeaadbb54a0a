import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCertificate } from "@gofer/sdk/plugin";
import { pino } from "pino";
import { openPluginHost, type PluginHostOptions } from "../../kernel/src/adapters/plugins/host.js";
import type {
  Installation,
  PluginHost,
  PluginSnapshot,
  ProcessLedger,
  SpawnedProcess,
} from "../../kernel/src/ports/plugin-host.js";

/** A folder in which plugin hosts run, and the record of the processes they have started. */
export class HostFolder implements AsyncDisposable {
  readonly path = mkdtempSync(join(tmpdir(), "gh-"));
  spawned: SpawnedProcess[] = [];
  readonly #hosts: PluginHost[] = [];
  readonly #generations = new Map<string, number>();

  constructor() {
    for (const name of ["sockets", "data", "logs"]) mkdirSync(join(this.path, name), { mode: 0o700 });
  }

  /** Starts the plugins of these folders, or of these installations. */
  async open(
    plugins: readonly (string | (Partial<Installation> & { readonly directory: string }))[],
    timing: PluginHostOptions["timing"] = {},
  ): Promise<PluginHost> {
    const host = await openPluginHost({
      installations: plugins.map((plugin) => {
        const given = typeof plugin === "string" ? { directory: plugin } : plugin;
        const { directory, ...rest } = given;
        const alias = directory.slice(directory.lastIndexOf("/") + 1);
        const target = { kind: "folder", directory } as const;
        return { alias, target, enabled: true, permissions: [], config: {}, secrets: {}, ...rest };
      }),
      socketRoot: join(this.path, "sockets"),
      dataRoot: join(this.path, "data"),
      logDirectory: join(this.path, "logs"),
      installationPrefix: "test",
      kernelVersion: "1.2.0",
      log: pino({ enabled: false }),
      processes: this.#processes,
      scheduler: () => "",
      clientCertificate: () => createCertificate(),
      resolveConfig: (_alias, settings) => Promise.resolve(settings),
      kernelAccess: async () => ({ address: "", token: "", certificate: "" }),
      timing: { handshakeMs: 10_000, stopGraceMs: 500, ...timing },
    });
    this.#hosts.push(host);
    return host;
  }

  /** Stops everything; throws when a process or a socket is left. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const host of this.#hosts) await host[Symbol.asyncDispose]();
    const left = [...this.spawned.map(({ pid }) => `process ${pid}`), ...readdirSync(join(this.path, "sockets"))];
    rmSync(this.path, { recursive: true });
    if (left.length > 0) throw new Error(`left behind: ${left.join(", ")}`);
  }

  readonly #processes: ProcessLedger = {
    nextGeneration: (alias) => {
      const next = (this.#generations.get(alias) ?? 0) + 1;
      this.#generations.set(alias, next);
      return next;
    },
    record: (process) => void this.spawned.push(process),
    forget: (pid) => void (this.spawned = this.spawned.filter((process) => process.pid !== pid)),
    list: () => this.spawned,
  };
}

/** The first snapshot of a plugin that is as asked for, now or later. */
export function until(
  host: PluginHost,
  alias: string,
  is: (plugin: PluginSnapshot) => boolean,
): Promise<PluginSnapshot> {
  return new Promise((resolve) => {
    const now = host.find(alias);
    if (now && is(now)) return resolve(now);
    const end = host.onChange((plugin) => {
      if (plugin.alias !== alias || !is(plugin)) return;
      end();
      resolve(plugin);
    });
  });
}

export const isRunning = ({ state, health }: PluginSnapshot) => state === "running" && health === "healthy";

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { connectKernel, type KernelClient } from "@gofer/sdk";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A plugin of the benchmark: a folder with a manifest that names a program of ours. */
export interface BenchPlugin {
  readonly name: string;
  readonly contract: string;
  readonly features?: readonly string[];
  readonly program: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** A real kernel in a process of its own, with plugins of the benchmark alone. */
export class KernelProcess implements AsyncDisposable {
  readonly directory = mkdtempSync(join(tmpdir(), "gofer-bench-"));
  readonly #settings: Readonly<Record<string, string>>;
  readonly #nodeArguments: readonly string[];
  #child: ChildProcess | undefined;
  #connection: ReturnType<typeof connectKernel> | undefined;

  /** `nodeArguments` are for the kernel's process alone, for example "--cpu-prof". */
  constructor(settings: Readonly<Record<string, string>>, nodeArguments: readonly string[] = []) {
    this.#settings = settings;
    this.#nodeArguments = nodeArguments;
  }

  get dataDirectory(): string {
    return join(this.directory, "data");
  }

  get kernel(): KernelClient {
    if (!this.#connection) throw new Error("the kernel was not started");
    return this.#connection.kernel;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Starts it and waits until it serves; returns how long that took, in milliseconds. */
  async start(): Promise<number> {
    mkdirSync(this.dataDirectory, { recursive: true });
    const announcement = join(this.dataDirectory, "kernel.json");
    rmSync(announcement, { force: true });
    const from = performance.now();
    this.#child = spawn(process.execPath, [...this.#nodeArguments, join(root, "kernel", "dist", "bundle", "main.js")], {
      env: {
        PATH: process.env["PATH"],
        GOFER_DATA_DIR: this.dataDirectory,
        GOFER_PLUGIN_DIR: join(this.directory, "plugins"),
        GOFER_SERVER_HOST: "127.0.0.1:0",
        GOFER_LOG_LEVEL: "error",
        ...this.#settings,
      },
      stdio: ["ignore", "inherit", "inherit"],
    });
    const ended = once(this.#child, "exit").then(() => Promise.reject(new Error("the kernel ended")));
    ended.catch(() => undefined);
    const watcher = watch(this.dataDirectory);
    while (!existsSync(announcement)) await Promise.race([once(watcher, "change"), ended]);
    watcher.close();
    const tookMs = performance.now() - from;
    const { address, certificateFile } = JSON.parse(readFileSync(announcement, "utf8")) as {
      address: string;
      certificateFile: string;
    };
    this.#connection = connectKernel({ address, certificate: readFileSync(certificateFile, "utf8") });
    return tookMs;
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    this.#connection?.close();
    const child = this.#child;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, "exit");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Puts an official plugin in, as it comes; before the start. */
  link(name: string): void {
    mkdirSync(join(this.directory, "plugins"), { recursive: true });
    symlinkSync(join(root, "plugins", name), join(this.directory, "plugins", name));
  }

  /** Before the start. */
  install({ name, contract, features = [], program, config }: BenchPlugin): void {
    const folder = join(this.directory, "plugins", name);
    mkdirSync(folder, { recursive: true });
    const manifest = {
      name,
      version: "0.1.0",
      contracts: [{ name: contract, features }],
      entrypoint: { node: fileURLToPath(new URL(`./${program}.js`, import.meta.url)) },
      development: { config },
    };
    writeFileSync(join(folder, "gofer-plugin.json"), JSON.stringify(manifest));
  }
}

/** Processor time that a process has used, in milliseconds. */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Memory of a process that is its own or its share of what it shares, in MB. */
export function memoryMb(pid: number, kind: "Pss" | "Rss"): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  return Number(new RegExp(`^${kind}:\\s+(\\d+)`, "m").exec(rollup)?.[1] ?? 0) / 1024;
}

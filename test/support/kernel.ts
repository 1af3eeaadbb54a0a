import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { connectKernel, Fault, type KernelClient } from "@gofer/sdk";

const root = join(import.meta.dirname, "..", "..");

export interface CliResult {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** A real kernel in a folder of its own, used through the real command line. */
export class TestKernel implements AsyncDisposable {
  readonly dataDirectory: string;
  readonly #environment: NodeJS.ProcessEnv;
  #process: ChildProcess | undefined;
  #connection: ReturnType<typeof connectKernel> | undefined;

  readonly #program: string;

  /** Settings are added to the environment; the program is the built kernel unless another is named. */
  constructor(
    settings: Readonly<Record<string, string | undefined>> = {},
    program: string = join(root, "kernel", "dist", "bundle", "main.js"),
  ) {
    this.#program = program;
    this.dataDirectory = settings["GOFER_DATA_DIR"] ?? mkdtempSync(join(tmpdir(), "gofer-e2e-"));
    this.#environment = {
      ...process.env,
      GOFER_DATA_DIR: this.dataDirectory,
      GOFER_SERVER_HOST: "127.0.0.1:0",
      GOFER_EXTERNAL_EVENTS_API_HOST: "127.0.0.1:0",
      GOFER_SCHEDULER_ENGINE: "process",
      GOFER_LOG_LEVEL: "warn",
      GOFER_CLI_HOST: undefined,
      ...settings,
    };
  }

  /** Changes the environment of what is started from now on. */
  set(settings: Readonly<Record<string, string | undefined>>): void {
    Object.assign(this.#environment, settings);
  }

  /** What a kernel says that does not start. */
  async failedStart(): Promise<string> {
    const child = spawn(process.execPath, [join(root, "kernel", "dist", "bundle", "main.js")], {
      env: this.#environment,
      stdio: ["ignore", "ignore", "pipe"],
    });
    const stderr: Buffer[] = [];
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    const [code] = (await once(child, "close")) as [number];
    return `exit code ${code}: ${Buffer.concat(stderr).toString()}`;
  }

  /** Settings and parameters that are given here hold for this start only. */
  async start(settings: Readonly<Record<string, string>> = {}, ...parameters: readonly string[]): Promise<void> {
    rmSync(join(this.dataDirectory, "kernel.json"), { force: true });
    this.#process = spawn(process.execPath, [this.#program, ...parameters], {
      env: { ...this.#environment, ...settings },
      stdio: ["ignore", "inherit", "inherit"],
    });
    const ended = once(this.#process, "exit").then(() => Promise.reject(new Error("the kernel ended")));
    ended.catch(() => undefined);
    const watcher = watch(this.dataDirectory);
    while (!existsSync(join(this.dataDirectory, "kernel.json"))) await Promise.race([once(watcher, "change"), ended]);
    watcher.close();
  }

  /** Resolves when the process has ended by itself. */
  async died(): Promise<void> {
    const child = this.#process;
    if (child?.exitCode === null && child.signalCode === null) await once(child, "exit");
    this.#process = undefined;
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    this.#connection?.close();
    this.#connection = undefined;
    const child = this.#process;
    this.#process = undefined;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, "exit");
  }

  /** The API of the running kernel: for tests whose story is not the command line. Closed with the kernel. */
  get api(): KernelClient {
    if (!this.#connection) {
      // What a killed kernel has announced is still there.
      if (!this.#process || !existsSync(join(this.dataDirectory, "kernel.json")))
        throw new Fault("unavailable", "the kernel does not run");
      const { address, certificateFile } = JSON.parse(
        readFileSync(join(this.dataDirectory, "kernel.json"), "utf8"),
      ) as {
        address: string;
        certificateFile: string;
      };
      this.#connection = connectKernel({ address, certificate: readFileSync(certificateFile, "utf8") });
    }
    return this.#connection.kernel;
  }

  /** Process id of the kernel; 0 while it does not run. */
  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  gofer(...words: readonly string[]): Promise<CliResult> {
    return this.goferWith("", ...words);
  }

  /** A command with this on its standard input. */
  async goferWith(input: string | Buffer, ...words: readonly string[]): Promise<CliResult> {
    const child = this.spawnGofer(...words);
    child.stdin.on("error", () => undefined).end(input);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    const [code] = (await once(child, "close")) as [number];
    return { code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() };
  }

  /** A command under way; its standard input is open. */
  spawnGofer(...words: readonly string[]): ChildProcessWithoutNullStreams {
    return this.spawnProgram(process.execPath, [join(root, "cli", "bin", "gofer.mjs"), ...words]);
  }

  /** Any program, in the environment of this kernel. */
  spawnProgram(program: string, parameters: readonly string[]): ChildProcessWithoutNullStreams {
    return spawn(program, parameters, { cwd: root, env: this.#environment, stdio: "pipe" });
  }

  /** The lines of a command that goes on; leaving the loop ends it. */
  async *follow(...words: readonly string[]): AsyncGenerator<string> {
    const child = spawn(process.execPath, [join(root, "cli", "bin", "gofer.mjs"), ...words], {
      cwd: root,
      env: this.#environment,
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      yield* createInterface(child.stdout);
    } finally {
      child.kill("SIGKILL");
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    rmSync(this.dataDirectory, { recursive: true, force: true });
  }
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../fault.js";
import { pluginEnvironment, readHandshakeLine, signalGroup } from "../host/index.js";
import { type Certificate, createCertificate } from "../plugin/certificate.js";
import { eventually, within } from "./check.js";
import { Nonconformance } from "./verdict.js";

/**
 * A process of the plugin, started exactly as a kernel does, but without the kernel's `pdeathsig`: it must end by itself.
 * Of one in a container some things cannot be seen or done from here: they skip the case.
 */
export interface PluginProcess {
  readonly pid: number;
  /** Where it finds the data directory of its installation, where that is not the path on this machine. */
  readonly dataDirectory: string | undefined;
  readonly socketDirectory: string;
  /** What the plugin must trust, and nothing else. */
  readonly certificate: Certificate;
  /** "exit code 0" or "signal SIGKILL". */
  readonly exited: Promise<string>;
  readonly isGone: () => boolean;
  /** Everything that it wrote so far, on either stream. */
  readonly written: () => { readonly stdout: string; readonly stderr: string };
  /** Lines on standard output before the handshake line. */
  readonly noise: readonly string[];
  /** The handshake line. Throws a `Nonconformance` when the process ends first or does not print it in time. */
  readonly handshakeLine: () => Promise<string>;
  /** Ends its standard input, as a kernel that dies does. */
  readonly endInput: () => void;
  readonly signal: (name: NodeJS.Signals) => void;
  /** Asks it to end as a kernel does, and gives it some time to. */
  readonly end: () => Promise<void>;
  /** Kills it with everything in its process group, and removes its directory. */
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

export interface SpawnOptions {
  readonly command: readonly string[];
  readonly directory: string;
  /** Where the socket directory is made. */
  readonly root: string;
  /** Variables that differ from what a kernel sets; undefined leaves one out. */
  readonly environment?: NodeJS.ProcessEnv;
}

const handshakeTimeoutMs = 30_000;
const keptBytes = 4 << 20;

export async function spawnPlugin({
  command,
  directory,
  root,
  environment = {},
}: SpawnOptions): Promise<PluginProcess> {
  const socketDirectory = mkdtempSync(join(root, "s"));
  const certificate = createCertificate({ validForMs: 24 * 3600_000 });
  const [program = "", ...parameters] = command;
  const child = spawn(program, parameters, {
    cwd: directory,
    env: { ...pluginEnvironment({ socketDirectory, clientCertificate: certificate.pem }), ...environment },
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  child.stdin.on("error", () => undefined);
  const exited = exitOf(child);
  const { pid } = child;
  if (pid === undefined) {
    rmSync(socketDirectory, { recursive: true, force: true });
    throw new Nonconformance(`${program} cannot be started: ${await exited}`);
  }
  const stdout = new Tail(child.stdout);
  const stderr = new Tail(child.stderr);
  const noise: string[] = [];
  const line = readHandshakeLine(child.stdout, { onNoise: (text) => noise.push(text), onRest: () => undefined });
  line.catch(() => undefined);
  const isGone = () => child.exitCode !== null || child.signalCode !== null;
  return {
    pid,
    dataDirectory: undefined,
    socketDirectory,
    certificate,
    exited,
    isGone,
    written: () => ({ stdout: stdout.text, stderr: stderr.text }),
    noise,
    handshakeLine: () => untilHandshake(line, exited, stderr),
    endInput: () => child.stdin.end(),
    signal: (name) => {
      if (!isGone()) child.kill(name);
    },
    async end() {
      child.stdin.end();
      await eventually("the plugin ends", () => !isRunning(pid) || undefined, 10_000).catch(() => undefined);
    },
    async [Symbol.asyncDispose]() {
      signalGroup(pid, "SIGKILL");
      if (!isGone()) await once(child, "exit");
      rmSync(socketDirectory, { recursive: true, force: true });
    },
  };
}

/** Throws a `Nonconformance` when the process ends first, or the line does not come in time. */
export function untilHandshake(line: Promise<string>, exited: Promise<string>, stderr: Tail): Promise<string> {
  return within(
    "the plugin prints its handshake line",
    handshakeTimeoutMs,
    Promise.race([
      line.catch((error: unknown) => {
        throw new Nonconformance(messageOf(error));
      }),
      exited.then((how) => {
        throw new Nonconformance(
          `the plugin ended before the handshake (${how}); it wrote: ${stderr.text.slice(-500)}`,
        );
      }),
    ]),
  );
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((settle) => {
    child.once("error", (error) => settle(error.message));
    child.once("exit", (code, signal) => settle(signal ? `signal ${signal}` : `exit code ${code ?? "unknown"}`));
  });
}

/** The end of what a stream carried; the stream is always read, so that the plugin never blocks on it. */
export class Tail {
  #text = "";

  constructor(stream: NodeJS.ReadableStream) {
    stream.on("data", (data: Buffer) => {
      this.#text = (this.#text + data.toString()).slice(-keptBytes);
    });
    stream.on("error", () => undefined);
  }

  get text(): string {
    return this.#text;
  }
}

/** True while the process is there and not a zombie. */
export function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3) !== "Z";
  } catch {
    return false;
  }
}

/** Memory of a process in bytes; undefined where the system does not tell. */
export function residentBytes(pid: number): number | undefined {
  try {
    const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kib === undefined ? undefined : Number(kib) * 1024;
  } catch {
    return undefined;
  }
}

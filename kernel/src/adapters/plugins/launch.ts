import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { GrpcController, GrpcStdio, Health, Plugin } from "@gofer/proto";
import { Fault, messageOf } from "@gofer/sdk/fault";
import { openPluginChannel, pluginEnvironment, readHandshakeLine, signalGroup, startTicksOf } from "@gofer/sdk/host";
import { type Certificate, createCertificate, type Handshake, parseHandshake } from "@gofer/sdk/plugin";
import { clientOf } from "@gofer/sdk/rpc";
import type { Client } from "@grpc/grpc-js";
import type { ProcessLedger } from "../../ports/plugin-host.js";
import type { Manifest } from "./manifest.js";
import type { PluginOutput } from "./plugin-output.js";
import { bootId } from "./process-identity.js";

export interface LaunchOptions {
  readonly alias: string;
  readonly directory: string;
  readonly manifest: Manifest;
  readonly generation: number;
  readonly socketRoot: string;
  readonly processes: ProcessLedger;
  readonly output: PluginOutput;
  /** Aborts when the plugin is wanted no more. */
  readonly signal: AbortSignal;
  readonly timing: { readonly handshakeMs: number; readonly stopGraceMs: number };
}

/** A plugin that serves. */
export interface LaunchedPlugin {
  /** Of its process, where that is the kernel's. */
  readonly pid: number | undefined;
  readonly channel: Client;
  /** Resolves with how the process ended: "exit code 1" or "signal SIGKILL"; of an endpoint: how its connection did. */
  readonly exited: Promise<string>;
  /** Drain, Shutdown, end of its lifeline, and then force; gone when it resolves. Safe to repeat. */
  readonly stop: (drainMs: number) => Promise<void>;
  /** Where the installation's data directory is for the plugin, where that is not its path here. */
  readonly dataDirectory?: string;
  /** Alias of the scheduler that runs it, where one does. */
  readonly scheduler?: string;
  /** How the plugin reaches the kernel, where that is not the address itself. */
  readonly kernelAddress?: (address: string) => Promise<string>;
}

/**
 * Starts a plugin by go-plugin's core protocol 1. Throws a fault that names the plugin, the cause and the
 * remedy; whatever was started is then gone again.
 */
export async function launch(options: LaunchOptions): Promise<LaunchedPlugin> {
  const { alias, output, processes, socketRoot } = options;
  const sockets = mkdtempSync(join(socketRoot, "p"));
  mkdirSync(sockets, { recursive: true, mode: 0o700 });
  const certificate = createCertificate({ validForMs: 365 * 24 * 3600_000 });
  const child = start(options, sockets, certificate);
  const exited = exitOf(child);
  const { pid } = child;
  if (pid === undefined) {
    rmSync(sockets, { recursive: true, force: true });
    throw new Fault(
      "precondition",
      `plugin "${alias}" cannot be started: ${await exited}: check the entrypoint in ${options.directory}/gofer-plugin.json`,
    );
  }
  const startTicks = startTicksOf(pid) ?? "";
  processes.record({
    alias,
    generation: options.generation,
    pid,
    startTicks,
    bootId: bootId(),
    socketDirectory: sockets,
  });
  if (child.stderr) output.attach(child.stderr, "debug");

  let channel: Client | undefined;
  let stopping: Promise<void> | undefined;
  const stop = (drainMs: number) => (stopping ??= end(drainMs));
  const end = async (drainMs: number) => {
    await stopProcess({ child, pid, exited, channel, drainMs, graceMs: options.timing.stopGraceMs });
    channel?.close();
    rmSync(sockets, { recursive: true, force: true });
    processes.forget(pid, startTicks);
  };
  try {
    const handshake = await readHandshake(child.stdout, exited, options);
    channel = openPluginChannel(handshake, {
      own: certificate,
      socketDirectory: sockets,
      peer: `plugin "${alias}"`,
    });
    readStdio(channel, output);
    await checkHealth(channel);
    return { pid, channel, exited, stop };
  } catch (error) {
    await stop(0);
    if (error instanceof Fault)
      throw new Fault(error.code, `plugin "${alias}" ${options.manifest.version}: ${error.message}`, { cause: error });
    throw error;
  }
}

export async function checkHealth(channel: Client): Promise<void> {
  let status: string;
  try {
    ({ status } = await clientOf(Health, channel).check({ service: "plugin" }, { timeoutMs: 5000 }));
  } catch (error) {
    throw new Fault(
      "unavailable",
      `its health service does not answer (${messageOf(error)}): it must serve grpc.health.v1.Health for the service "plugin"`,
    );
  }
  if (status !== "SERVING")
    throw new Fault("unavailable", `its health service says ${status}: it must be SERVING from the start`);
}

function start({ directory, manifest }: LaunchOptions, sockets: string, { pem }: Certificate): ChildProcess {
  const { entrypoint } = manifest;
  const command =
    "node" in entrypoint ? [process.execPath, resolve(directory, entrypoint.node)] : [...entrypoint.command];
  if (!("node" in entrypoint) && command[0]?.includes("/")) command[0] = resolve(directory, command[0]);
  const [program = "", ...parameters] = [...lifelineWrapper(), ...command];
  return spawn(program, parameters, {
    cwd: directory,
    env: pluginEnvironment({ socketDirectory: sockets, clientCertificate: pem }),
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
}

let wrapper: readonly string[] | undefined;

/** Kills the plugin when the kernel dies, where the system can: closing standard input needs the plugin's help. */
function lifelineWrapper(): readonly string[] {
  if (wrapper) return wrapper;
  try {
    execFileSync("setpriv", ["--pdeathsig", "KILL", "--", "true"], { stdio: "ignore" });
    wrapper = ["setpriv", "--pdeathsig", "KILL", "--"];
  } catch {
    wrapper = [];
  }
  return wrapper;
}

async function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((settle) => {
    child.once("error", (error) => settle(error.message));
    child.once("exit", (code, signal) => settle(signal ? `signal ${signal}` : `exit code ${code ?? "unknown"}`));
    // Writing to a plugin that has just died must not become an uncaught error.
    child.stdin?.on("error", () => undefined);
  });
}

export async function readHandshake(
  stdout: Readable | null,
  exited: Promise<string>,
  options: Pick<LaunchOptions, "alias" | "output" | "signal"> & { readonly timing: { readonly handshakeMs: number } },
): Promise<Handshake> {
  const { output } = options;
  const { handshakeMs } = options.timing;
  const before = output.written;
  if (!stdout) throw new Fault("internal", "the plugin has no standard output");
  const timer = new AbortController();
  const line = readHandshakeLine(stdout, {
    onNoise: (text) => output.add(text, "warn"),
    onRest: (lines) => {
      for (const text of lines) output.add(text, "info");
      output.attach(stdout, "info");
    },
  });
  try {
    return parseHandshake(
      await Promise.race([
        line,
        exited.then(async (how) => {
          await delay(20);
          const last = output.tail(5, before).join(" | ");
          throw new Fault(
            "unavailable",
            `it ended before it was ready (${how})${last ? `: ${last}` : ""}${options.alias ? `: gofer plugin logs ${options.alias}` : ""}`,
          );
        }),
        aborted(options.signal, timer.signal).then(() => {
          throw new Fault("cancelled", "it is not wanted any more");
        }),
        delay(handshakeMs, undefined, { signal: timer.signal }).then(() => {
          throw new Fault(
            "unavailable",
            `it did not say where it serves within ${handshakeMs / 1000} s: it must print the handshake line to standard output`,
          );
        }),
      ]),
    );
  } finally {
    timer.abort();
  }
}

function aborted(signal: AbortSignal, until: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true, signal: until });
  });
}

/** Go's library sends the plugin's output this way; one that does not have it logs to standard error. */
export function readStdio(channel: Client, output: PluginOutput): void {
  void (async () => {
    try {
      for await (const { channel: from, data } of clientOf(GrpcStdio, channel).streamStdio({})) {
        for (const line of data.toString().split("\n")) output.add(line, from === "STDERR" ? "debug" : "info");
      }
    } catch {
      // Not served, or over: either way there is nothing more to read.
    }
  })();
}

interface Stop {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly exited: Promise<string>;
  readonly channel: Client | undefined;
  readonly drainMs: number;
  readonly graceMs: number;
}

async function stopProcess({ child, pid, exited, channel, drainMs, graceMs }: Stop): Promise<void> {
  const isGone = () => child.exitCode !== null || child.signalCode !== null;
  if (channel && !isGone()) {
    if (drainMs > 0)
      await clientOf(Plugin, channel)
        .drain({ drainTimeoutMs: drainMs }, { timeoutMs: drainMs + 5000 })
        .catch(() => undefined);
    // The answer may be cut off by the exit it asks for.
    await clientOf(GrpcController, channel)
      .shutdown({}, { timeoutMs: 1000 })
      .catch(() => undefined);
  }
  child.stdin?.end();
  for (const [signal, waitMs] of [
    [undefined, channel ? graceMs : 200],
    ["SIGTERM", 2000],
    ["SIGKILL", 5000],
  ] as const) {
    if (signal) signalGroup(pid, signal);
    const timer = new AbortController();
    await Promise.race([exited, delay(waitMs, undefined, { signal: timer.signal }).catch(() => undefined)]);
    timer.abort();
    if (isGone()) break;
  }
  // What it left behind in its group goes with it.
  signalGroup(pid, "SIGKILL");
  if (!isGone()) await once(child, "exit");
}

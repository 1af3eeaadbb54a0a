import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { GrpcController, GrpcStdio, Health, Plugin } from "@gofer/proto";
import { Fault, messageOf } from "@gofer/sdk/fault";
import {
  type Certificate,
  cookie,
  createCertificate,
  type Handshake,
  launchEnvironment,
  looksLikeHandshake,
  parseHandshake,
  toPem,
} from "@gofer/sdk/plugin";
import { clientOf } from "@gofer/sdk/rpc";
import { Client, credentials } from "@grpc/grpc-js";
import type { ProcessLedger } from "../../ports/plugin-host.js";
import type { Manifest } from "./manifest.js";
import type { PluginOutput } from "./plugin-output.js";
import { bootId, signalGroup, startTicksOf } from "./process-identity.js";

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

/** A plugin process that has said where it serves. */
export interface LaunchedPlugin {
  readonly pid: number;
  readonly channel: Client;
  /** Resolves with how the process ended: "exit code 1" or "signal SIGKILL". */
  readonly exited: Promise<string>;
  /** Drain, Shutdown, end of its lifeline, and then force; gone when it resolves. Safe to repeat. */
  readonly stop: (drainMs: number) => Promise<void>;
}

const maxNoiseLines = 20;

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
    const handshake = await readHandshake(child, exited, options);
    channel = openChannel(alias, handshake, certificate, sockets);
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

async function checkHealth(channel: Client): Promise<void> {
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
    throw new Fault(
      "unavailable",
      `its health service says ${status}: it must be SERVING when the handshake line is printed`,
    );
}

function start({ directory, manifest }: LaunchOptions, sockets: string, { pem }: Certificate): ChildProcess {
  const { entrypoint } = manifest;
  const command =
    "node" in entrypoint ? [process.execPath, resolve(directory, entrypoint.node)] : [...entrypoint.command];
  if (!("node" in entrypoint) && command[0]?.includes("/")) command[0] = resolve(directory, command[0]);
  const [program = "", ...parameters] = [...lifelineWrapper(), ...command];
  const environment: NodeJS.ProcessEnv = {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    LANG: process.env["LANG"],
    TZ: process.env["TZ"],
    TMPDIR: sockets,
    [cookie.name]: cookie.value,
    [launchEnvironment.protocolVersions]: "1",
    [launchEnvironment.clientCertificate]: pem,
    [launchEnvironment.socketDirectory]: sockets,
  };
  return spawn(program, parameters, {
    cwd: directory,
    env: environment,
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

async function readHandshake(child: ChildProcess, exited: Promise<string>, options: LaunchOptions): Promise<Handshake> {
  const { output } = options;
  const { handshakeMs } = options.timing;
  const before = output.written;
  const { stdout } = child;
  if (!stdout) throw new Fault("internal", "the plugin has no standard output");
  const timer = new AbortController();
  const line = new Promise<string>((found, reject) => {
    let rest = "";
    let noise = 0;
    const read = (data: Buffer) => {
      const lines = (rest + data.toString()).split("\n");
      rest = (lines.pop() ?? "").slice(-8192);
      for (const [index, raw] of lines.entries()) {
        const text = raw.replace(/\u001b\[[0-9;?]*[A-Za-z]|\r/g, "").trim();
        if (looksLikeHandshake(text)) {
          stdout.off("data", read);
          for (const after of lines.slice(index + 1)) output.add(after, "info");
          output.attach(stdout, "info");
          return found(text);
        }
        output.add(text, "warn");
        if (++noise > maxNoiseLines)
          return reject(
            new Fault(
              "precondition",
              `it wrote more than ${maxNoiseLines} lines to standard output before the handshake: it must log to standard error`,
            ),
          );
      }
    };
    stdout.on("data", read);
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
            `it ended before it was ready (${how})${last ? `: ${last}` : ""}: gofer plugin logs ${options.alias}`,
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

function openChannel(
  alias: string,
  { network, address, certificate }: Handshake,
  own: Certificate,
  sockets: string,
): Client {
  if (network === "unix" && dirname(resolve(address)) !== resolve(sockets)) {
    throw new Fault(
      "precondition",
      `it serves on ${address}, outside its socket directory: it must use ${launchEnvironment.socketDirectory}`,
    );
  }
  if (!certificate && network !== "unix") {
    throw new Fault(
      "precondition",
      `it serves on ${address} without a certificate: on TCP a plugin must use the client certificate it is given (AutoMTLS)`,
    );
  }
  const target = network === "unix" ? `unix:${join(sockets, basename(address))}` : address;
  const trust = certificate
    ? credentials.createSsl(
        Buffer.from(toPem(new X509Certificate(certificate).raw)),
        Buffer.from(own.keyPem),
        Buffer.from(own.pem),
        {
          checkServerIdentity: (_host, peer) =>
            peer.raw.equals(certificate)
              ? undefined
              : new Error(`plugin "${alias}" shows another certificate than it announced`),
        },
      )
    : credentials.createInsecure();
  return new Client(target, trust, {
    "grpc.ssl_target_name_override": "localhost",
    "grpc.max_receive_message_length": 16 << 20,
    "grpc.max_send_message_length": -1,
    "grpc.initial_reconnect_backoff_ms": 20,
    "grpc.max_reconnect_backoff_ms": 500,
  });
}

/** Go's library sends the plugin's output this way; one that does not have it logs to standard error. */
function readStdio(channel: Client, output: PluginOutput): void {
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

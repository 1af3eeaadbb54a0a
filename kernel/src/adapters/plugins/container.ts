import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { GrpcController, Plugin } from "@gofer/proto";
import { Fault, faultCodeOf, messageOf } from "@gofer/sdk/fault";
import {
  followContainer,
  insideContainer,
  onThisSide,
  openPluginChannel,
  pluginContainer,
  pluginEnvironment,
} from "@gofer/sdk/host";
import { createCertificate } from "@gofer/sdk/plugin";
import { clientOf } from "@gofer/sdk/rpc";
import type { Client } from "@grpc/grpc-js";
import { pluginContainerPrefix } from "../../domain/plugin-container.js";
import type { RegistryCredentials, SchedulerClient } from "../../ports/plugin-host.js";
import { checkHealth, type LaunchedPlugin, readHandshake, readStdio } from "./launch.js";
import type { PluginOutput } from "./plugin-output.js";

/** The scheduler in use, and the containers that the kernel has on it. */
export interface ContainerScheduler {
  readonly alias: string;
  readonly client: SchedulerClient;
  readonly features: readonly string[];
  readonly closed: AbortSignal;
  /** Keys of containers that are wanted, whether they are there yet or not: everything else of ours is a leftover. */
  readonly wanted: Set<string>;
}

export interface ContainerOptions {
  readonly alias: string;
  readonly generation: number;
  /** What the image was resolved to. */
  readonly reference: string;
  /** As an admin named it. */
  readonly image: string;
  readonly permissions: readonly string[];
  readonly socketRoot: string;
  /** The installation's own; undefined for a probe, which gets none. */
  readonly dataDirectory: string | undefined;
  readonly output: PluginOutput;
  readonly scheduler: () => ContainerScheduler | undefined;
  readonly signal: AbortSignal;
  readonly timing: { readonly handshakeMs: number; readonly stopGraceMs: number };
}

/**
 * Runs a plugin as a container of the scheduler in use: nothing of its image can be written, it has no capabilities, and
 * network and folders only as granted. It serves on a unix socket in a folder that it shares with the kernel, with mutual
 * TLS, so that it needs no network for that. Throws a fault that names the plugin and the cause; nothing is left then.
 */
export async function launchContainer(options: ContainerOptions): Promise<LaunchedPlugin> {
  const { alias, generation, output, signal, dataDirectory } = options;
  const scheduler = await schedulerFor(options);
  const { client, closed } = scheduler;
  const name = generation === 0 ? "probe" : alias;
  const key = `${pluginContainerPrefix}${name}-${generation === 0 ? randomBytes(4).toString("hex") : generation}`;
  const sockets = mkdtempSync(join(options.socketRoot, "p"));
  if (dataDirectory !== undefined) mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const certificate = createCertificate({ validForMs: 365 * 24 * 3600_000 });
  const reading = new AbortController();
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  let channel: Client | undefined;
  let stopping: Promise<void> | undefined;
  let exited: Promise<string> = Promise.resolve("");
  let bridge: (AsyncDisposable & { readonly path: string }) | undefined;

  const end = async (drainMs: number) => {
    if (channel && drainMs > 0)
      await clientOf(Plugin, channel)
        .drain({ drainTimeoutMs: drainMs }, { timeoutMs: drainMs + 5000 })
        .catch(() => undefined);
    if (channel)
      await clientOf(GrpcController, channel)
        .shutdown({}, { timeoutMs: 1000 })
        .catch(() => undefined);
    channel?.close();
    await bridge?.[Symbol.asyncDispose]();
    const { stopGraceMs: graceMs } = options.timing;
    const items = [{ key, graceMs: channel ? graceMs : 0 }];
    const within = (timeoutMs: number) => ({ timeoutMs, signal: closed });
    const request = { keys: [key], sandboxes: [] };
    // Without its scheduler, or with one that does not answer, it is a leftover: its input has ended, and the rest is
    // removed when a scheduler is there again.
    try {
      await client.stop({ items }, within(5000));
      await Promise.race([exited, delay(graceMs + 2000, undefined, { ref: false })]);
      reading.abort();
      await client.remove(request, within(10_000));
    } catch {
      reading.abort();
      const now = options.scheduler();
      if (now?.alias === scheduler.alias && now.closed !== closed)
        await now.client.remove(request, { timeoutMs: 5000 }).catch(() => undefined);
    }
    scheduler.wanted.delete(key);
    rmSync(sockets, { recursive: true, force: true });
  };
  const stop = (drainMs: number) => (stopping ??= end(drainMs));

  scheduler.wanted.add(key);
  try {
    const environment = pluginEnvironment(
      { socketDirectory: insideContainer.sockets, clientCertificate: certificate.pem },
      {},
    );
    const spec = pluginContainer({
      ...{ key, name, reference: options.reference, environment, sockets, dataDirectory },
      permissions: options.permissions,
    });
    await start(client, spec, options.image, signal);
    exited = followContainer(client, key, {
      ...{ stdout, stderr },
      signal: AbortSignal.any([reading.signal, closed]),
    });
    output.attach(stderr, "debug");
    const handshake = await readHandshake(stdout, exited, options);
    channel = openPluginChannel(onThisSide(handshake, { sockets, scheduler: scheduler.alias }), {
      own: certificate,
      socketDirectory: sockets,
      peer: `plugin "${alias}"`,
    });
    readStdio(channel, output);
    await checkHealth(channel);
  } catch (error) {
    await stop(0);
    const code = error instanceof Fault ? error.code : "unavailable";
    throw new Fault(code, `plugin "${alias || options.image}" as a container: ${messageOf(error)}`, { cause: error });
  }
  return {
    pid: undefined,
    channel,
    exited,
    stop,
    dataDirectory: insideContainer.data,
    scheduler: scheduler.alias,
    async kernelAddress(address) {
      bridge ??= await openBridge(join(sockets, "kernel"), address);
      return `unix:${insideContainer.sockets}/kernel`;
    },
  };
}

/** Waits a while: at the start of the kernel the scheduler starts too. */
export async function schedulerFor({
  scheduler,
  signal,
  timing,
}: Pick<ContainerOptions, "scheduler" | "signal" | "timing">): Promise<ContainerScheduler> {
  for (let waitedMs = 0; !signal.aborted; waitedMs += 100) {
    const found = scheduler();
    if (found?.features.includes("PORTS")) return found;
    if (found)
      throw new Fault(
        "precondition",
        `the scheduler in use, "${found.alias}", runs no containers with folders of this machine (feature PORTS): gofer plugin use scheduler <one that does>`,
      );
    if (waitedMs >= timing.handshakeMs)
      throw new Fault("unavailable", "no scheduler works now, and containers need one: gofer plugin list");
    await delay(100, undefined, { signal }).catch(() => undefined);
  }
  throw new Fault("cancelled", "it is not wanted any more");
}

type ContainerSpec = NonNullable<Parameters<SchedulerClient["start"]>[0]["containers"]>[number];

/** The image is fetched again where it has gone, and must then still be what was installed. */
async function start(client: SchedulerClient, spec: ContainerSpec, image: string, signal: AbortSignal): Promise<void> {
  for (let tries = 0; ; tries++) {
    const { results } = await client.start({ containers: [spec] }, { timeoutMs: 60_000, signal });
    const error = results[0]?.error;
    if (!error) return;
    const code = faultCodeOf(error.code);
    if (code === "notFound" && tries === 0) {
      const { reference } = await resolveImage(client, image, signal);
      if (reference === spec.image) continue;
      throw new Fault(
        "precondition",
        `image ${image} is ${reference} now, and ${String(spec.image)} was installed: gofer plugin upgrade takes what is there now`,
      );
    }
    throw new Fault(code, error.message);
  }
}

/** Throws the faults of PrepareImage's table. */
export async function resolveImage(
  client: SchedulerClient,
  image: string,
  signal: AbortSignal,
  auth?: RegistryCredentials,
): Promise<{ readonly reference: string; readonly digest: string }> {
  // What the reference means now: with credentials an image that is here already may still be one of others.
  const request = { image, ...(auth ? { registryAuth: auth, pullPolicy: "PULL_POLICY_ALWAYS" as const } : {}) };
  for await (const { prepared } of client.prepareImage(request, { signal })) if (prepared) return prepared;
  throw new Fault("internal", `PrepareImage of ${image} ended without a result`);
}

/** The kernel's API on a socket: a container without network reaches it too, and nothing else by it. */
async function openBridge(path: string, address: string): Promise<AsyncDisposable & { readonly path: string }> {
  const at = address.lastIndexOf(":");
  const target = { host: address.slice(0, at).replace(/^\[|\]$/g, ""), port: Number(address.slice(at + 1)) };
  const open = new Set<Socket>();
  const server = createServer((inner) => {
    const outer = connect(target);
    for (const [one, other] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      open.add(one);
      one.on("error", () => undefined).on("close", () => (open.delete(one), other.destroy()));
      one.pipe(other);
    }
  });
  server.maxConnections = 16;
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(path, resolve));
  return {
    path,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

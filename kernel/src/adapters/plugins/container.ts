import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { basename, dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { GrpcController, Plugin } from "@gofer/proto";
import { Fault, faultCodeOf, messageOf } from "@gofer/sdk/fault";
import { openPluginChannel, pluginEnvironment } from "@gofer/sdk/host";
import { createCertificate, type Handshake } from "@gofer/sdk/plugin";
import { clientOf } from "@gofer/sdk/rpc";
import type { Client } from "@grpc/grpc-js";
import { hasNetwork, mountsOf } from "../../domain/permission.js";
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

/** Folders as the plugin sees them. */
const inside = { sockets: "/run/gofer", data: "/var/lib/gofer" } as const;
/** Enough for a plugin on a runtime with garbage collection; one that needs more has gone astray. */
const limits = { cpuMillis: 0, memoryBytes: 512 << 20, pids: 256, wallTimeMs: 0, required: false };

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
    const environment = pluginEnvironment({ socketDirectory: inside.sockets, clientCertificate: certificate.pem }, {});
    const mounts = [
      { hostPath: sockets, containerPath: inside.sockets, readOnly: false },
      ...(dataDirectory === undefined
        ? []
        : [{ hostPath: dataDirectory, containerPath: inside.data, readOnly: false }]),
      ...mountsOf(options.permissions).map(({ path, readOnly }) => ({ hostPath: path, containerPath: path, readOnly })),
    ];
    const spec = {
      key,
      image: options.reference,
      entrypoint: [],
      command: [],
      environment: Object.fromEntries(
        Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
      ),
      labels: { "gofer.plugin": name },
      limits,
      network: { mode: hasNetwork(options.permissions) ? ("MODE_OWN" as const) : ("MODE_NONE" as const), sandbox: "" },
      ports: [],
      mounts,
      keepStdinOpen: true,
      stopSignal: "",
      // As the kernel's user: the kernel must be able to use the socket, and to remove it.
      confinement: {
        readOnlyRoot: true,
        noCapabilities: true,
        user: `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`,
      },
    };
    const specHash = createHash("sha256")
      .update(JSON.stringify([spec, randomBytes(8).toString("hex")]))
      .digest("hex");
    await start(client, { ...spec, specHash }, options.image, signal);
    exited = follow(scheduler, key, { stdout, stderr, signal: reading.signal });
    output.attach(stderr, "debug");
    const handshake = await readHandshake(stdout, exited, options);
    channel = openPluginChannel(onThisSide(handshake, sockets, scheduler.alias), {
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
    dataDirectory: inside.data,
    scheduler: scheduler.alias,
    async kernelAddress(address) {
      bridge ??= await openBridge(join(sockets, "kernel"), address);
      return `unix:${inside.sockets}/kernel`;
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

/** Passes the container's output on, and resolves with how it ended. */
async function follow(
  { client, closed }: ContainerScheduler,
  key: string,
  { stdout, stderr, signal }: { stdout: PassThrough; stderr: PassThrough; signal: AbortSignal },
): Promise<string> {
  const until = AbortSignal.any([signal, closed]);
  let cursor: Buffer = Buffer.alloc(0);
  try {
    for (let failures = 0; !until.aborted && failures < 5; failures++) {
      try {
        for await (const { chunks, eof } of client.streamLogs({ key, cursor, follow: true }, { signal: until })) {
          failures = 0;
          for (const { stream, data, cursor: after } of chunks) {
            const to = stream === "STREAM_STDERR" ? stderr : stdout;
            if (!to.write(data)) await once(to, "drain", { signal: until }).catch(() => undefined);
            cursor = after;
          }
          if (eof) return await howItEnded(client, key);
        }
      } catch (error) {
        if (error instanceof Fault && error.code === "notFound") return "the removal of its container";
      }
      await delay(200, undefined, { signal: until }).catch(() => undefined);
    }
    return "the loss of its scheduler";
  } finally {
    stdout.end();
    stderr.end();
  }
}

async function howItEnded(client: SchedulerClient, key: string): Promise<string> {
  try {
    const { status } = await client.inspect({ key }, { timeoutMs: 5000 });
    const { reason, exitCode, signal, message } = status?.exit ?? {};
    if (reason === "REASON_OUT_OF_MEMORY") return `more than its ${limits.memoryBytes >> 20} MiB of memory`;
    if (signal) return `signal ${signal}`;
    return exitCode === undefined
      ? (message ?? "its container")
      : `exit code ${exitCode}${message ? ` (${message})` : ""}`;
  } catch {
    return "its container";
  }
}

/** Where the socket of a container is outside of it. Throws `precondition` for one that is not there, or not protected. */
function onThisSide(handshake: Handshake, sockets: string, scheduler: string): Handshake {
  const { network, address, certificate } = handshake;
  if (network !== "unix" || dirname(address) !== inside.sockets)
    throw new Fault("precondition", `it serves on ${network} ${address}: it must use a socket in ${inside.sockets}`);
  if (!certificate)
    throw new Fault(
      "precondition",
      "it serves without a certificate: a container must use the one it is given (AutoMTLS)",
    );
  const path = join(sockets, basename(address));
  if (!existsSync(path))
    throw new Fault(
      "precondition",
      `its socket is not on this machine: scheduler "${scheduler}" must run containers on the machine of the kernel`,
    );
  return { network, address: path, certificate };
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

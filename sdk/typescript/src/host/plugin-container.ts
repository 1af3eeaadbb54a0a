import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { PassThrough } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { SchedulerDefinition, SchedulerHandlers } from "@gofer/proto";
import { Fault, isFault } from "../fault.js";
import type { Handshake } from "../plugin/handshake.js";
import type { ServiceClient } from "../rpc/index.js";

type SchedulerClient = ServiceClient<SchedulerHandlers, SchedulerDefinition>;

/** Folders as a plugin in a container sees them. */
export const insideContainer = { sockets: "/run/gofer", data: "/var/lib/gofer" } as const;

/** Enough for a plugin on a runtime with garbage collection; one that needs more has gone astray. */
const limits = { cpuMillis: 0, memoryBytes: 512 << 20, pids: 256, wallTimeMs: 0, required: false };

export interface PluginContainerOptions {
  readonly key: string;
  /** What it is, for people who look at the engine. */
  readonly name: string;
  /** What the image was resolved to. */
  readonly reference: string;
  readonly environment: NodeJS.ProcessEnv;
  /** The folder on this machine in which it makes its socket. */
  readonly sockets: string;
  /** The installation's own on this machine; undefined for one that gets none. */
  readonly dataDirectory: string | undefined;
  /** As they were granted: "network", "mount:/srv/builds:rw"; others say nothing about the container. */
  readonly permissions: readonly string[];
}

/**
 * A plugin as a container: nothing of its image can be written, it has no capabilities, and network and folders only as
 * granted. It serves on a unix socket in a folder that it shares with its host, so that it needs no network for that.
 */
export function pluginContainer(options: PluginContainerOptions) {
  const { key, name, reference, environment, sockets, dataDirectory, permissions } = options;
  const spec = {
    key,
    image: reference,
    entrypoint: [],
    command: [],
    environment: Object.fromEntries(
      Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    labels: { "gofer.plugin": name },
    limits,
    network: { mode: hasNetwork(permissions) ? ("MODE_OWN" as const) : ("MODE_NONE" as const), sandbox: "" },
    ports: [],
    mounts: [
      { hostPath: sockets, containerPath: insideContainer.sockets, readOnly: false },
      ...(dataDirectory === undefined
        ? []
        : [{ hostPath: dataDirectory, containerPath: insideContainer.data, readOnly: false }]),
      ...mountsOf(permissions).map(({ path, readOnly }) => ({ hostPath: path, containerPath: path, readOnly })),
    ],
    keepStdinOpen: true,
    stopSignal: "",
    // As the host's user: the host must be able to use the socket, and to remove it.
    confinement: {
      readOnlyRoot: true,
      noCapabilities: true,
      user: `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`,
    },
  };
  const specHash = createHash("sha256")
    .update(JSON.stringify([spec, randomBytes(8).toString("hex")]))
    .digest("hex");
  return { ...spec, specHash };
}

/** What a list of permissions grants of the machine's files: "mount:/srv/builds", and with ":rw" at its end to write too. */
function mountsOf(permissions: readonly string[]): readonly { readonly path: string; readonly readOnly: boolean }[] {
  return permissions.flatMap((permission) => {
    const [, path, write] = /^mount:(\/.*?)(:rw)?$/.exec(permission) ?? [];
    return path === undefined ? [] : [{ path, readOnly: write === undefined }];
  });
}

/** "network", or "network: the hosts that pipelines call". */
function hasNetwork(permissions: readonly string[]): boolean {
  return permissions.some((permission) => /^network(:|$)/.test(permission));
}

/** Passes a container's output on, and resolves with how it ended. */
export async function followContainer(
  client: SchedulerClient,
  key: string,
  {
    stdout,
    stderr,
    signal,
  }: { readonly stdout: PassThrough; readonly stderr: PassThrough; readonly signal: AbortSignal },
): Promise<string> {
  let cursor: Buffer = Buffer.alloc(0);
  try {
    for (let failures = 0; !signal.aborted && failures < 5; failures++) {
      try {
        for await (const { chunks, eof } of client.streamLogs({ key, cursor, follow: true }, { signal })) {
          failures = 0;
          for (const { stream, data, cursor: after } of chunks) {
            const to = stream === "STREAM_STDERR" ? stderr : stdout;
            if (!to.write(data)) await once(to, "drain", { signal }).catch(() => undefined);
            cursor = after;
          }
          if (eof) return await howItEnded(client, key);
        }
      } catch (error) {
        if (isFault(error, "notFound")) return "the removal of its container";
      }
      await delay(200, undefined, { signal }).catch(() => undefined);
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
export function onThisSide(
  { network, address, certificate }: Handshake,
  { sockets, scheduler }: { readonly sockets: string; readonly scheduler: string },
): Handshake {
  if (network !== "unix" || dirname(address) !== insideContainer.sockets)
    throw new Fault(
      "precondition",
      `it serves on ${network} ${address}: it must use a socket in ${insideContainer.sockets}`,
    );
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

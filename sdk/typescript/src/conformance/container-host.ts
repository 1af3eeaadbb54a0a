import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { Plugin, Scheduler, type SchedulerDefinition, type SchedulerHandlers } from "@gofer/proto";
import { Fault, faultCodeOf, messageOf } from "../fault.js";
import {
  followContainer,
  insideContainer,
  onThisSide,
  openPluginChannel,
  pluginContainer,
  pluginEnvironment,
  readHandshakeLine,
} from "../host/index.js";
import { createCertificate } from "../plugin/certificate.js";
import { parseHandshake } from "../plugin/handshake.js";
import { clientOf, type ServiceClient } from "../rpc/index.js";
import { type PluginProcess, type SpawnOptions, spawnPlugin, Tail, untilHandshake } from "./plugin-process.js";
import type { Target } from "./target.js";
import { Nonconformance, Skip } from "./verdict.js";

type SchedulerClient = ServiceClient<SchedulerHandlers, SchedulerDefinition>;

/** Runs an image as the kernel does: as containers of a scheduler plugin, which it brings along. */
export interface ContainerHost extends AsyncDisposable {
  /** A container in which nothing was called yet; without a data directory it has none, as when a kernel asks what it is. */
  readonly spawn: (
    options: Pick<SpawnOptions, "environment"> & { readonly dataDirectory: string | undefined },
  ) => Promise<PluginProcess>;
}

interface Place {
  /** Where socket directories are made. */
  readonly root: string;
  /** The scheduler's own. */
  readonly dataDirectory: string;
}

const lifeline = "the lifeline of a container is its scheduler: what ends its input cannot be done from here";
const ownNumber = "the process of a container cannot be seen from here";
/** How long a container has to end before it is killed. */
const graceMs = 10_000;

/**
 * Starts the scheduler, and resolves the image. What the plugin asks for (GetInfo) is granted, as if an admin had agreed.
 * Throws `precondition` when the image cannot be run here; nothing is left then.
 */
export async function openContainerHost(
  { reference: image, scheduler }: Extract<Target, { kind: "image" }>,
  { root, dataDirectory }: Place,
): Promise<ContainerHost> {
  const process = await spawnPlugin({ ...scheduler, root });
  const closing = new AbortController();
  const close = async () => {
    closing.abort();
    await process.end();
    await process[Symbol.asyncDispose]();
  };
  try {
    const handshake = parseHandshake(await process.handshakeLine());
    const { certificate, socketDirectory } = process;
    const channel = openPluginChannel(handshake, { own: certificate, socketDirectory, peer: "the scheduler" });
    closing.signal.addEventListener("abort", () => channel.close(), { once: true });
    const base = clientOf(Plugin, channel, { signal: closing.signal });
    const { name, contracts } = await base.getInfo({});
    if (!contracts.some(({ name: served, features }) => served === "gofer.scheduler.v1" && features.includes("PORTS")))
      throw new Fault("precondition", `${name} runs no containers with folders of this machine (feature PORTS)`);
    await base.configure({
      ...{ config: Buffer.from("{}"), secrets: {}, configHash: "conformance", generation: 1, dataDirectory },
      installationId: `conformance-${randomBytes(6).toString("hex")}`,
      kernel: { version: "0.1.0", features: [], address: "", token: "" },
    });
    const client = clientOf(Scheduler, channel, { signal: closing.signal });
    const reference = await resolve(client, image);
    const spawn = (permissions: readonly string[]): ContainerHost["spawn"] => {
      return ({ environment = {}, dataDirectory: own }) =>
        runContainer({ client, scheduler: name, reference, root, permissions, environment, dataDirectory: own });
    };
    return { spawn: spawn(await permissionsOf(spawn([]))), [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw new Fault("precondition", `image ${image} cannot be run here: ${messageOf(error)}`, { cause: error });
  }
}

async function resolve(client: SchedulerClient, image: string): Promise<string> {
  for await (const { prepared } of client.prepareImage({ image, pullPolicy: "PULL_POLICY_IF_NOT_PRESENT" }))
    if (prepared) return prepared.reference;
  throw new Fault("internal", "PrepareImage ended without a result");
}

/** What the plugin asks for; nothing when it cannot be asked, which its cases will show. */
async function permissionsOf(spawn: ContainerHost["spawn"]): Promise<readonly string[]> {
  await using process = await spawn({ dataDirectory: undefined });
  try {
    const handshake = parseHandshake(await process.handshakeLine());
    const { certificate, socketDirectory } = process;
    const channel = openPluginChannel(handshake, { own: certificate, socketDirectory, peer: "the plugin" });
    try {
      return (await clientOf(Plugin, channel).getInfo({}, { timeoutMs: 5000 })).permissions;
    } finally {
      channel.close();
    }
  } catch {
    return [];
  }
}

interface RunOptions {
  readonly client: SchedulerClient;
  readonly scheduler: string;
  readonly reference: string;
  readonly root: string;
  readonly permissions: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly dataDirectory: string | undefined;
}

async function runContainer(options: RunOptions): Promise<PluginProcess> {
  const { client, scheduler, reference, root, permissions, dataDirectory } = options;
  const key = `plugin-conformance-${randomBytes(6).toString("hex")}`;
  const sockets = mkdtempSync(join(root, "s"));
  const certificate = createCertificate({ validForMs: 24 * 3600_000 });
  const { sockets: socketDirectory } = insideContainer;
  const environment = {
    ...pluginEnvironment({ socketDirectory, clientCertificate: certificate.pem }, {}),
    ...options.environment,
  };
  const name = "conformance";
  const spec = pluginContainer({ key, name, reference, environment, sockets, dataDirectory, permissions });
  const remove = async () => {
    await client.remove({ keys: [key], sandboxes: [] }, { timeoutMs: 30_000 }).catch(() => undefined);
    rmSync(sockets, { recursive: true, force: true });
  };
  const { results } = await client.start({ containers: [spec] }, { timeoutMs: 60_000 });
  const error = results[0]?.error;
  if (error) {
    await remove();
    throw new Fault(faultCodeOf(error.code), error.message);
  }

  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const written = { stdout: new Tail(stdout), stderr: new Tail(stderr) };
  const noise: string[] = [];
  const line = readHandshakeLine(stdout, { onNoise: (text) => noise.push(text), onRest: () => undefined });
  line.catch(() => undefined);
  const reading = new AbortController();
  let isGone = false;
  const exited = followContainer(client, key, { stdout, stderr, signal: reading.signal }).finally(
    () => (isGone = true),
  );
  const stop = (grace: number) =>
    client.stop({ items: [{ key, graceMs: grace }] }, { timeoutMs: 30_000 }).catch(() => undefined);
  const end = async (grace: number) => {
    await stop(grace);
    const waiting = new AbortController();
    const late = delay(grace + 5000, undefined, { signal: waiting.signal }).catch(() => undefined);
    await Promise.race([exited, late]);
    waiting.abort();
  };
  const dispose = async () => {
    if (!isGone) await end(0);
    reading.abort();
    await remove();
  };
  let disposing: Promise<void> | undefined;
  return {
    get pid(): number {
      throw new Skip(ownNumber);
    },
    dataDirectory: dataDirectory === undefined ? undefined : insideContainer.data,
    socketDirectory: sockets,
    certificate,
    exited,
    isGone: () => isGone,
    written: () => ({ stdout: written.stdout.text, stderr: written.stderr.text }),
    noise,
    handshakeLine: async () =>
      lineOnThisSide(await untilHandshake(line, exited, written.stderr), { sockets, scheduler }),
    endInput() {
      throw new Skip(lifeline);
    },
    signal(signal) {
      if (signal === "SIGKILL") void stop(0);
      else if (signal === "SIGTERM") void stop(graceMs);
      else throw new Skip(`a container is not sent ${signal}`);
    },
    end: () => end(graceMs),
    [Symbol.asyncDispose]: () => (disposing ??= dispose()),
  };
}

/** The handshake line with the place of the socket as it is outside of the container. */
function lineOnThisSide(line: string, place: Parameters<typeof onThisSide>[1]): string {
  try {
    const { address } = onThisSide(parseHandshake(line), place);
    return line
      .split("|")
      .map((field, index) => (index === 3 ? address : field))
      .join("|");
  } catch (error) {
    throw new Nonconformance(messageOf(error));
  }
}

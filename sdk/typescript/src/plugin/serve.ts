import { randomBytes } from "node:crypto";
import { chmod } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GrpcController, Health, Plugin } from "@gofer/proto";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { destination, type Logger, pino } from "pino";
import type * as z from "zod";
import { Fault, messageOf } from "../fault.js";
import { addService, type CallContext, type Interceptor, listenPinned } from "../rpc/index.js";
import { basePluginService, type Lifecycle } from "./base-service.js";
import { createCertificate } from "./certificate.js";
import { type PluginDefinition, type Role, type RoleImpl, roles } from "./define.js";
import { endpointFrom, type ListenAddress, listenAt } from "./endpoint.js";
import { applicationProtocolVersion, cookie, formatHandshake, launchEnvironment } from "./handshake.js";
import { answerStarts } from "./stream-starts.js";

/**
 * Serves a plugin until the kernel ends it: at Shutdown, SIGTERM or end-of-file on standard input. With
 * GOFER_PLUGIN_LISTEN it serves at that address for kernels that did not start it, until SIGTERM.
 * Prints the handshake line on standard output; everything else the plugin says goes to standard error.
 * Ends the process with code 1 and a sentence on standard error when it was not started by a kernel.
 */
export async function servePlugin<R extends Role, Config extends z.ZodObject>(
  definition: PluginDefinition<R, Config>,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  let endpoint: ListenAddress | undefined;
  try {
    endpoint = endpointFrom(environment);
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exitCode = 1;
    return;
  }
  if (!endpoint && environment[cookie.name] !== cookie.value) {
    process.stderr.write(
      `${definition.name} ${definition.version} is a plugin of Gofer and is started by its kernel.\n` +
        `Install it with: gofer plugin install <folder>\n`,
    );
    process.exitCode = 1;
    return;
  }
  const log = createPluginLog(definition.name);
  const stop = new AbortController();
  const end = () => stop.abort();
  // The terminal sends Ctrl-C to the whole group; the kernel decides when its plugins end.
  process.on("SIGINT", () => undefined);
  process.once("SIGTERM", end);
  // One at an endpoint is not the kernel's: it goes on when the kernel ends.
  if (!endpoint) process.stdin.once("end", end).once("error", end).resume();

  const server = new Server({
    "grpc.max_receive_message_length": 16 << 20,
    "grpc.max_send_message_length": -1,
    "grpc-node.flow_control_window": 1 << 20,
  });
  const base = basePluginService(definition, { log, signal: stop.signal });
  const interceptors = [reportBugs(log)];
  addService(server, Plugin, base.service, interceptors);
  addService(server, GrpcController, {
    shutdown() {
      if (endpoint) throw new Fault("denied", "this plugin serves at an endpoint, and is ended by whoever started it");
      setImmediate(end);
      return {};
    },
  });
  addService(server, Health, {
    check({ service }) {
      if (!healthServices.includes(service)) {
        throw new Fault("notFound", `there is no service ${JSON.stringify(service)} here: ask for "plugin"`);
      }
      return { status: "SERVING" as const };
    },
    async *watch(_request, { signal }) {
      yield { status: "SERVING" as const };
      await aborted(AbortSignal.any([signal, stop.signal]));
    },
  });
  for (const role of Object.keys(definition.roles) as R[]) {
    addService(server, roles[role].service as never, roleService(role, definition, base, log) as never, interceptors);
  }
  let close = (): void => undefined;
  if (endpoint) await listenAt(server, endpoint, log);
  else close = await listen(server, environment);
  await aborted(stop.signal);
  await base.close();
  close();
  server.forceShutdown();
  process.exit(0);
}

/** What the health protocol is asked for: go-plugin's name for all, and the empty one, which means the process. */
const healthServices: readonly string[] = ["", "plugin"];

/** Calls of a role reach the implementation that Configure has made; before it they are refused. */
function roleService<R extends Role>(
  role: R,
  definition: Pick<PluginDefinition<R, z.ZodObject>, "roles">,
  base: Lifecycle<R>,
  log: Logger,
): Record<string, unknown> {
  const features = definition.roles[role];
  return Object.fromEntries(
    Object.keys(roles[role].service.definition).map((name) => {
      const method = name.charAt(0).toLowerCase() + name.slice(1);
      const startsWork = (roles[role].startsWork as readonly string[]).includes(method);
      const impl = () => base.current({ startsWork })[role] as Record<string, (...parameters: unknown[]) => unknown>;
      const call = (...parameters: unknown[]): unknown => impl()[method]?.(...parameters);
      return [method, method === "streamStarts" ? streamStarts(features, impl as never, log) : call];
    }),
  );
}

/** What a role's Start can do is served as a stream too, where the plugin has that feature. */
function streamStarts(
  features: readonly string[],
  impl: () => RoleImpl<"scheduler">,
  log: Logger,
): (requests: Parameters<typeof answerStarts>[0], call: CallContext) => AsyncIterable<unknown> {
  return (requests, call) => {
    if (!features.includes("STREAM_STARTS"))
      throw new Fault("unimplemented", "StreamStarts is no feature of this plugin");
    impl();
    return answerStarts(requests, (request) => impl().start(request, call), {
      signal: call.signal,
      onBug: (error) => logBug(log, call.method, error),
    });
  };
}

/** Returns how to take no more connections. */
async function listen(server: Server, environment: NodeJS.ProcessEnv): Promise<() => void> {
  const offered = (environment[launchEnvironment.protocolVersions] ?? "").split(",").map(Number);
  if (!offered.includes(applicationProtocolVersion)) {
    process.stderr.write(
      `this plugin speaks plugin protocol version ${applicationProtocolVersion}, the kernel offers ${offered.join(", ")}\n`,
    );
  }
  const directory = environment[launchEnvironment.socketDirectory] ?? tmpdir();
  const path = join(directory, `p${randomBytes(4).toString("hex")}`);
  // Longer paths are cut off silently by Node on Linux (108 bytes) and macOS (104 bytes).
  if (Buffer.byteLength(path) > 103) {
    throw new Fault(
      "invalid",
      `socket path ${path} is longer than 103 bytes: use a shorter ${launchEnvironment.socketDirectory}`,
    );
  }
  const clientCertificate = environment[launchEnvironment.clientCertificate];
  const own = clientCertificate ? createCertificate() : undefined;
  let listener: { close(): unknown } | undefined;
  if (own && clientCertificate) listener = await listenPinned(server, path, { own, clients: clientCertificate });
  else
    await new Promise<void>((resolve, reject) => {
      server.bindAsync(`unix:${path}`, ServerCredentials.createInsecure(), (error) =>
        error ? reject(error) : resolve(),
      );
    });
  await chmod(path, 0o600);
  process.stdout.write(`${formatHandshake({ network: "unix", address: path, certificate: own?.der })}\n`);
  return () => void listener?.close();
}

/** Structured lines on standard error with hclog's field names, which go-plugin hosts understand too. */
function createPluginLog(name: string): Logger {
  return pino(
    {
      level: "debug",
      base: null,
      messageKey: "@message",
      formatters: { level: (label) => ({ "@level": label }) },
      timestamp: () => `,"@timestamp":"${new Date().toISOString()}"`,
      mixin: () => ({ "@module": name }),
    },
    destination({ dest: 2, sync: true }),
  );
}

/** A bug is answered as "internal error"; its stack goes to the log, where the kernel keeps it. */
function reportBugs(log: Logger): Interceptor {
  return async (call, next) => {
    try {
      await next();
    } catch (error) {
      if (!(error instanceof Fault) && !call.signal.aborted) logBug(log, call.method, error);
      throw error;
    }
  };
}

function logBug(log: Logger, method: string, error: unknown): void {
  log.error({ method, stack: error instanceof Error ? error.stack : undefined }, messageOf(error));
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

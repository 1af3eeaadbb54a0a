import { EventEmitter, once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { KernelInfo, Plugin } from "@gofer/proto";
import type { Logger } from "pino";
import type * as z from "zod";
import type { KernelAddress } from "../client.js";
import { Fault } from "../fault.js";
import type { Service, ServiceImpl } from "../rpc/index.js";
import {
  type OpenPlugin,
  type PluginDefinition,
  type PluginStatus,
  type Role,
  type RoleImpl,
  roles,
  schemaOf,
} from "./define.js";

type BaseService = ServiceImpl<typeof Plugin extends Service<infer Handlers, infer _> ? Handlers : never>;

type ConfigureRequest = Parameters<BaseService["configure"]>[0];

/** The configured plugin and its base service. */
export interface Lifecycle<R extends Role> {
  readonly service: BaseService;
  /** Throws `precondition` before Configure, and `unavailable` after Drain for a call that starts new work. */
  readonly current: (call: { startsWork: boolean }) => { readonly [Name in R]: RoleImpl<Name> };
  readonly close: () => Promise<void>;
}

/** The signs of life that the contract asks for: one message in 30 s at least. */
const statusIntervalMs = 25_000;

const states = {
  starting: "STATE_STARTING",
  healthy: "STATE_HEALTHY",
  degraded: "STATE_DEGRADED",
  unhealthy: "STATE_UNHEALTHY",
  draining: "STATE_DRAINING",
} as const satisfies Record<PluginStatus["state"] | "draining", string>;

/** Serves gofer.plugin.v1 for a definition: parses configurations, opens the plugin, streams its status. */
export function basePluginService<R extends Role, Config extends z.ZodObject>(
  definition: PluginDefinition<R, Config>,
  { log, signal }: { log: Logger; signal: AbortSignal },
): Lifecycle<R> {
  const changes = new EventEmitter().setMaxListeners(0);
  let status: Omit<PluginStatus, "state"> & { state: keyof typeof states } = { state: "starting" };
  let open:
    | { plugin: OpenPlugin<R, z.output<Config>>; configHash: string; generation: number; stop: AbortController }
    | undefined;
  let draining = false;

  const reportStatus = (next: typeof status) => {
    if (draining && next.state !== "draining") return;
    status = next;
    changes.emit("change");
  };
  const close = async () => {
    open?.stop.abort();
    await open?.plugin.close?.();
    open = undefined;
  };

  let configuring: Promise<unknown> = Promise.resolve();
  const configure = async (request: ConfigureRequest): Promise<{ restartRequired: boolean }> => {
    if (open && open.generation !== request.generation) {
      // Another kernel, or the same one after it was away: what the old one gave is worthless now.
      await close();
      draining = false;
    }
    if (open?.configHash === request.configHash) return { restartRequired: false };
    const parsed = parseConfig(definition, request.config, request.secrets);
    if (parsed.config === undefined || parsed.violations.length > 0) {
      throw new Fault(
        "invalid",
        parsed.violations.map(({ pointer, message }) => `${pointer || "/"}: ${message}`).join("; "),
      );
    }
    if (open) {
      if (!(await open.plugin.reconfigure?.(parsed.config))) return { restartRequired: true };
      open.configHash = request.configHash;
      return { restartRequired: false };
    }
    const stop = new AbortController();
    status = { state: "healthy" };
    const plugin = await definition.open(parsed.config, {
      log,
      signal: AbortSignal.any([signal, stop.signal]),
      installationId: request.installationId,
      generation: request.generation,
      dataDirectory: request.dataDirectory,
      kernel: kernelAddress(request.kernel),
      reportStatus,
    });
    open = { plugin, configHash: request.configHash, generation: request.generation, stop };
    changes.emit("change");
    return { restartRequired: false };
  };

  const service: BaseService = {
    getInfo: () => ({
      name: definition.name,
      version: definition.version,
      contracts: (Object.keys(definition.roles) as R[]).map((role) => ({
        name: roles[role].contract,
        features: [...definition.roles[role]],
      })),
      configSchema: schemaOf(definition.config),
      parametersSchema: schemaOf(definition.parameters),
      kernelRange: "",
      permissions: [...(definition.permissions ?? [])],
    }),

    validateConfig({ config, secrets }) {
      const parsed = parseConfig(definition, config, secrets);
      return { violations: [...parsed.violations] };
    },

    configure(request) {
      // One after the other: two at once would open the plugin twice.
      const configured = configuring.then(() => configure(request));
      configuring = configured.catch(() => undefined);
      return configured;
    },

    async *watchStatus(_request, call) {
      const ended = AbortSignal.any([call.signal, signal]);
      while (!ended.aborted) {
        const { state, reason = "", message = "", attributes = {} } = status;
        yield { state: states[state], reason, message, attributes: { ...attributes } };
        const round = new AbortController();
        const until = { signal: AbortSignal.any([ended, round.signal]) };
        await Promise.race([once(changes, "change", until), delay(statusIntervalMs, undefined, until)]).catch(
          () => undefined,
        );
        round.abort();
      }
    },

    async drain({ drainTimeoutMs }) {
      reportStatus({ state: "draining" });
      draining = true;
      await open?.plugin.drain?.(drainTimeoutMs);
      return {};
    },
  };

  return {
    service,
    close,
    current: ({ startsWork }) => {
      if (!open) throw new Fault("precondition", `${definition.name} is not configured yet: call Configure first`);
      if (draining && startsWork)
        throw new Fault("unavailable", `${definition.name} is being stopped: try again later`);
      return open.plugin;
    },
  };
}

function parseConfig<Config extends z.ZodObject>(
  definition: Pick<PluginDefinition<Role, Config>, "config" | "validate">,
  config: Buffer,
  secrets: Readonly<Record<string, Buffer>>,
): { config?: z.output<Config>; violations: readonly { pointer: string; message: string }[] } {
  const document = parseObject(config);
  if (document === undefined)
    return { violations: [{ pointer: "", message: "the configuration is not a JSON object" }] };
  const merged = { ...document };
  // Secret fields are top-level: "/name".
  for (const [pointer, value] of Object.entries(secrets)) merged[pointer.slice(1)] = value.toString();
  const parsed = definition.config.safeParse(merged);
  if (parsed.success) return { config: parsed.data, violations: definition.validate?.(parsed.data) ?? [] };
  return {
    violations: parsed.error.issues.map(({ path, message }) => ({
      pointer: path.map((part) => `/${String(part)}`).join(""),
      message,
    })),
  };
}

function kernelAddress(kernel: KernelInfo | null): KernelAddress | undefined {
  if (!kernel?.address) return undefined;
  return { address: kernel.address, token: kernel.token || undefined, certificate: kernel.certificate || undefined };
}

/** Undefined for anything that is not a JSON object; no bytes are an empty one. */
function parseObject(json: Buffer): Record<string, unknown> | undefined {
  if (json.length === 0) return {};
  try {
    const value: unknown = JSON.parse(json.toString());
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Fault } from "@gofer/sdk/fault";
import { z } from "zod";

/** The kernel's settings as environment variables; each name is what the user documentation calls it. */
const Environment = z.object({
  GOFER_DATA_DIR: z.string().min(1).optional(),
  GOFER_SERVER_HOST: z
    .string()
    .regex(/^[^:]+:\d{1,5}$/, "is not host:port")
    .default("127.0.0.1:8080"),
  GOFER_SCHEDULER_ENGINE: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, "is not the name of a scheduler plugin")
    .optional(),
  GOFER_LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error"]).default("info"),
  GOFER_PLUGIN_DIR: z.string().min(1).optional(),
  GOFER_RUN_PARALLELISM_LIMIT: z.coerce.number().int().min(0).default(0),
  GOFER_TASK_RUN_STOP_TIMEOUT_MS: z.coerce.number().int().min(0).default(300_000),
  GOFER_TASK_RUN_LOG_EXPIRY: z.coerce.number().int().min(0).default(20),
  GOFER_EVENT_LOG_RETENTION_MS: z.coerce
    .number()
    .int()
    .min(0)
    .default(4380 * 3600_000),
  GOFER_EVENT_PRUNE_INTERVAL_MS: z.coerce
    .number()
    .int()
    .min(1)
    .default(3 * 3600_000),
  GOFER_SERVER_SHUTDOWN_TIMEOUT_MS: z.coerce.number().int().min(0).default(15_000),
  XDG_STATE_HOME: z.string().min(1).optional(),
});

export interface KernelConfig {
  /** Parent of everything that is stored. */
  readonly dataDirectory: string;
  /** host:port of the API. */
  readonly serverHost: string;
  /** Alias of the scheduler plugin that new runs use; undefined takes the best one that works. */
  readonly scheduler: string | undefined;
  readonly logLevel: "trace" | "debug" | "info" | "warn" | "error";
  /** Folder of the plugins that are installed at first boot. */
  readonly pluginDirectory: string;
  /** Runs in progress at once; 0 means no limit. */
  readonly runLimit: number;
  readonly stopTimeoutMs: number;
  /** Runs of a pipeline whose output is kept; 0 keeps all. */
  readonly keptRunLogs: number;
  /** 0 keeps events for ever. */
  readonly eventRetentionMs: number;
  readonly eventPruneIntervalMs: number;
  /** Time for an orderly end. */
  readonly shutdownTimeoutMs: number;
}

/** Parsed once, then trusted. Throws `invalid` with all problems, one a line. */
export function parseConfig(environment: NodeJS.ProcessEnv): KernelConfig {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.join(".")}: ${JSON.stringify(environment[String(path[0])])} ${message}`,
    );
    throw new Fault("invalid", problems.join("\n"));
  }
  const values = parsed.data;
  const stateHome = values.XDG_STATE_HOME ?? join(homedir(), ".local", "state");
  const engine = values.GOFER_SCHEDULER_ENGINE;
  return Object.freeze({
    dataDirectory: resolve(values.GOFER_DATA_DIR ?? join(stateHome, "gofer")),
    serverHost: values.GOFER_SERVER_HOST,
    scheduler: engine === undefined ? undefined : engine.startsWith("scheduler-") ? engine : `scheduler-${engine}`,
    logLevel: values.GOFER_LOG_LEVEL,
    pluginDirectory: resolve(
      values.GOFER_PLUGIN_DIR ?? join(dirname(fileURLToPath(import.meta.url)), "..", "..", "plugins"),
    ),
    runLimit: values.GOFER_RUN_PARALLELISM_LIMIT,
    stopTimeoutMs: values.GOFER_TASK_RUN_STOP_TIMEOUT_MS,
    keptRunLogs: values.GOFER_TASK_RUN_LOG_EXPIRY,
    eventRetentionMs: values.GOFER_EVENT_LOG_RETENTION_MS,
    eventPruneIntervalMs: values.GOFER_EVENT_PRUNE_INTERVAL_MS,
    shutdownTimeoutMs: values.GOFER_SERVER_SHUTDOWN_TIMEOUT_MS,
  });
}

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { isIPv4 } from "node:net";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { Fault, messageOf } from "@gofer/sdk/fault";
import { type ConfigFile, type PluginSettings, type ReadSettings, readSettings } from "./config/read.js";

export type { PluginSettings } from "./config/read.js";

/** The configuration: parsed once, complete, and never changed. Paths are absolute, durations in milliseconds. */
export interface KernelConfig {
  /** The file that was read; undefined when there is none. */
  readonly file: string | undefined;
  readonly developmentMode: boolean;
  /** Parent of everything that is stored. */
  readonly dataDirectory: string;
  /** Folder of the plugins that are installed at first boot. */
  readonly pluginDirectory: string;
  readonly logLevel: "trace" | "debug" | "info" | "warn" | "error" | "fatal";
  /** Event ingress is off at start. */
  readonly ignorePipelineRunEvents: boolean;
  /** Runs in progress at once; 0 means no limit. */
  readonly runLimit: number;
  readonly events: {
    /** 0 keeps events for ever. */
    readonly retentionMs: number;
    readonly pruneIntervalMs: number;
  };
  readonly taskRuns: {
    /** Commands may be run inside the containers of tasks. */
    readonly attach: boolean;
    readonly stopTimeoutMs: number;
    readonly logsDirectory: string;
    /** Runs of a pipeline that keep their output; 0 means all. */
    readonly logExpiry: number;
    /** 0 is unlimited. */
    readonly logLimitBytes: number;
  };
  readonly externalEvents: {
    readonly enabled: boolean;
    /** host:port */
    readonly host: string;
  };
  readonly objectStore: {
    /** Alias of the plugin; undefined takes the best one. */
    readonly plugin: string | undefined;
    /** Objects of one pipeline; 0 means no limit. */
    readonly pipelineObjectLimit: number;
    /** Further runs after which the objects of a run are deleted; 0 means never. */
    readonly runObjectExpiry: number;
  };
  readonly secretStore: { readonly plugin: string | undefined };
  readonly scheduler: {
    /** Alias of the plugin that new runs use; undefined takes the best one that works. */
    readonly plugin: string | undefined;
  };
  readonly server: {
    /** host:port of the API. */
    readonly host: string;
    /** host:port at which tasks reach the API; undefined means `host`. */
    readonly advertisedHost: string | undefined;
    readonly shutdownTimeoutMs: number;
    /** The admin's certificate; undefined in development mode only. */
    readonly tls: { readonly certificatePath: string; readonly keyPath: string } | undefined;
    /** The file that holds the kernel's state. */
    readonly storagePath: string;
    /** Items of one page of a list. */
    readonly resultsLimit: number;
  };
  readonly triggers: { readonly installBaseTriggers: boolean };
  readonly plugins: {
    /** How long a plugin may take to stop. */
    readonly stopTimeoutMs: number;
    /** What the configuration says about single plugins. */
    readonly settings: readonly PluginSettings[];
  };
}

export interface ConfigSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The file named on the command line. */
  readonly file: string | undefined;
  /** --dev */
  readonly development: boolean;
}

const kernelFolder = dirname(createRequire(import.meta.url).resolve("@gofer/kernel/package.json"));

/** Where the plugins are that come with Gofer. */
export const ownPluginDirectory = join(kernelFolder, "..", "plugins");

const systemFile = "/etc/gofer/gofer.hcl";

export interface ParsedConfig {
  readonly config: KernelConfig;
  readonly read: ReadSettings;
  /** All problems, each with its place. */
  readonly problems: readonly string[];
}

/** As far as it can be read; throws `invalid` only where the file itself cannot be. */
export function inspectConfig(sources: ConfigSources): ParsedConfig {
  const file = configFile(sources);
  const read = readSettings(file, sources.environment);
  const config = complete(read, file?.path, sources);
  return { config, read, problems: [...read.problems, ...missing(config, read, sources), ...exposed(config, read)] };
}

/** Throws `invalid` with all problems, one a line, each with its place. */
export function parseConfig(sources: ConfigSources): KernelConfig {
  const { config, problems } = inspectConfig(sources);
  if (problems.length > 0) throw new Fault("invalid", problems.join("\n"));
  return deepFreeze(config);
}

/** The file that is named, else the one of the system where it exists. */
function configFile({ file, environment }: ConfigSources): ConfigFile | undefined {
  const named = file ?? (environment["GOFER_CONFIG_PATH"] || undefined);
  const path = resolve(named ?? systemFile);
  if (named === undefined && !existsSync(path)) return undefined;
  try {
    return { path, text: readFileSync(path, "utf8") };
  } catch (error) {
    throw new Fault("invalid", `the configuration file ${path} cannot be read: ${messageOf(error)}`);
  }
}

function complete(read: ReadSettings, file: string | undefined, { environment, development }: ConfigSources) {
  const { settings } = read;
  const stateHome = environment["XDG_STATE_HOME"] || join(homedir(), ".local", "state");
  const dataDirectory = settings.data_dir ?? resolve(stateHome, "gofer");
  const developmentMode = development || (settings.dev_mode ?? file === undefined);
  const certificatePath = settings["server.tls_cert_path"];
  const keyPath = settings["server.tls_key_path"];
  const alias = (prefix: string, name: string | undefined) =>
    name === undefined || name.startsWith(`${prefix}-`) ? name : `${prefix}-${name}`;
  return {
    file,
    developmentMode,
    dataDirectory,
    pluginDirectory: settings.plugin_dir ?? ownPluginDirectory,
    logLevel: settings.log_level,
    ignorePipelineRunEvents: settings.ignore_pipeline_run_events,
    runLimit: settings.run_parallelism_limit,
    events: { retentionMs: settings.event_log_retention, pruneIntervalMs: settings.event_prune_interval },
    taskRuns: {
      // Whoever reaches a kernel in development mode may run anything on it: a shell in a task adds nothing to that.
      attach: settings.task_run_attach ?? developmentMode,
      stopTimeoutMs: settings.task_run_stop_timeout,
      logsDirectory: settings.task_run_logs_dir ?? join(dataDirectory, "logs"),
      logExpiry: settings.task_run_log_expiry,
      logLimitBytes: settings.task_run_log_limit,
    },
    externalEvents: {
      enabled: settings["external_events_api.enable"],
      host: settings["external_events_api.host"],
    },
    objectStore: {
      plugin: alias("store", settings["object_store.engine"]),
      pipelineObjectLimit: settings["object_store.pipeline_object_limit"],
      runObjectExpiry: settings["object_store.run_object_expiry"],
    },
    secretStore: { plugin: alias("secret", settings["secret_store.engine"]) },
    scheduler: { plugin: alias("scheduler", settings["scheduler.engine"]) },
    server: {
      host: settings["server.host"],
      advertisedHost: settings["server.advertised_host"],
      shutdownTimeoutMs: settings["server.shutdown_timeout"],
      tls: certificatePath !== undefined && keyPath !== undefined ? { certificatePath, keyPath } : undefined,
      storagePath: settings["server.storage_path"] ?? join(dataDirectory, "kernel.db"),
      resultsLimit: settings["server.storage_results_limit"],
    },
    triggers: { installBaseTriggers: settings["triggers.install_base_triggers"] },
    plugins: { stopTimeoutMs: settings["triggers.stop_timeout"], settings: read.plugins },
  } satisfies KernelConfig;
}

/** What no single key can be blamed for. */
function missing(config: KernelConfig, { settings, origins }: ReadSettings, sources: ConfigSources): string[] {
  const names = ["server.tls_cert_path", "server.tls_key_path"] as const;
  const unset = names.filter((name) => settings[name] === undefined);
  if (config.server.tls !== undefined || (config.developmentMode && unset.length === names.length)) return [];
  const other = names.find((name) => settings[name] !== undefined);
  const where = other === undefined ? (config.file ?? "the environment") : (origins[other] ?? "");
  const why = other === undefined ? "outside development mode the API needs a certificate" : `it goes with ${other}`;
  const remedy =
    sources.file === undefined && config.file === undefined ? ", or start in development mode with --dev" : "";
  return unset.map((name) => `${where}: ${name} is not set: ${why}${remedy}`);
}

/** Development mode asks nobody for a token. */
function exposed({ developmentMode, server }: KernelConfig, { origins }: ReadSettings): string[] {
  if (!developmentMode || isLoopback(server.host)) return [];
  return [
    `${origins["server.host"] ?? "server.host"}: ${JSON.stringify(server.host)} can be reached by other machines, and development mode asks nobody for a token: listen on 127.0.0.1, or set dev_mode to false`,
  ];
}

/** A host:port that only this machine reaches. A name other than localhost could resolve to anything. */
function isLoopback(address: string): boolean {
  const host = address.slice(0, address.lastIndexOf(":")).replace(/^\[(.*)\]$/, "$1");
  return host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value) as unknown[]) {
    if (typeof inner === "object" && inner !== null) deepFreeze(inner);
  }
  return Object.freeze(value);
}

import type { ObjectStore, Scheduler, SecretStore, Service, Task, Trigger } from "@gofer/proto";
import type { ServiceClient } from "@gofer/sdk/rpc";
import type { ApiGrant } from "../domain/permission.js";

type ClientOf<S> = S extends Service<infer Handlers, infer Definition> ? ServiceClient<Handlers, Definition> : never;

/** The contracts as the kernel calls them: the same interface that a plugin implements. */
export type SchedulerClient = ClientOf<typeof Scheduler>;
export type ObjectStoreClient = ClientOf<typeof ObjectStore>;
export type SecretStoreClient = ClientOf<typeof SecretStore>;
export type TriggerClient = ClientOf<typeof Trigger>;
export type TaskClient = ClientOf<typeof Task>;

export type PluginRole = "scheduler" | "objectStore" | "secretStore" | "trigger" | "task";

/** For one call; never stored, never logged. */
export interface RegistryCredentials {
  readonly username: string;
  readonly password: string;
}

/** What a plugin says it is, as it was when it was installed. */
export interface PluginFacts {
  readonly name: string;
  readonly version: string;
  readonly contracts: readonly { readonly name: string; readonly features: readonly string[] }[];
}

/** What is launched: the program of a folder, a container of an image, or nothing, because it runs already. */
export type PluginTarget =
  /** The folder holds gofer-plugin.json. */
  | { readonly kind: "folder"; readonly directory: string }
  | {
      readonly kind: "image";
      /** "image:<reference>", as it was asked for. */
      readonly source: string;
      /** What the scheduler made of that: exactly this image. */
      readonly reference: string;
      readonly facts: PluginFacts | undefined;
    }
  | {
      readonly kind: "endpoint";
      /** "endpoint:<address>", as it was asked for. */
      readonly source: string;
      /** Undefined until it has been asked. */
      readonly facts: PluginFacts | undefined;
    };

/** A plugin that an admin has installed: where it comes from and what it is told. */
export interface Installation {
  /** Name of the installation, unique: a DNS label. */
  readonly alias: string;
  readonly target: PluginTarget;
  readonly enabled: boolean;
  /** What an admin has agreed to: the kernel keeps the plugin to it where it can. */
  readonly permissions: readonly string[];
  readonly config: Readonly<Record<string, unknown>>;
  /** Values that came as text, from the environment: they are what the plugin's schema says, and win over config. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Where the configuration is written, for messages: "gofer.hcl:12:3". */
  readonly origin?: string | undefined;
  /** Values of secret fields by JSON pointer. */
  readonly secrets: Readonly<Record<string, string>>;
  /** What the files must be, "sha256:<hex>": verified at every start. Absent for files that may change. */
  readonly digest?: string;
  /** Where it comes from, for display. */
  readonly source?: string;
  /** Why it cannot be started; nothing is tried while there is a reason. */
  readonly problem?: string;
}

export type PluginState =
  | "stopped"
  | "starting"
  | "running"
  | "draining"
  | "backoff"
  | "crashLoop"
  | "incompatible"
  | "quarantined";
export type PluginHealth = "unknown" | "healthy" | "degraded" | "unhealthy";

/** The part of an installation that makes its configuration. */
export type ConfigSettings = Pick<Installation, "config" | "texts" | "secrets">;

/** What is wrong with a configuration, and where (a JSON pointer). */
export interface ConfigViolation {
  readonly pointer: string;
  readonly message: string;
}

/** What an admin sees of a plugin. */
export interface PluginSnapshot {
  readonly alias: string;
  readonly name: string;
  readonly version: string;
  readonly roles: readonly PluginRole[];
  readonly enabled: boolean;
  readonly state: PluginState;
  readonly health: PluginHealth;
  /** Why it is so; empty when all is well. */
  readonly message: string;
  readonly restarts: number;
  readonly pid: number | undefined;
  readonly startedAtMs: number | undefined;
  readonly source: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface PluginCrash {
  readonly occurredAtMs: number;
  /** "exit code 1", "signal SIGKILL", or why it did not start. */
  readonly cause: string;
  readonly uptimeMs: number;
  /** The last lines it wrote, at most 200. */
  readonly lastLines: readonly string[];
}

export interface PluginLogLine {
  readonly writtenAtMs: number;
  readonly level: "trace" | "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** A configured plugin process that answers calls. A new process is a new connection. */
export interface PluginConnection {
  readonly alias: string;
  readonly name: string;
  readonly version: string;
  /** Counts the starts of the installation, from 1. */
  readonly generation: number;
  /** Optional features of a role; empty when the role is not served. */
  readonly features: (role: PluginRole) => readonly string[];
  readonly scheduler: SchedulerClient | undefined;
  readonly objectStore: ObjectStoreClient | undefined;
  readonly secretStore: SecretStoreClient | undefined;
  readonly trigger: TriggerClient | undefined;
  readonly task: TaskClient | undefined;
  /** Aborts when the process has ended or is being replaced. */
  readonly closed: AbortSignal;
}

/** Launches, supervises and stops plugins, and finds them by alias. */
export interface PluginHost extends AsyncDisposable {
  /** All installations ordered by alias. */
  readonly list: () => readonly PluginSnapshot[];
  readonly find: (alias: string) => PluginSnapshot | undefined;
  /** Newest first, at most 20. */
  readonly crashes: (alias: string) => readonly PluginCrash[];
  /** The connection of a running, configured plugin; undefined while there is none. */
  readonly connection: (alias: string) => PluginConnection | undefined;
  /** Aliases of the plugins that are containers of this scheduler, ordered. */
  readonly runningOn: (scheduler: string) => readonly string[];
  /** What the process of this generation may do with the kernel's API; undefined unless it is there. */
  readonly grants: (process: { alias: string; generation: number }) => ReadonlySet<ApiGrant> | undefined;
  /** Called with every new snapshot of any plugin (state, health and connection changes). Returns the way to end it. */
  readonly onChange: (listener: (plugin: PluginSnapshot) => void) => () => void;
  /** The last 1,000 lines a plugin wrote, then what it writes until the signal aborts when followed. */
  readonly logs: (alias: string, options: { follow: boolean; signal: AbortSignal }) => AsyncIterable<PluginLogLine>;
  /**
   * Gives a running plugin other values for some of its secret fields, without a new process: a function of the values in force by
   * JSON pointer. Throws `invalid` or `precondition` when it refuses them; the old ones are then in force.
   */
  readonly changeSecrets: (
    alias: string,
    change: (current: Readonly<Record<string, string>>) => Readonly<Record<string, string>>,
  ) => Promise<void>;
  /**
   * Says what is wrong with how a running plugin does its job, whatever it says itself: it is shown as unhealthy for it
   * until the problem is undefined, or its process ends.
   */
  readonly reportFitness: (alias: string, problem: string | undefined) => void;
  /** Adds an installation, or starts a known one anew with what is given here. Resolves when the old process is gone. */
  readonly put: (installation: Installation) => Promise<void>;
  /** Stops a plugin and forgets it. */
  readonly remove: (alias: string) => Promise<void>;
  /**
   * Starts another generation of a plugin beside the one that runs. Throws `precondition` with the reason when it
   * does not come to work; then nothing has changed.
   */
  readonly startBeside: (installation: Installation) => Promise<PluginCandidate>;
  /**
   * Starts a plugin once, or calls the one that runs, asks it what it is, and what it has against a configuration when
   * one is given. Throws `precondition` unless it is what its manifest, or its installation, says.
   */
  readonly probe: (target: PluginTarget, settings?: ConfigSettings, alias?: string) => Promise<PluginProbe>;
  /** Makes an image available on the scheduler in use. Throws the faults of PrepareImage, and `unavailable` without a scheduler. */
  readonly prepareImage: (
    image: string,
    auth?: RegistryCredentials,
  ) => Promise<{ readonly reference: string; readonly digest: string }>;
  /** Plugins whose configuration refers to a global secret, by alias: a new value reaches them when they are restarted. */
  readonly usersOfGlobalSecret: (key: string) => readonly string[];
  /** Resolves when every enabled plugin is either running or has failed its first start. Never throws. */
  readonly settled: () => Promise<void>;
}

/** What a plugin answers before it is configured. */
export interface PluginProbe {
  readonly facts: PluginFacts;
  readonly kernelRange: string;
  readonly permissions: readonly string[];
  readonly configSchema: Buffer;
  readonly violations: readonly ConfigViolation[];
}

/** A generation that works and waits to take over; closing it ends it unless it has. */
export interface PluginCandidate extends AsyncDisposable {
  /**
   * Takes over at once: the old generation's connection closes, it is drained and stopped. Resolves when it is gone; a task
   * plugin is not waited for: it ends the tasks that it is at before.
   */
  readonly takeOver: () => Promise<void>;
}

/** A process that the kernel has started, recorded before it is used so that a later kernel can end it. */
export interface SpawnedProcess {
  readonly alias: string;
  readonly generation: number;
  readonly pid: number;
  /** Field 22 of /proc/<pid>/stat: with the pid it names one process only. */
  readonly startTicks: string;
  readonly bootId: string;
  readonly socketDirectory: string;
}

/** Where and how one process of a plugin calls the kernel's API. */
export interface KernelAccess {
  readonly address: string;
  readonly token: string;
  /** PEM of the certificate to trust. */
  readonly certificate: string;
}

/** Durable memory of the plugin host. */
export interface ProcessLedger {
  /** The next generation of an installation, durable before it is returned. */
  readonly nextGeneration: (alias: string) => number;
  readonly record: (spawned: SpawnedProcess) => void;
  readonly forget: (pid: number, startTicks: string) => void;
  readonly list: () => readonly SpawnedProcess[];
}

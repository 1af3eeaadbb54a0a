import { address, bool, duration, engine, integer, type Kind, oneOf, path, size } from "./kind.js";

/** One key of the configuration. */
export interface Setting<T = unknown, Required extends boolean = boolean> {
  readonly kind: Kind<T>;
  /** As it would be written, without quotes; undefined when `whenUnset` says what happens. */
  readonly standard: string | undefined;
  readonly whenUnset: string | undefined;
  readonly summary: string;
  readonly required: Required;
  /** Names of environment variables by which it was known before. */
  readonly formerVariables: readonly string[];
}

function setting<T>(
  kind: Kind<T>,
  standard: string,
  summary: string,
  formerVariables: readonly string[] = [],
): Setting<T, true> {
  return { kind, standard, whenUnset: undefined, summary, required: true, formerVariables };
}

function optional<T>(
  kind: Kind<T>,
  whenUnset: string,
  summary: string,
  formerVariables: readonly string[] = [],
): Setting<T, false> {
  return { kind, standard: undefined, whenUnset, summary, required: false, formerVariables };
}

/**
 * Every key: parsing, the environment, `gofer service printenv`, `gofer service init-config` and
 * docs/configuration.md come from this table. The part before the dot is the block.
 */
export const settings = {
  dev_mode: optional(
    bool,
    "true when there is no configuration file, else false",
    "Makes it easy to run on one machine: no authentication, a generated certificate for localhost, generated secrets. Not for production.",
    ["GOFER_DEVMODE"],
  ),
  data_dir: optional(
    path,
    "$XDG_STATE_HOME/gofer, or ~/.local/state/gofer",
    "Parent of everything that is stored and of every path that is not set. It is made with mode 0700.",
  ),
  plugin_dir: optional(
    path,
    "the plugins that come with Gofer",
    "Folder of the plugins that are installed at first boot.",
  ),
  event_log_retention: setting(
    duration({ min: "0", max: "876000h" }),
    "4380h",
    "How long events are kept before they are discarded. 0 keeps them for ever.",
  ),
  event_prune_interval: setting(duration({ min: "1s" }), "3h", "How often old events are looked for and removed."),
  ignore_pipeline_run_events: setting(
    bool,
    "false",
    "Start with event ingress off: triggers start no runs until gofer service toggle-event-ingress turns it on.",
  ),
  log_level: setting(
    oneOf(["trace", "debug", "info", "warn", "error", "fatal"], { panic: "fatal" }),
    "info",
    "How much the kernel and its plugins write to their logs.",
  ),
  run_parallelism_limit: setting(
    integer({ min: 0 }),
    "0",
    "How many runs may be in progress at once; further ones wait. A pipeline may set a lower limit of its own. 0 is unlimited.",
  ),
  task_run_attach: optional(
    bool,
    "true in development mode, else false",
    "Let who may start runs also run commands and shells inside the containers of tasks: gofer taskrun attach.",
  ),
  task_run_log_expiry: setting(
    integer({ min: 0 }),
    "20",
    "How many runs of a pipeline keep the output of their tasks; the oldest is deleted first. 0 keeps all.",
  ),
  task_run_log_limit: setting(
    size,
    "1GiB",
    "How much disk the output of one attempt of a task may take. What it writes after that is left out, its output says so, and it goes on. 0 is unlimited.",
  ),
  task_run_logs_dir: optional(path, "logs in data_dir", "Folder of the output of tasks."),
  task_run_stop_timeout: setting(
    duration({ min: "0" }),
    "5m",
    "How long a container that is asked to stop may take before it is killed.",
  ),
  "external_events_api.enable": setting(bool, "true", "Serve the endpoint for webhooks."),
  "external_events_api.host": setting(address, "localhost:8081", "Address and port of the endpoint for webhooks."),
  "object_store.engine": optional(
    engine,
    "the one that recommends itself most",
    'The plugin that stores objects, without its prefix "store-". The block of that name is the plugin\'s configuration.',
    ["GOFER_OBJECTSTORE_ENGINE"],
  ),
  "object_store.pipeline_object_limit": setting(
    integer({ min: 0 }),
    "50",
    "How many objects a pipeline keeps; the oldest is deleted when another one comes. 0 is unlimited.",
    ["GOFER_OBJECTSTORE_PIPELINE_OBJECT_LIMIT"],
  ),
  "object_store.run_object_expiry": setting(
    integer({ min: 0 }),
    "50",
    "After how many further runs of its pipeline the objects of a run are deleted, however they ended. 0 keeps all.",
    ["GOFER_OBJECTSTORE_RUN_OBJECT_EXPIRY"],
  ),
  "secret_store.engine": optional(
    engine,
    "the one that recommends itself most",
    'The plugin that stores secrets, without its prefix "secret-". The block of that name is the plugin\'s configuration.',
    ["GOFER_SECRETSTORE_ENGINE"],
  ),
  "scheduler.engine": optional(
    engine,
    "the one that recommends itself most, of those that work",
    'The plugin that runs tasks, without its prefix "scheduler-". The block of that name is the plugin\'s configuration.',
  ),
  "server.host": setting(address, "localhost:8080", "Address and port of the API.", ["GOFER_HOST"]),
  "server.advertised_host": optional(
    address,
    "the address of server.host",
    "Address and port at which tasks that get an API token reach the API: one that works from inside their containers.",
  ),
  "server.shutdown_timeout": setting(
    duration({ min: "0" }),
    "15s",
    "How long open connections may take to finish when the kernel stops.",
  ),
  "server.tls_cert_path": optional(
    path,
    "required, unless in development mode",
    "Certificate chain of the API and of the endpoint for webhooks, PEM. Read again when it changes.",
  ),
  "server.tls_key_path": optional(path, "required, unless in development mode", "Key of the certificate, PEM."),
  "server.storage_path": optional(path, "kernel.db in data_dir", "The file that holds the kernel's state."),
  "server.storage_results_limit": setting(
    integer({ min: 1 }),
    "200",
    "How many items one page of a list may have at most.",
  ),
  "triggers.install_base_triggers": setting(bool, "true", "Install the triggers that come with Gofer at first boot."),
  "triggers.stop_timeout": setting(
    duration({ min: "0" }),
    "10s",
    "How long a plugin that is asked to stop may take before it is killed.",
  ),
  "triggers.tls_cert_path": optional(
    path,
    "nothing",
    "Has no effect, and is kept so that older files are read: kernel and plugins make certificates for each other at every start.",
  ),
  "triggers.tls_key_path": optional(path, "nothing", "As triggers.tls_cert_path."),
} as const;

export type SettingName = keyof typeof settings;
type ValueOf<S> = S extends Setting<infer T, infer Required> ? (Required extends true ? T : T | undefined) : never;
/** The value of every key; undefined where a key may be unset. */
export type Settings = { readonly [Name in SettingName]: ValueOf<(typeof settings)[Name]> };

export const settingNames = Object.keys(settings) as readonly SettingName[];

/** The blocks, and for those that name a plugin the prefix of such plugins' names. */
export const blocks = {
  external_events_api: {
    summary: "The endpoint through which the outside world reaches triggers.",
    plugins: undefined,
  },
  object_store: { summary: "Where objects of pipelines and runs are stored.", plugins: "store" },
  secret_store: { summary: "Where secrets are stored.", plugins: "secret" },
  scheduler: { summary: "What runs the containers of tasks.", plugins: "scheduler" },
  server: { summary: "The API and the kernel's own storage.", plugins: undefined },
  triggers: { summary: "The plugins that start runs.", plugins: undefined },
} as const satisfies Record<string, { summary: string; plugins: string | undefined }>;

/** "GOFER_SERVER_HOST" for "server.host". */
export function variableOf(name: string): string {
  return `GOFER_${name.toUpperCase().replaceAll(/[.-]/g, "_")}`;
}

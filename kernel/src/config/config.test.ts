import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type ConfigSources, inspectConfig, parseConfig } from "../config.js";
import { describeSettings, sampleFile } from "./describe.js";
import { settingNames } from "./settings.js";

const folder = mkdtempSync(join(tmpdir(), "gofer-config-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function withFile(text: string, environment: ConfigSources["environment"] = {}, development = false) {
  const file = join(folder, `${++files}.hcl`);
  writeFileSync(file, text);
  return {
    file,
    config: () => parseConfig({ environment: { GOFER_DATA_DIR: "/d", ...environment }, file, development }),
  };
}
const withEnvironment = (environment: ConfigSources["environment"]) =>
  parseConfig({
    environment: { GOFER_CONFIG_PATH: withFile("dev_mode = true").file, ...environment },
    file: undefined,
    development: false,
  });

/** The messages of the problems, without the name of the file. */
function problemsOf(text: string, environment: ConfigSources["environment"] = {}): string[] {
  const { file, config } = withFile(text, environment, true);
  try {
    config();
  } catch (error) {
    return String(error).replace("Fault: ", "").replaceAll(file, "f.hcl").split("\n");
  }
  return [];
}

describe("the configuration file of the user documentation", () => {
  const text = `
// Gofer Service configuration file is used as an alternative to providing the server configurations via envvars.
dev_mode                   = false
event_log_retention        = "4380h"
event_prune_interval       = "3h"
ignore_pipeline_run_events = false
log_level                  = "info"
task_run_log_expiry        = 50
task_run_logs_dir          = "/tmp"
task_run_stop_timeout      = "5m"

external_events_api {
  enable = true
  host   = "localhost:8081"
}

object_store {
  engine = "disk"
  disk {
    path = "/tmp/gofer-object.db"
  }
  pipeline_object_limit = 50
  run_object_expiry     = 50
}

secret_store {
  engine = "disk"
  disk {
    path           = "/tmp/gofer-secret.db"
    encryption_key = "changemechangemechangemechangeme"
  }
}

scheduler {
  engine = "container"
  container {
    prune          = true
    prune_interval = "24h"
  }
}

server {
  host                  = "localhost:8080"
  shutdown_timeout      = "15s"
  tls_cert_path         = "./localhost.crt"
  tls_key_path          = "./localhost.key"
  storage_path          = "/tmp/gofer.db"
  storage_results_limit = 200
}

triggers {
  install_base_triggers = true
  stop_timeout          = "5m"
  tls_cert_path         = "./localhost.crt"
  tls_key_path          = "./localhost.key"
}
`;

  test("means what it says", () => {
    const { file, config } = withFile(text);
    expect(config()).toMatchObject({
      file,
      developmentMode: false,
      dataDirectory: "/d",
      events: { retentionMs: 4380 * 3600_000, pruneIntervalMs: 3 * 3600_000 },
      ignorePipelineRunEvents: false,
      logLevel: "info",
      runLimit: 0,
      taskRuns: { logExpiry: 50, logLimitBytes: 2 ** 30, logsDirectory: "/tmp", stopTimeoutMs: 300_000 },
      externalEvents: { enabled: true, host: "localhost:8081" },
      objectStore: { plugin: "store-disk", pipelineObjectLimit: 50, runObjectExpiry: 50 },
      secretStore: { plugin: "secret-disk" },
      scheduler: { plugin: "scheduler-container" },
      server: {
        host: "localhost:8080",
        shutdownTimeoutMs: 15_000,
        tls: { certificatePath: join(folder, "localhost.crt"), keyPath: join(folder, "localhost.key") },
        storagePath: "/tmp/gofer.db",
        resultsLimit: 200,
      },
      triggers: { installBaseTriggers: true },
      plugins: {
        stopTimeoutMs: 300_000,
        settings: [
          { plugin: "store-disk", values: { path: "/tmp/gofer-object.db" }, texts: {}, origin: `${file}:19:3` },
          { plugin: "secret-disk", values: { encryption_key: "changemechangemechangemechangeme" } },
          { plugin: "scheduler-container", values: { prune: true, prune_interval: "24h" }, origin: `${file}:36:3` },
        ],
      },
    });
  });

  test("the environment wins, also over what a plugin is told", () => {
    const { config } = withFile(text, {
      GOFER_LOG_LEVEL: "debug",
      GOFER_EXTERNAL_EVENTS_API_HOST: ":9000",
      GOFER_OBJECTSTORE_PIPELINE_OBJECT_LIMIT: "7",
      GOFER_SCHEDULER_CONTAINER_PRUNE_INTERVAL: "1h",
      GOFER_SECRETSTORE_DISK_ENCRYPTION_KEY: "@/run/key",
      GOFER_TASK_RUN_LOG_LIMIT: "64MiB",
      GOFER_TASK_RUN_STOP_TIMEOUT: "",
    });
    expect(config()).toMatchObject({
      logLevel: "debug",
      externalEvents: { host: "0.0.0.0:9000" },
      objectStore: { pipelineObjectLimit: 7 },
      taskRuns: { logLimitBytes: 64 << 20, stopTimeoutMs: 300_000 },
      plugins: {
        settings: [
          {},
          { plugin: "secret-disk", texts: { encryption_key: "@/run/key" } },
          { plugin: "scheduler-container", values: { prune: true }, texts: { prune_interval: "1h" } },
        ],
      },
    });
  });

  test("is frozen", () => {
    const config = withFile(text).config();
    expect(
      [config, config.server, config.plugins.settings, config.plugins.settings[0]?.values].every(Object.isFrozen),
    ).toBe(true);
  });
});

describe("what is wrong is told all at once, each with its place", () => {
  test("in a file", () => {
    expect(
      problemsOf(`log_levle = "info"
event_log_retention = "6 months"
task_run_log_expiry = "50"
task_run_stop_timeout = 5
host = "localhost:1"
server {
  host = "localhost"
  storage_results_limit = 0
  prune = true
}
sever {
}
scheduler "container" {
  engine = "Container!"
}
server {
}
triggers {
  interval {
  }
}
task_run_log_limit = "much"
`),
    ).toEqual([
      'f.hcl:1:1: there is no setting "log_levle" (did you mean "log_level"?)',
      'f.hcl:2:1: event_log_retention: "6 months" is not a duration: numbers with units ns, us, ms, s, m, h, such as "1h30m"',
      "f.hcl:3:1: task_run_log_expiry takes an integer, not a string",
      "f.hcl:4:1: task_run_stop_timeout takes a duration, not a number",
      'f.hcl:5:1: there is no setting "host" (did you mean "external_events_api.host"?)',
      'f.hcl:22:1: task_run_log_limit: "much" is not a size: a number with kB, MB, GB, KiB, MiB or GiB, such as "512MiB"',
      'f.hcl:7:3: server.host: "localhost" is not host:port, such as "localhost:8080", or ":8080" for all addresses',
      "f.hcl:8:3: server.storage_results_limit: 0 is not a whole number of at least 1",
      'f.hcl:9:3: there is no setting "prune" in server',
      'f.hcl:11:1: there is no block "sever" (did you mean "server"?)',
      'f.hcl:13:1: block "scheduler" takes no label, it has container',
      'f.hcl:14:3: scheduler.engine: "Container!" is not a name of lower case letters, digits and -',
      'f.hcl:16:1: there is more than one block "server"',
      'f.hcl:19:3: there is no block "interval" in triggers',
    ]);
  });

  test("in file and environment together", () => {
    expect(
      problemsOf('log_level = "loud"', { GOFER_RUN_PARALLELISM_LIMIT: "-1", GOFER_EVENT_PRUNE_INTERVAL: "1000h" }),
    ).toEqual([
      'f.hcl:1:1: log_level: "loud" is not one of trace, debug, info, warn, error, fatal',
      'GOFER_EVENT_PRUNE_INTERVAL: "1000h" is not between 1s and 500h',
      'GOFER_RUN_PARALLELISM_LIMIT: "-1" is not a whole number of at least 0',
    ]);
  });

  test("a block where a setting belongs, and the reverse", () => {
    expect(problemsOf("log_level {\n}\nserver = 1\n")).toEqual([
      'f.hcl:3:1: there is no setting "server": it is a block, write server { ... }',
      'f.hcl:1:1: there is no block "log_level": it is a setting, write log_level = ...',
    ]);
  });

  test("two names of one variable that differ", () => {
    expect(problemsOf("", { GOFER_SERVER_HOST: "a:1", GOFER_HOST: "b:1" })).toEqual([
      "GOFER_SERVER_HOST and GOFER_HOST mean the same and differ: unset GOFER_HOST",
    ]);
  });

  test("syntax", () => {
    expect(problemsOf("server {\n  host = localhost\n}\n")).toEqual([
      'f.hcl:2:10: "localhost" is not a value: put text in quotes; only literal values are allowed here',
    ]);
  });

  test("a file that is not there", () => {
    const file = join(folder, "none.hcl");
    expect(() => parseConfig({ environment: {}, file, development: false })).toThrow(
      `the configuration file ${file} cannot be read`,
    );
  });
});

describe("development mode", () => {
  test("is off with a file, which then needs a certificate", () => {
    const { file, config } = withFile('server {\n  tls_key_path = "key"\n}\n');
    expect(config).toThrow(`${file}:2:3: server.tls_cert_path is not set: it goes with server.tls_key_path`);
    expect(withFile("").config).toThrow(
      "server.tls_cert_path is not set: outside development mode the API needs a certificate",
    );
  });

  test("is forced by the flag, and set by the file or by either variable", () => {
    expect(withFile("dev_mode = false", {}, true).config().developmentMode).toBe(true);
    expect(withFile("dev_mode = true").config().developmentMode).toBe(true);
    expect(withFile("", { GOFER_DEV_MODE: "true" }).config().developmentMode).toBe(true);
    expect(withFile("", { GOFER_DEVMODE: "true" }).config().developmentMode).toBe(true);
  });
});

test("nothing is stored outside data_dir unless a path says so", () => {
  const config = withEnvironment({ XDG_STATE_HOME: "/state" });
  expect(config).toMatchObject({
    dataDirectory: "/state/gofer",
    taskRuns: { logsDirectory: "/state/gofer/logs" },
    server: { storagePath: "/state/gofer/kernel.db", tls: undefined },
  });
});

test("attaching to tasks is for development mode, unless it is said otherwise", () => {
  const attach = (settings: Record<string, string>) => withEnvironment(settings).taskRuns.attach;
  const production = { GOFER_DEV_MODE: "false", GOFER_SERVER_TLS_CERT_PATH: "crt", GOFER_SERVER_TLS_KEY_PATH: "key" };
  expect([attach({}), attach(production)]).toEqual([true, false]);
  expect(attach({ GOFER_TASK_RUN_ATTACH: "false" })).toBe(false);
  expect(attach({ ...production, GOFER_TASK_RUN_ATTACH: "true" })).toBe(true);
});

test("an engine may be given by its whole name", () => {
  expect(withEnvironment({ GOFER_SCHEDULER_ENGINE: "scheduler-process" }).scheduler.plugin).toBe("scheduler-process");
});

describe("the file that init-config writes", () => {
  const engines = [{ plugin: "secret-disk", generatedSecrets: ["encryption_key"] }];

  test("is read without a complaint, for development and for production", () => {
    expect(withFile(sampleFile("development", engines)).config().developmentMode).toBe(true);
    expect(withFile(sampleFile("production", engines)).config()).toMatchObject({
      developmentMode: false,
      server: { tls: { certificatePath: "/etc/gofer/tls.crt", keyPath: "/etc/gofer/tls.key" } },
    });
  });

  test("has every setting, and each is right when its comment sign is taken away", () => {
    const everything = sampleFile("production", engines).replaceAll(/^( *)# +(\S+ (?:=|\{)|\})/gm, "$1$2");
    const { file, config } = withFile(everything);
    const { plugins } = config();
    const { read } = inspectConfig({ environment: {}, file, development: false });
    expect(Object.keys(read.origins).sort()).toEqual([...settingNames].sort());
    expect(plugins.settings).toMatchObject([{ values: { encryption_key: "@/etc/gofer/secret-disk.encryption_key" } }]);
  });
});

test("printenv tells every setting, where it comes from, and no value of a plugin", () => {
  const { file } = withFile('log_level = "warn"\nsecret_store {\n  disk {\n    encryption_key = "hidden-1"\n  }\n}\n');
  const environment = { GOFER_DEVMODE: "1", GOFER_SECRET_STORE_DISK_OLD_KEY: "hidden-2" };
  const described = describeSettings(inspectConfig({ environment, file, development: false }).read);
  expect(described.map(({ name }) => name)).toEqual([
    ...settingNames,
    "secret_store.disk.encryption_key",
    "secret_store.disk.old_key",
  ]);
  const find = (wanted: string) => described.find(({ name }) => name === wanted);
  expect(find("log_level")).toMatchObject({ value: "warn", origin: `${file}:1:1`, variable: "GOFER_LOG_LEVEL" });
  expect(find("dev_mode")).toMatchObject({ value: "1", origin: "GOFER_DEVMODE" });
  expect(find("secret_store.disk.encryption_key")).toMatchObject({
    value: "(hidden)",
    origin: `${file}:3:3`,
    variable: "GOFER_SECRET_STORE_DISK_ENCRYPTION_KEY",
  });
  expect(JSON.stringify(described)).not.toContain("hidden-");
});

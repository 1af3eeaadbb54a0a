import { X509Certificate } from "node:crypto";
import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join, relative } from "node:path";
import { createSecureContext } from "node:tls";
import { Fault, messageOf } from "@gofer/sdk/fault";
import { bundledPlugins } from "./adapters/plugins/bundled.js";
import { readManifest } from "./adapters/plugins/manifest.js";
import { type ConfigSources, inspectConfig, type KernelConfig } from "./config.js";

/** One thing that was looked at. */
export interface Finding {
  /** "certificate" */
  readonly subject: string;
  readonly verdict: "ok" | "warning" | "problem";
  readonly message: string;
  /** What to do; empty when all is well. */
  readonly remedy: string;
}

const dayMs = 24 * 3600_000;
const leastFreeBytes = 1 << 30;

/** Looks at everything on this machine that the kernel needs, whether it runs or not. Changes nothing. */
export async function examine(sources: ConfigSources, nowMs: number): Promise<readonly Finding[]> {
  const findings = [nodeVersion(process.versions.node)];
  let inspected: ReturnType<typeof inspectConfig>;
  try {
    inspected = inspectConfig(sources);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return [
      ...findings,
      problem("configuration", error.message, "correct it: gofer service init-config writes an example"),
    ];
  }
  const { config, problems } = inspected;
  findings.push(
    ...problems.map((message) => problem("configuration", message, "correct it: docs/configuration.md has every key")),
  );
  if (problems.length === 0) findings.push(ok("configuration", config.file ?? "no file: defaults and environment"));
  findings.push(
    config.developmentMode
      ? warning(
          "mode",
          "development mode: nobody is asked for a token",
          "for more than one person: a file without dev_mode, see docs/deployment.md",
        )
      : ok("mode", "production"),
    ...dataDirectory(config),
    ...plugins(config),
    ...certificate(config, nowMs),
    clock(config, nowMs),
  );
  const running = runningPid(config);
  for (const [name, address] of addresses(config)) {
    findings.push(
      running !== undefined
        ? ok(name, `${address}: kernel ${running} is running`)
        : (await isFree(address))
          ? ok(name, `${address} is free`)
          : problem(name, `${address} cannot be listened on`, `stop what uses it, or set ${name}`),
    );
  }
  return findings;
}

const ok = (subject: string, message: string): Finding => ({ subject, verdict: "ok", message, remedy: "" });
const warning = (subject: string, message: string, remedy: string): Finding => ({
  subject,
  verdict: "warning",
  message,
  remedy,
});
const problem = (subject: string, message: string, remedy: string): Finding => ({
  subject,
  verdict: "problem",
  message,
  remedy,
});

function nodeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 20 || (major === 20 && minor >= 19)
    ? ok("node", version)
    : problem("node", `${version} is too old`, "install Node 20.19 or later");
}

function dataDirectory(config: KernelConfig): Finding[] {
  const others = [config.taskRuns.logsDirectory, dirname(config.server.storagePath)];
  const wanted = [
    config.dataDirectory,
    ...others.filter((path) => relative(config.dataDirectory, path).startsWith("..")),
  ];
  return [...new Set(wanted)].flatMap((directory) => {
    const subject = "data directory";
    const existing = nearestExisting(directory);
    try {
      accessSync(existing, constants.W_OK | constants.X_OK);
    } catch {
      return [
        problem(
          subject,
          `${existing} cannot be written to`,
          `give it to the user of the service: chown <user> ${existing}`,
        ),
      ];
    }
    const findings: Finding[] = [];
    const mode = statSync(existing).mode & 0o777;
    if (existing !== directory) findings.push(ok(subject, `${directory} will be made`));
    else if ((mode & 0o077) !== 0)
      findings.push(
        warning(subject, `${directory} is open to others (mode ${mode.toString(8)})`, `chmod 700 ${directory}`),
      );
    else findings.push(ok(subject, directory));
    const { bavail, bsize } = statfsSync(existing);
    const free = bavail * bsize;
    const gigabytes = `${(free / 2 ** 30).toFixed(1)} GB free on the disk of ${directory}`;
    findings.push(
      free < leastFreeBytes
        ? warning(
            "disk",
            gigabytes,
            "make room, or keep less: task_run_log_limit, task_run_log_expiry, event_log_retention",
          )
        : ok("disk", gigabytes),
    );
    return findings;
  });
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}

function plugins(config: KernelConfig): Finding[] {
  const { pluginDirectory } = config;
  const bundled = bundledPlugins(pluginDirectory, [], { get: () => "", findNext: () => undefined });
  const chosen = {
    "scheduler.engine": config.scheduler.plugin,
    "object_store.engine": config.objectStore.plugin,
    "secret_store.engine": config.secretStore.plugin,
  };
  const findings = Object.entries(chosen).flatMap(([key, alias]) =>
    alias === undefined || bundled.some((plugin) => plugin.alias === alias)
      ? []
      : [
          problem(
            "plugins",
            `${key}: there is no plugin "${alias}" in ${pluginDirectory}`,
            "name one that is there, or set plugin_dir",
          ),
        ],
  );
  if (!bundled.some(({ contracts }) => contracts.includes("gofer.scheduler.v1")))
    findings.push(problem("plugins", `there is no scheduler plugin in ${pluginDirectory}`, "set plugin_dir"));
  for (const { alias } of bundled) {
    try {
      const { version } = readManifest(join(pluginDirectory, alias));
      findings.push(ok("plugins", `${alias} ${version}`));
    } catch (error) {
      findings.push(problem("plugins", messageOf(error), "correct the manifest, or remove the plugin"));
    }
  }
  return findings;
}

function certificate(config: KernelConfig, nowMs: number): Finding[] {
  const { tls } = config.server;
  if (tls === undefined) return config.developmentMode ? [ok("certificate", "one for localhost is made at start")] : [];
  try {
    const pem = readFileSync(tls.certificatePath);
    createSecureContext({ cert: pem, key: readFileSync(tls.keyPath) });
    const { validFrom, validTo } = new X509Certificate(pem);
    const [validFromDate, validToDate] = [new Date(validFrom), new Date(validTo)];
    const days = Math.floor((validToDate.getTime() - nowMs) / dayMs);
    const until = `${tls.certificatePath} is valid until ${validToDate.toISOString().slice(0, 10)}`;
    const findings = [
      days < 0
        ? problem(
            "certificate",
            `${tls.certificatePath} expired on ${validToDate.toISOString().slice(0, 10)}`,
            "renew it",
          )
        : validFromDate.getTime() > nowMs
          ? problem(
              "certificate",
              `${tls.certificatePath} is valid from ${validFromDate.toISOString()}`,
              "check the clock",
            )
          : days < 30
            ? warning("certificate", `${until}: ${days} days`, "renew it; the kernel reads it again by itself")
            : ok("certificate", until),
    ];
    if ((statSync(tls.keyPath).mode & 0o077) !== 0)
      findings.push(warning("certificate", `${tls.keyPath} can be read by others`, `chmod 600 ${tls.keyPath}`));
    return findings;
  } catch (error) {
    return [
      problem(
        "certificate",
        `the certificate cannot be used: ${messageOf(error)}`,
        "check server.tls_cert_path and server.tls_key_path",
      ),
    ];
  }
}

/** Schedules go by the clock: one that is behind what is already stored has gone back. */
function clock(config: KernelConfig, nowMs: number): Finding {
  const stored = config.server.storagePath;
  const written = existsSync(stored) ? statSync(stored).mtimeMs : 0;
  const builtMs = statSync(new URL(import.meta.url)).mtimeMs;
  const time = new Date(nowMs).toISOString();
  return nowMs + 60_000 < Math.max(written, builtMs)
    ? problem("clock", `it is ${time}, before things that are already there`, "set the clock: timedatectl set-ntp true")
    : ok("clock", time);
}

function addresses(config: KernelConfig): [string, string][] {
  const api: [string, string] = ["server.host", config.server.host];
  return config.externalEvents.enabled ? [api, ["external_events_api.host", config.externalEvents.host]] : [api];
}

/** Process id of the kernel that uses this data directory. */
function runningPid({ dataDirectory }: KernelConfig): number | undefined {
  try {
    const { pid } = JSON.parse(readFileSync(join(dataDirectory, "kernel.json"), "utf8")) as { pid: number };
    process.kill(pid, 0);
    return pid;
  } catch {
    return undefined;
  }
}

async function isFree(address: string): Promise<boolean> {
  const at = address.lastIndexOf(":");
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen({ host: address.slice(0, at).replace(/^\[|\]$/g, ""), port: Number(address.slice(at + 1)) }, () =>
      server.close(() => resolve(true)),
    );
  });
}

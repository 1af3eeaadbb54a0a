import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Fault } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import { ReplaceableCredentials } from "./adapters/api/credentials.js";
import { openApi } from "./adapters/api/server.js";
import { openLedger } from "./adapters/ledger/ledger.js";
import { openLogFiles } from "./adapters/logs/log-files.js";
import { type BundledPlugin, bundledPlugins } from "./adapters/plugins/bundled.js";
import { openPluginHost } from "./adapters/plugins/host.js";
import { watchCertificate } from "./adapters/system/certificate.js";
import {
  announce,
  bootstrapProof,
  keptSecret,
  localhostCertificate,
  localhostCertificatePath,
  socketRoot,
} from "./adapters/system/instance.js";
import { openKeptSecrets } from "./adapters/system/kept-secrets.js";
import { createAuthentication } from "./app/authentication.js";
import { createDerivedTokens } from "./app/credential.js";
import { Engine } from "./app/engine.js";
import { createFailedAttempts } from "./app/failed-attempts.js";
import { createObjectStore } from "./app/object-store.js";
import { recordPluginStates } from "./app/plugin-events.js";
import { createSecretKeyring, rekeyPointers } from "./app/rekey.js";
import { openRemover } from "./app/removal.js";
import { createResolver } from "./app/resolver.js";
import { openRetention } from "./app/retention.js";
import { kernelInitiator } from "./app/run-events.js";
import { createSecretStore } from "./app/secret-store.js";
import { StoreSweeper } from "./app/store-plugins.js";
import { composeTriggers } from "./compose-triggers.js";
import { suggestion } from "./config/suggestion.js";
import type { KernelConfig } from "./config.js";
import type { Ledger } from "./ports/ledger.js";
import type { PluginHost } from "./ports/plugin-host.js";
import type { StoreRole } from "./ports/store-keys.js";
import { Scope } from "./scope.js";
import { kernelVersion } from "./version.js";

export interface RunningKernel extends AsyncDisposable {
  readonly address: string;
  readonly scheduler: string;
}

/**
 * Opens everything in order and wires it; closes in reverse. What is broken in a plugin stops nothing here.
 * `reached` is called where a crash would hurt most: tests end the process there.
 */
export async function openKernel(
  config: KernelConfig,
  log: Logger,
  now: () => number = Date.now,
  reached: (point: string) => void = () => undefined,
): Promise<RunningKernel> {
  const scope = new Scope();
  try {
    return await compose(config, log, scope, now, reached);
  } catch (error) {
    await scope[Symbol.asyncDispose]();
    throw error;
  }
}

async function compose(
  config: KernelConfig,
  log: Logger,
  scope: Scope,
  now: () => number,
  reached: (point: string) => void,
): Promise<RunningKernel> {
  const { dataDirectory } = config;
  const startedAtMs = now();
  const directory = (...names: string[]) => {
    const path = join(dataDirectory, ...names);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  };
  directory();
  mkdirSync(dirname(config.server.storagePath), { recursive: true, mode: 0o700 });
  const { runObjectExpiry, pipelineObjectLimit } = config.objectStore;
  const ledger = openLedger(config.server.storagePath, { runObjectExpiry });
  scope.use(ledger);
  mkdirSync(config.taskRuns.logsDirectory, { recursive: true, mode: 0o700 });
  const logs = openLogFiles(config.taskRuns.logsDirectory);

  const kept = openKeptSecrets(directory("plugin-secrets"));
  const bundled = bundledPlugins(config.pluginDirectory, config.plugins.settings, kept);
  const schedulers = bundled
    .filter(({ contracts }) => contracts.includes("gofer.scheduler.v1"))
    .sort((a, b) => b.rank - a.rank);
  checkSettings(config, bundled);
  const chosen = config.scheduler.plugin;
  if (chosen !== undefined && !schedulers.some(({ alias }) => alias === chosen)) {
    throw new Fault(
      "invalid",
      `scheduler.engine: there is no scheduler plugin "${chosen}" in ${config.pluginDirectory}: it has ${schedulers.map(({ alias }) => alias).join(", ") || "none"}`,
    );
  }
  const objectStores = storesOf(bundled, "objectStore", config.objectStore.plugin, ledger);
  const secretStores = storesOf(bundled, "secretStore", config.secretStore.plugin, ledger);
  const unused = new Set([...objectStores.unused, ...secretStores.unused]);
  const interruptedRekeys = new Set(
    bundled.map(({ alias }) => alias).filter((alias) => kept.findNext(alias, rekeyPointers.key) !== undefined),
  );
  const inUse = new Set([chosen, ...ledger.listLiveRuns().map(({ scheduler }) => scheduler)]);
  const sockets = scope.use(socketRoot());
  const host = scope.use(
    await openPluginHost({
      // A scheduler that was not chosen is started only for runs that began on it.
      installations: bundled.map((plugin) => ({
        ...plugin,
        enabled:
          !unused.has(plugin.alias) &&
          (chosen === undefined || !schedulers.includes(plugin) || inUse.has(plugin.alias)) &&
          (config.triggers.installBaseTriggers || !plugin.contracts.includes("gofer.trigger.v1")),
      })),
      socketRoot: sockets.path,
      dataRoot: directory("plugins"),
      installationPrefix: ledger.id,
      kernelVersion,
      log,
      processes: ledger.processes,
      logDirectory: directory("plugin-logs"),
      timing: { stopGraceMs: config.plugins.stopTimeoutMs },
    }),
  );
  scope.use(recordPluginStates({ host, ledger, log, now }));
  const rekeyed = host.onChange(({ alias, state }) => {
    // What an interrupted change of a key has left beside the old one is in force, now that the plugin runs with it.
    if (state === "running" && interruptedRekeys.delete(alias)) kept.confirm(alias, rekeyPointers.key);
  });
  scope.use({ [Symbol.dispose]: rekeyed });
  if (chosen === undefined) await host.settled();
  const scheduler =
    chosen ??
    bestScheduler(
      host,
      schedulers.map(({ alias }) => alias),
    );

  const derivedTokens = createDerivedTokens(keptSecret(join(dataDirectory, "token-key"), 43));
  const tls = config.server.tls && scope.use(watchCertificate(config.server.tls, { log, now }));
  const certificate = tls?.current() ?? localhostCertificate(dataDirectory);
  const credentials = new ReplaceableCredentials(certificate);
  tls?.onChange((next) => credentials.replace(next));
  let setApiAddress: (address: string) => void = () => undefined;
  const apiAddress = new Promise<string>((resolve) => {
    setApiAddress = resolve;
  });

  const shared = { ledger, host, log, now };
  const objects = createObjectStore({ ...shared, store: objectStores.chosen, pipelineObjectLimit });
  const secrets = createSecretStore({ ...shared, store: secretStores.chosen });
  const keptByServer = bundled.some(
    ({ alias, secrets: made }) => alias === secretStores.chosen && rekeyPointers.key in made,
  );
  const keyring = createSecretKeyring({ ...shared, kept, store: secretStores.chosen, keptByServer });
  const sweeper = scope.use(new StoreSweeper(shared));
  await sweeper.start();

  const resolver = createResolver({ ledger, objects, secrets });

  const engine = scope.use(
    new Engine({
      ledger,
      host,
      logs,
      log,
      scheduler,
      runLimit: config.runLimit,
      stopTimeoutMs: config.taskRuns.stopTimeoutMs,
      resolver,
      apiAccess: async (run) => ({
        GOFER_API_TOKEN: derivedTokens.ofRun(run),
        GOFER_API_ADDRESS: config.server.advertisedHost ?? (await apiAddress),
        GOFER_API_CERTIFICATE: (tls?.current() ?? certificate).pem,
      }),
      now,
      random: Math.random,
    }),
  );
  const retention = scope.use(
    openRetention({
      ledger,
      logs,
      log,
      keptRunLogs: config.taskRuns.logExpiry,
      eventRetentionMs: config.events.retentionMs,
      eventPruneIntervalMs: config.events.pruneIntervalMs,
      now,
    }),
  );
  engine.onFinished(retention.runFinished);
  engine.recover();
  const remover = scope.use(
    openRemover({
      ledger,
      engine,
      log,
      now,
      steps: [
        async ({ runKeys }) => {
          for (const runKey of runKeys) await logs.removeRun(runKey);
        },
      ],
    }),
  );
  remover.resume();
  // When the API does not open, the engine must not wait for it at its end.
  scope.use({ [Symbol.dispose]: () => setApiAddress(config.server.host) });

  if (config.ignorePipelineRunEvents) await ledger.commit((writer) => writer.triggers.setAcceptsEvents(false));
  const { triggers, eventsAddress } = await composeTriggers(
    {
      ledger,
      engine,
      host,
      log,
      now,
      resolveSettings: async (ref, settings) =>
        (await resolver.resolveValues({ ...ref, runId: undefined }, settings, "pipeline")).values,
      externalEvents: config.externalEvents,
      certificate: config.developmentMode ? undefined : certificate,
      onCertificate: tls?.onChange,
      reached,
    },
    scope,
  );

  const authentication = createAuthentication({
    ledger,
    derivedTokens,
    failedAttempts: createFailedAttempts(now),
    developmentMode: config.developmentMode,
    now,
  });
  const proof = bootstrapProof(dataDirectory);
  if (!ledger.isBootstrapped()) proof.make();
  const api = scope.use(
    await openApi({
      ledger,
      engine,
      retention,
      host,
      logs,
      objects,
      secrets,
      keyring,
      triggers,
      log,
      now,
      eventsAddress,
      credentials,
      warnings: () => tls?.warnings() ?? [],
      address: config.server.host,
      authentication,
      remover,
      bootstrapProof: proof,
      info: { version: kernelVersion, developmentMode: config.developmentMode, startedAtMs, scheduler, dataDirectory },
    }),
  );
  setApiAddress(api.address);
  scope.use(
    announce(dataDirectory, {
      address: api.address,
      eventsAddress,
      certificateFile: config.server.tls?.certificatePath ?? localhostCertificatePath(dataDirectory),
      serverName: certificate.serverName,
    }),
  );
  await ledger.commit((writer) =>
    writer.recordEvents([
      {
        kind: "service_started",
        initiator: kernelInitiator,
        occurredAtMs: startedAtMs,
        details: { version: kernelVersion },
      },
    ]),
  );
  scope.use({
    [Symbol.asyncDispose]: () =>
      ledger.commit((writer) =>
        writer.recordEvents([{ kind: "service_stopped", initiator: kernelInitiator, occurredAtMs: now() }]),
      ),
  });
  return { address: api.address, scheduler, [Symbol.asyncDispose]: () => scope[Symbol.asyncDispose]() };
}

/** What is configured for a plugin that is not there would silently have no effect. */
function checkSettings(
  { plugins, pluginDirectory }: KernelConfig,
  bundled: readonly { readonly alias: string }[],
): void {
  const aliases = bundled.map(({ alias }) => alias);
  const problems = plugins.settings
    .filter(({ plugin }) => !aliases.includes(plugin))
    .map(
      ({ plugin, origin }) =>
        `${origin}: there is no plugin "${plugin}" in ${pluginDirectory}${suggestion(plugin, aliases)}`,
    );
  if (problems.length > 0) throw new Fault("invalid", problems.join("\n"));
}

/**
 * Which store plugin keeps what is new, and which ones are not needed. Those that still keep something go on, so that changing the
 * engine takes nothing away. Throws `invalid` for an engine that is not installed.
 */
function storesOf(
  bundled: readonly BundledPlugin[],
  role: StoreRole,
  configured: string | undefined,
  ledger: Ledger,
): { readonly chosen: string; readonly unused: readonly string[] } {
  const { contract, setting, prefix } = storeRoles[role];
  const installed = bundled.filter(({ contracts }) => contracts.includes(contract)).sort((a, b) => b.rank - a.rank);
  const aliases = installed.map(({ alias }) => alias);
  if (configured !== undefined && !aliases.includes(configured))
    throw new Fault(
      "invalid",
      `${setting}: there is no such plugin "${configured}": installed for this role are ${aliases.join(", ") || "none"}`,
    );
  // Without any, what needs one says so by this name.
  const chosen = configured ?? aliases[0] ?? prefix;
  const inUse = ledger.storeKeys.storesInUse(role);
  return { chosen, unused: aliases.filter((alias) => alias !== chosen && !inUse.includes(alias)) };
}

const storeRoles = {
  objectStore: { contract: "gofer.objectstore.v1", setting: "object_store.engine", prefix: "store" },
  secretStore: { contract: "gofer.secretstore.v1", setting: "secret_store.engine", prefix: "secret" },
} as const satisfies Record<StoreRole, unknown>;

/** The first of the ranked schedulers that can do its job; the last one when none can. */
function bestScheduler(host: PluginHost, ranked: readonly string[]): string {
  const works = ranked.find((alias) => {
    const plugin = host.find(alias);
    return plugin?.state === "running" && (plugin.health === "healthy" || plugin.health === "degraded");
  });
  const chosen = works ?? ranked.at(-1);
  if (chosen === undefined)
    throw new Fault(
      "precondition",
      "no scheduler plugin is installed: set GOFER_PLUGIN_DIR to the folder of the plugins",
    );
  return chosen;
}

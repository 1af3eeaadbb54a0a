import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { Fault, messageOf } from "@gofer/sdk/fault";
import { suggestion } from "@gofer/sdk/suggestion";
import type { Logger } from "pino";
import { type BundledPlugin, bundledPlugins, manifestOrNothing } from "./adapters/plugins/bundled.js";
import { openPluginHost, type PluginHostOptions } from "./adapters/plugins/host.js";
import { openPackageStore } from "./adapters/plugins/package-store.js";
import { openVault } from "./adapters/plugins/vault.js";
import { clientCertificate, socketRoot } from "./adapters/system/instance.js";
import { openKeptSecrets } from "./adapters/system/kept-secrets.js";
import { createConfigResolver } from "./app/config-references.js";
import { FetchedPackages } from "./app/fetched-packages.js";
import { InstalledPlugins } from "./app/installed-plugins.js";
import { PluginAdmin } from "./app/plugin-admin.js";
import { recordPluginStates } from "./app/plugin-events.js";
import { PluginUpgrades } from "./app/plugin-upgrades.js";
import { rekeyPointers } from "./app/rekey.js";
import type { Resolver } from "./app/resolver.js";
import { RoleBindings } from "./app/role-bindings.js";
import { kernelInitiator } from "./app/run-events.js";
import { StoreChoice } from "./app/store-choice.js";
import { createStoreCopier, type StoreCopier } from "./app/store-copier.js";
import { createStoreMigration } from "./app/store-migration.js";
import type { KernelConfig } from "./config.js";
import type { InstallationRecord, PluginPackage } from "./ports/installations.js";
import type { KeptSecrets } from "./ports/kept-secrets.js";
import type { Ledger } from "./ports/ledger.js";
import type { Installation, PluginHost, PluginTarget } from "./ports/plugin-host.js";
import type { StoreRole } from "./ports/store-keys.js";
import type { Scope } from "./scope.js";
import { kernelVersion } from "./version.js";

export interface Plugins {
  readonly host: PluginHost;
  readonly packages: FetchedPackages;
  readonly admin: PluginAdmin;
  readonly upgrades: PluginUpgrades;
  readonly roles: RoleBindings;
  /** Alias of the scheduler of new runs: it changes when an admin uses another one. */
  readonly scheduler: { alias: string };
  readonly kept: KeptSecrets;
  readonly bundled: readonly BundledPlugin[];
  /** The stores that keep what is new. */
  readonly stores: Readonly<Record<StoreRole, StoreChoice>>;
  readonly copier: StoreCopier;
}

const storeRoles = {
  objectStore: { contract: "gofer.objectstore.v1", setting: "object_store.engine", prefix: "store" },
  secretStore: { contract: "gofer.secretstore.v1", setting: "secret_store.engine", prefix: "secret" },
} as const satisfies Record<StoreRole, unknown>;

/**
 * Opens the packages, makes installations of bundled plugins that were never seen, and starts what is wanted.
 * A plugin that is broken, or gone, is shown as such and stops nothing.
 */
export async function openPlugins(options: {
  readonly config: KernelConfig;
  readonly ledger: Ledger;
  readonly log: Logger;
  readonly scope: Scope;
  /** Makes a folder of the data directory. */
  readonly directory: (...names: string[]) => string;
  /** Nothing is started. */
  readonly safeMode: boolean;
  readonly kernelAccess: PluginHostOptions["kernelAccess"];
  /** What resolves references, once there is one. */
  readonly resolver: () => Resolver | undefined;
  readonly now: () => number;
}): Promise<Plugins> {
  const { config, ledger, log, scope, directory, safeMode, kernelAccess, resolver, now } = options;
  const kept = openKeptSecrets(directory("plugin-secrets"));
  /** Read anew each time: a secret that the kernel keeps may have been changed meanwhile. */
  const bundledNow = () => bundledPlugins(config.pluginDirectory, config.plugins.settings, kept);
  const bundled = bundledNow();
  const names = bundled.map(({ alias }) => alias);
  checkSettings(config, names);
  const packageStore = openPackageStore({
    root: directory("packages"),
    bundled: config.pluginDirectory,
    kernelVersion,
    npmRegistry: process.env["npm_config_registry"] ?? process.env["NPM_CONFIG_REGISTRY"],
    probe: (target) => host.probe(target),
    prepareImage: (image, auth) => host.prepareImage(image, auth),
  });
  const vault = openVault(directory("installation-secrets"));
  await installBundled(ledger, names, config.pluginDirectory, now());
  const records = ledger.installations.list();
  packageStore.collect(
    records.flatMap(({ package: current, previous }) => (previous ? [current, previous] : [current])),
  );
  vault.collect(records.flatMap(({ secrets }) => Object.values(secrets)));

  const ranked = (contract: string) =>
    records
      .map(({ alias, package: plugin }) => ({ alias, ...servedBy(plugin, packageStore.targetOf(plugin)) }))
      .filter(({ contracts }) => contracts.some(({ name }) => name === contract))
      .sort((a, b) => b.development.rank - a.development.rank)
      .map(({ alias }) => alias);
  const schedulers = ranked("gofer.scheduler.v1");
  const triggers = ranked("gofer.trigger.v1");
  const storesOf = (role: StoreRole, configured: string | undefined) => {
    const { contract, setting: name, prefix } = storeRoles[role];
    const aliases = ranked(contract);
    if (configured !== undefined && !aliases.includes(configured))
      throw new Fault(
        "invalid",
        `${name}: there is no such plugin "${configured}": installed for this role are ${aliases.join(", ") || "none"}`,
      );
    const setting = configured ?? "";
    const bound = ledger.installations.findBinding(role);
    const chosen = bound?.setting === setting && aliases.includes(bound.alias) ? bound.alias : configured;
    // Without any, what needs one says so by this name.
    const choice = new StoreChoice(chosen ?? aliases[0] ?? prefix, setting);
    // Those that still keep something go on, so that changing the engine takes nothing away.
    const isUsed = (alias: string) => alias === choice.alias || ledger.storeKeys.storesInUse(role).includes(alias);
    return { choice, isUsed, aliases };
  };
  const objectStores = storesOf("objectStore", config.objectStore.plugin);
  const secretStores = storesOf("secretStore", config.secretStore.plugin);
  const isUnusedStore = (alias: string) => {
    const served = [objectStores, secretStores].filter(({ aliases }) => aliases.includes(alias));
    return served.length > 0 && served.every(({ isUsed }) => !isUsed(alias));
  };
  const stores = { objectStore: objectStores.choice, secretStore: secretStores.choice };
  const setting = config.scheduler.plugin ?? "";
  const bound = ledger.installations.findBinding("scheduler");
  const chosen =
    bound?.setting === setting && ledger.installations.find(bound.alias) ? bound.alias : config.scheduler.plugin;
  if (chosen !== undefined && !ledger.installations.find(chosen)) {
    throw new Fault(
      "invalid",
      `scheduler.engine: there is no scheduler plugin "${chosen}" in ${config.pluginDirectory}, and none is installed: there is ${schedulers.join(", ") || "none"}`,
    );
  }
  const inUse = new Set(ledger.listLiveRuns().map(({ scheduler }) => scheduler));
  const scheduler = { alias: chosen ?? "", setting };

  /** A scheduler that was not chosen is started only for runs that began on it, unless an admin has enabled it. */
  const isWanted = ({ alias, intent }: InstallationRecord) => {
    if (safeMode || intent === "disabled") return false;
    if (intent === "enabled") return true;
    if (isUnusedStore(alias)) return false;
    if (triggers.includes(alias) && !config.triggers.installBaseTriggers) return false;
    if (!schedulers.includes(alias)) return true;
    return scheduler.alias === "" || scheduler.alias === alias || inUse.has(alias);
  };
  const installationOf = (record: InstallationRecord): Installation => {
    const { alias, package: plugin, config: own, secrets } = record;
    const folder = plugin.kind === "bundled" ? plugin.source.replace(/^bundled:/, "") : undefined;
    const base = bundledNow().find((found) => found.alias === folder);
    const common = {
      alias,
      target: packageStore.targetOf(plugin),
      enabled: isWanted(record),
      permissions: plugin.permissions,
      source: plugin.kind === "link" ? `${plugin.source} (DEV)` : plugin.source,
      config: { ...base?.config, ...own },
      texts: base?.texts ?? {},
      origin: base?.origin,
      ...(plugin.kind === "stored" ? { digest: plugin.digest } : {}),
    };
    try {
      const values = Object.entries(secrets).map(([pointer, reference]) => [pointer, vault.read(reference)] as const);
      return { ...common, secrets: { ...base?.secrets, ...Object.fromEntries(values) } };
    } catch (error) {
      return { ...common, secrets: {}, problem: messageOf(error) };
    }
  };

  // Made before the first plugin wants to know it.
  const ownCertificate = clientCertificate(config.dataDirectory);
  const sockets = scope.use(socketRoot(config.dataDirectory));
  const host: PluginHost = scope.use(
    await openPluginHost({
      installations: records.map(installationOf),
      socketRoot: sockets.path,
      dataRoot: directory("plugins"),
      installationPrefix: ledger.id,
      kernelVersion,
      kernelAccess,
      scheduler: () => scheduler.alias,
      resolveConfig: createConfigResolver(resolver, () => secretStores.choice.alias),
      clientCertificate: () => ownCertificate,
      log,
      processes: ledger.processes,
      logDirectory: directory("plugin-logs"),
      timing: { stopGraceMs: config.plugins.stopTimeoutMs },
    }),
  );
  scope.use(recordPluginStates({ host, ledger, log, now }));
  const interruptedRekeys = new Set(names.filter((alias) => kept.findNext(alias, rekeyPointers.key) !== undefined));
  const rekeyed = host.onChange(({ alias, state }) => {
    // What an interrupted change of a key has left beside the old one is in force, now that the plugin runs with it.
    if (state === "running" && interruptedRekeys.delete(alias)) kept.confirm(alias, rekeyPointers.key);
  });
  scope.use({ [Symbol.dispose]: rekeyed });
  if (chosen === undefined) {
    await host.settled();
    scheduler.alias = bestScheduler(host, schedulers, log);
    if (scheduler.alias === "") log.error("no scheduler plugin is installed: runs wait until there is one");
  }
  const copier = createStoreCopier({ host });
  const migration = createStoreMigration({ ledger, copier, choices: stores, log, now });
  const installed = new InstalledPlugins({ ledger, vault, installationOf, now });
  const packages = new FetchedPackages(packageStore);
  const upgrades = scope.use(new PluginUpgrades({ installed, packages, host, log, now }));
  const roles = scope.use(new RoleBindings({ installed, host, scheduler, migration }));
  const admin = new PluginAdmin({
    ...{ installed, packages, ledger, host, vault, scheduler },
    storesUsed: (alias) => [
      ...(objectStores.isUsed(alias) ? ["objects (it keeps them)"] : []),
      ...(secretStores.isUsed(alias) ? ["secrets (it keeps them)"] : []),
    ],
  });
  return { host, packages, admin, upgrades, roles, scheduler, kept, bundled, stores, copier };
}

/** What a plugin serves as far as it can be known without asking it, and how much it recommends itself. */
function servedBy({ contracts = [] }: PluginPackage, target: PluginTarget) {
  if (target.kind === "folder") return manifestOrNothing(target.directory);
  return { contracts, development: { rank: 0 } };
}

/** What is configured for a plugin that is not there would silently have no effect. */
function checkSettings({ plugins, pluginDirectory }: KernelConfig, aliases: readonly string[]): void {
  const problems = plugins.settings
    .filter(({ plugin }) => !aliases.includes(plugin))
    .map(
      ({ plugin, origin }) =>
        `${origin}: there is no plugin "${plugin}" in ${pluginDirectory}${suggestion(plugin, aliases)}`,
    );
  if (problems.length > 0) throw new Fault("invalid", problems.join("\n"));
}

/** Bundled plugins that this ledger has never seen become installations; known ones follow the version of their files. */
async function installBundled(ledger: Ledger, names: readonly string[], folder: string, atMs: number): Promise<void> {
  const seen = ledger.installations.bundledSeen();
  const changed = names.flatMap((name): InstallationRecord[] => {
    const { version, permissions, name: pluginName } = manifestOrNothing(join(folder, name));
    const found = ledger.installations.find(name);
    const source = `bundled:${name}`;
    const plugin = { name: pluginName || name, version, permissions, source, kind: "bundled" as const, digest: "" };
    if (found?.package.kind === "bundled" && found.package.source === source)
      return isDeepStrictEqual(found.package, plugin) ? [] : [{ ...found, package: plugin }];
    if (found || seen.has(name)) return [];
    const fresh = { previous: undefined, probationUntilMs: 0, intent: "auto" as const, config: {}, secrets: {} };
    return [{ alias: name, package: plugin, ...fresh }];
  });
  if (changed.length === 0) return;
  await ledger.commit((writer) => {
    for (const record of changed) {
      writer.saveInstallation(record);
      const details = { plugin: record.alias, version: record.package.version };
      writer.recordEvents([{ kind: "plugin_installed", initiator: kernelInitiator, occurredAtMs: atMs, details }]);
    }
  });
}

/** The first of the ranked schedulers that can do its job; the last one when none can; "" when there is none. */
function bestScheduler(host: PluginHost, ranked: readonly string[], log: Logger): string {
  const works = ranked.find((alias) => {
    const plugin = host.find(alias);
    return plugin?.state === "running" && (plugin.health === "healthy" || plugin.health === "degraded");
  });
  const chosen = works ?? ranked.at(-1) ?? "";
  // Never in silence: a weaker scheduler may keep tasks apart less well.
  for (const alias of ranked.slice(0, Math.max(0, ranked.indexOf(chosen)))) {
    const why = host.find(alias)?.message ?? "";
    log.warn(
      `scheduler "${alias}" cannot be used now${why ? ` (${why})` : ""}: new runs use "${chosen}" until the next start`,
    );
  }
  return chosen;
}

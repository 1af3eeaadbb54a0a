import { EventEmitter, once } from "node:events";
import { Fault, messageOf } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import type { EventKind } from "../domain/event.js";
import type { Initiator } from "../domain/pipeline.js";
import type {
  FetchedPackage,
  InstallationRecord,
  PackageStore,
  PluginPackage,
  SecretReference,
  SecretVault,
} from "../ports/installations.js";
import type { Ledger, LedgerWriter } from "../ports/ledger.js";
import type {
  ConfigViolation,
  Installation,
  PluginHost,
  PluginRole,
  PluginSnapshot,
  RegistryCredentials,
} from "../ports/plugin-host.js";
import type { StoreRole } from "../ports/store-keys.js";
import { kernelInitiator } from "./run-events.js";
import { storeRoleNames } from "./store-choice.js";
import type { MigrationProgress, StoreMigration } from "./store-migration.js";

export interface PluginAdminOptions {
  readonly ledger: Ledger;
  readonly host: PluginHost;
  readonly packages: PackageStore;
  readonly vault: SecretVault;
  /** The installation that a record stands for now. */
  readonly installationOf: (record: InstallationRecord) => Installation;
  /** Alias of the scheduler of new runs, and the setting of the kernel that names one. */
  readonly scheduler: { alias: string; readonly setting: string };
  readonly migration: StoreMigration;
  /** What a store keeps, for a person; empty for any other plugin. */
  readonly storesUsed: (alias: string) => readonly string[];
  readonly log: Logger;
  readonly now: () => number;
}

/** A change of a configuration: null removes a key; secrets come as values or as references. */
export interface ConfigChange {
  readonly config: Readonly<Record<string, unknown>>;
  readonly secretValues: Readonly<Record<string, string>>;
  readonly secretReferences: Readonly<Record<string, SecretReference>>;
  readonly removedSecrets: readonly string[];
}

export interface InstallRequest extends ConfigChange {
  /** Digest of a package that was fetched. */
  readonly digest: string;
  readonly alias: string;
  readonly enabled: boolean;
}

const startPatienceMs = 60_000;

/**
 * Installs, changes, upgrades, swaps and removes plugins while runs go on. Every operation ends with one commit
 * that holds the new state and its event: before it nothing has changed, after it the new state is what a restart
 * finds. One operation at a time for each plugin.
 */
export class PluginAdmin implements Disposable {
  readonly #options: PluginAdminOptions;
  readonly #fetched = new Map<string, FetchedPackage>();
  /** What is being done to which plugin. */
  readonly #busy = new Map<string, string>();
  readonly #changes = new EventEmitter().setMaxListeners(0);
  readonly #unwatch: () => void;
  readonly #rollbacks = new Set<Promise<void>>();

  constructor(options: PluginAdminOptions) {
    this.#options = options;
    this.#unwatch = options.host.onChange((plugin) => {
      this.#changes.emit(plugin.alias);
      this.#watchProbation(plugin);
    });
  }

  [Symbol.dispose](): void {
    this.#unwatch();
  }

  find(alias: string): InstallationRecord | undefined {
    return this.#options.ledger.installations.find(alias);
  }

  /** Brings a package here, verifies it, and remembers it for an install or upgrade that names its digest. */
  async fetch(source: string, auth?: RegistryCredentials): Promise<FetchedPackage> {
    const fetched = await this.#options.packages.fetch(source, auth);
    this.#fetched.set(fetched.package.digest, fetched);
    return fetched;
  }

  /** Returns the alias. */
  async install({ digest, alias: asked, enabled, ...change }: InstallRequest, by: Initiator): Promise<string> {
    const { package: plugin } = this.#fetchedPackage(digest);
    const alias = asked || plugin.name;
    if (!/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(alias)) {
      throw new Fault(
        "invalid",
        `alias ${JSON.stringify(alias)} is not a DNS label of at most 40 characters: lower case letters, digits and "-"`,
      );
    }
    await this.#alone(alias, "install", async () => {
      if (this.find(alias)) {
        throw new Fault(
          "exists",
          `there is a plugin "${alias}": gofer plugin upgrade ${alias} changes its version, --alias gives another name`,
        );
      }
      const base: InstallationRecord = {
        alias,
        package: plugin,
        previous: undefined,
        probationUntilMs: 0,
        intent: enabled ? "enabled" : "disabled",
        config: {},
        secrets: {},
      };
      const record = this.#changed(base, change);
      if (enabled) await this.#refuseInvalid(record);
      await this.#commit(record, "plugin_installed", by, { version: plugin.version, digest: plugin.digest });
      await this.#options.host.put(this.#options.installationOf(record));
    });
    return alias;
  }

  async enable(alias: string, by: Initiator): Promise<void> {
    await this.#alone(alias, "enable", async () => {
      const record = { ...this.#get(alias), intent: "enabled" as const };
      await this.#commit(record, "plugin_enabled", by);
      await this.#options.host.put(this.#options.installationOf(record));
    });
  }

  /** Throws `precondition` and names the users of a plugin that is in use, unless forced. */
  async disable(alias: string, force: boolean, by: Initiator): Promise<void> {
    await this.#alone(alias, "disable", async () => {
      const record = { ...this.#get(alias), intent: "disabled" as const };
      if (!force) this.#refuseUsed(alias, "disabled", "or disable it anyway with --force");
      await this.#commit(record, "plugin_disabled", by);
      await this.#options.host.put(this.#options.installationOf(record));
    });
  }

  async restart(alias: string, by: Initiator): Promise<void> {
    await this.#alone(alias, "restart", async () => {
      const record = this.#get(alias);
      if (!this.#options.host.find(alias)?.enabled)
        throw new Fault("precondition", `plugin "${alias}" is disabled: gofer plugin enable ${alias} starts it`);
      await this.#commit(record, "plugin_restarted", by);
      await this.#options.host.put(this.#options.installationOf(record));
    });
  }

  /** What the plugin's schema and the plugin itself have against a change; nothing is changed. */
  async checkConfig(alias: string, change: ConfigChange): Promise<readonly ConfigViolation[]> {
    const record = this.#get(alias);
    const { config, secrets } = record;
    const settings = this.#options.installationOf({
      ...record,
      config: merge(config, change.config),
      secrets: withoutKeys({ ...secrets, ...change.secretReferences }, change.removedSecrets),
    });
    refuseProblem(settings);
    const given = { ...settings.secrets, ...change.secretValues };
    return (await this.#options.host.probe(settings.target, { ...settings, secrets: given }, alias)).violations;
  }

  /** The configuration with everything below it, and the schema; secrets as references only. */
  async config(alias: string): Promise<{ config: Readonly<Record<string, unknown>>; schema: Buffer }> {
    const installation = this.#options.installationOf(this.#get(alias));
    const { configSchema } = await this.#options.host.probe(installation.target);
    return { config: installation.config, schema: configSchema };
  }

  /** Throws `invalid` with all violations; then nothing has changed. */
  async setConfig(alias: string, change: ConfigChange, by: Initiator): Promise<void> {
    await this.#alone(alias, "config set", async () => {
      const record = this.#changed(this.#get(alias), change);
      await this.#refuseInvalid(record);
      const keys = [...Object.keys(change.config).map((key) => `/${key}`), ...Object.keys(change.secretValues)];
      const changed = [...keys, ...Object.keys(change.secretReferences), ...change.removedSecrets];
      await this.#commit(record, "plugin_configured", by, { changed: changed.join(", ") });
      await this.#options.host.put(this.#options.installationOf(record));
    });
  }

  /**
   * Starts the new version beside the old one, and switches when it works. Throws `precondition` with the reason
   * when it does not; then nothing has changed. Inside the probation a failure brings the old version back.
   * Returns the version that was replaced.
   */
  async upgrade(alias: string, digest: string, probationMs: number, by: Initiator): Promise<string> {
    return this.#alone(alias, "upgrade", async () => {
      const record = this.#get(alias);
      const { package: next } = this.#fetchedPackage(digest);
      const from = record.package;
      if (next.name !== from.name)
        throw new Fault("invalid", `"${alias}" is ${from.name}, and ${next.source} is ${next.name}: install it beside`);
      if (next.digest === from.digest && next.kind === from.kind)
        throw new Fault("precondition", `plugin "${alias}" is ${from.version} from the same files already`);
      const upgraded = {
        ...record,
        package: next,
        previous: from,
        probationUntilMs: this.#options.now() + probationMs,
      };
      const details = { from: from.version, to: next.version, digest: next.digest };
      await this.#replace(upgraded, "plugin_upgraded", by, details).catch((error: unknown) => {
        throw error instanceof Fault && error.code === "precondition"
          ? new Fault(
              "precondition",
              `"${alias}" stays at ${from.version}, because ${next.version} does not work: ${error.message}`,
            )
          : error;
      });
      return from.version;
    });
  }

  /** Goes back to what was there before the last upgrade. Returns its version. */
  async rollback(alias: string, by: Initiator): Promise<string> {
    return this.#alone(alias, "rollback", async () => {
      const record = this.#get(alias);
      const { previous, package: from } = record;
      if (!previous) throw new Fault("precondition", `plugin "${alias}" has no previous version to go back to`);
      const details = { from: from.version, to: previous.version, reason: "asked for" };
      const rolledBack = { ...record, package: previous, previous: from, probationUntilMs: 0 };
      await this.#replace(rolledBack, "plugin_rolled_back", by, details);
      return previous.version;
    });
  }

  /** Throws `precondition` and names the users of a plugin that is in use. */
  async uninstall(alias: string, by: Initiator): Promise<void> {
    await this.#alone(alias, "uninstall", async () => {
      const record = this.#get(alias);
      this.#refuseUsed(alias, "uninstalled", "and try again");
      await this.#options.ledger.commit((writer) => {
        this.#refuseUsed(alias, "uninstalled", "and try again");
        writer.removeInstallation(alias);
        this.#record(writer, "plugin_uninstalled", by, { plugin: alias, version: record.package.version });
      });
      await this.#options.host.remove(alias);
      this.#collectSecrets();
    });
  }

  /** New runs start on another scheduler; what runs ends where it began. Returns the one before. Throws `precondition` unless it works. */
  async useScheduler(alias: string, by: Initiator): Promise<string> {
    return this.#alone(alias, "use", async () => {
      const { scheduler } = this.#options;
      const record = await this.#ready(alias, "scheduler");
      const before = scheduler.alias;
      await this.#options.ledger.commit((writer) => {
        writer.saveInstallation(record);
        writer.saveBinding({ role: "scheduler", alias, setting: scheduler.setting });
        this.#record(writer, "plugin_used", by, { plugin: alias, role: "scheduler", before });
        scheduler.alias = alias;
      });
      return before;
    });
  }

  /**
   * What is new is kept by another store. Returns the one before. Throws `precondition` unless it works, and, unless forced, when
   * other stores still keep something: with force it stays there and is read from there.
   */
  async useStore(role: StoreRole, alias: string, force: boolean, by: Initiator): Promise<string> {
    return this.#alone(alias, "use", async () => {
      const { migration } = this.#options;
      this.#get(alias);
      const { items } = migration.left(role, alias);
      const name = storeRoleNames[role];
      if (items > 0 && !force)
        throw new Fault(
          "precondition",
          `${items} ${role === "objectStore" ? "objects" : "secrets"} are in another ${name}, and nothing was switched: ` +
            `gofer plugin use ${name} ${alias} --migrate moves them, --force leaves them where they are`,
        );
      return migration.use({ role, record: await this.#ready(alias, role), by });
    });
  }

  /** Moves everything to another store and uses it from then on; the result is the one before. Throws as `StoreMigration` does. */
  async *migrateStore(
    role: StoreRole,
    alias: string,
    by: Initiator,
    signal: AbortSignal,
  ): AsyncGenerator<MigrationProgress, string> {
    using _held = this.#hold(alias, "migration");
    const record = await this.#ready(alias, role);
    return yield* this.#options.migration.migrate({ role, record, by }, signal);
  }

  /** What depends on a plugin, each named for a person. */
  usersOf(alias: string): readonly string[] {
    const { host, ledger, scheduler } = this.#options;
    const runs = ledger.listLiveRuns().filter((run) => run.scheduler === alias);
    const named = runs
      .slice(0, 10)
      .map(({ namespace, pipelineId, runId }) => `run ${namespace}/${pipelineId} #${runId}`);
    if (runs.length > named.length) named.push(`${runs.length - named.length} more runs`);
    return [
      ...(scheduler.alias === alias ? ["new runs (it is the scheduler in use)"] : []),
      ...named,
      ...host.runningOn(alias).map((plugin) => `plugin ${plugin} (it runs there as a container)`),
      ...this.#options.storesUsed(alias),
      ...ledger.installations.pipelinesThatName(alias).map((name) => `pipeline ${name}`),
    ];
  }

  /** Resolves when no rollback is under way. */
  async settled(): Promise<void> {
    await Promise.all(this.#rollbacks);
  }

  /** Starts the changed installation beside the old one where it runs, commits, and switches. */
  async #replace(
    record: InstallationRecord,
    kind: EventKind,
    by: Initiator,
    details: Readonly<Record<string, string>>,
  ): Promise<void> {
    const { host, installationOf } = this.#options;
    const installation = installationOf(record);
    refuseProblem(installation);
    if (!installation.enabled) {
      await this.#commit(record, kind, by, details);
      await host.put(installation);
      return;
    }
    await using candidate = await host.startBeside(installation);
    await this.#commit(record, kind, by, details);
    await candidate.takeOver();
  }

  /** A version on probation that fails, or says that it cannot do its job, gives way to the one before it. */
  #watchProbation({ alias, state, health, message }: PluginSnapshot): void {
    const isFailing = ["backoff", "crashLoop", "incompatible", "quarantined"].includes(state) || health === "unhealthy";
    if (!isFailing || this.#busy.has(alias)) return;
    const record = this.find(alias);
    if (!record?.previous || record.probationUntilMs <= this.#options.now()) return;
    const work = this.#alone(alias, "automatic rollback", () =>
      this.#giveWay(record, record.previous ?? record.package, message),
    ).catch((error: unknown) =>
      this.#options.log.error({ plugin: alias, error: messageOf(error) }, "the rollback was not possible"),
    );
    this.#rollbacks.add(work);
    void work.finally(() => this.#rollbacks.delete(work));
  }

  async #giveWay(record: InstallationRecord, previous: PluginPackage, reason: string): Promise<void> {
    const { alias, package: failed } = record;
    this.#options.log.warn({ plugin: alias, from: failed.version, to: previous.version, reason }, "rolling back");
    const rolledBack = { ...record, package: previous, previous: undefined, probationUntilMs: 0 };
    const details = { from: failed.version, to: previous.version, reason };
    try {
      await this.#replace(rolledBack, "plugin_rolled_back", kernelInitiator, details);
    } catch {
      // Neither works now: the version that has worked before is the one to try on.
      await this.#commit(rolledBack, "plugin_rolled_back", kernelInitiator, details);
      await this.#options.host.put(this.#options.installationOf(rolledBack));
    }
  }

  /** The installation as it is when it is enabled; its plugin works. Nothing is recorded. Throws `precondition` unless it does. */
  async #ready(alias: string, role: PluginRole): Promise<InstallationRecord> {
    const { host, installationOf } = this.#options;
    const record = { ...this.#get(alias), intent: "enabled" as const };
    if (!host.find(alias)?.enabled) await host.put(installationOf(record));
    await this.#works(alias, role);
    if (role === "secretStore" && host.connection(alias)?.features(role).includes("READ_ONLY"))
      throw new Fault("precondition", `secret store "${alias}" takes no secrets: it is filled by other means`);
    return record;
  }

  /** Resolves when a plugin runs, can do its job and serves the role. */
  async #works(alias: string, role: PluginRole): Promise<void> {
    const { host } = this.#options;
    const patience = AbortSignal.timeout(startPatienceMs);
    for (;;) {
      const plugin = host.find(alias);
      if (plugin?.state === "running" && (plugin.health === "healthy" || plugin.health === "degraded")) {
        if (plugin.roles.includes(role)) return;
        throw new Fault("precondition", `plugin "${alias}" is no ${role}: it is ${plugin.roles.join(", ")}`);
      }
      const failed = plugin && !["starting", "running", "stopped"].includes(plugin.state);
      if (!plugin || failed || plugin.health === "unhealthy" || patience.aborted) {
        throw new Fault(
          "precondition",
          `plugin "${alias}" does not work, and nothing was switched: ${plugin?.message || `it is ${plugin?.state ?? "gone"}`}`,
        );
      }
      await once(this.#changes, alias, { signal: patience }).catch(() => undefined);
    }
  }

  #get(alias: string): InstallationRecord {
    const record = this.find(alias);
    if (!record)
      throw new Fault("notFound", `there is no plugin "${alias}": gofer plugin list shows what is installed`);
    return record;
  }

  #fetchedPackage(digest: string): FetchedPackage {
    const fetched = this.#fetched.get(digest);
    if (!fetched)
      throw new Fault("notFound", `package ${digest} was not fetched since the kernel started: fetch it again`);
    return fetched;
  }

  /** Writes new secret values to the vault; without a commit they are collected at the next start. */
  #changed(record: InstallationRecord, change: ConfigChange): InstallationRecord {
    const { vault } = this.#options;
    const written = Object.entries(change.secretValues).map(
      ([pointer, value]) => [pointer, vault.write(record.alias, value)] as const,
    );
    const secrets = { ...record.secrets, ...change.secretReferences, ...Object.fromEntries(written) };
    return {
      ...record,
      config: merge(record.config, change.config),
      secrets: withoutKeys(secrets, change.removedSecrets),
    };
  }

  async #refuseInvalid(record: InstallationRecord): Promise<void> {
    const installation = this.#options.installationOf(record);
    try {
      refuseProblem(installation);
      const { violations } = await this.#options.host.probe(installation.target, installation, installation.alias);
      if (violations.length === 0) return;
      const problems = violations.map(({ pointer, message }) => `${pointer || "/"} ${message}`);
      throw new Fault("invalid", `the configuration of "${record.alias}" is not valid:\n${problems.join("\n")}`);
    } catch (error) {
      this.#collectSecrets();
      throw error;
    }
  }

  #refuseUsed(alias: string, participle: string, remedy: string): void {
    const users = this.usersOf(alias);
    if (users.length === 0) return;
    throw new Fault(
      "precondition",
      `plugin "${alias}" is in use and was not ${participle}. It is used by:\n${users.map((user) => `  ${user}`).join("\n")}\nEnd or change them first, ${remedy}`,
    );
  }

  async #commit(
    record: InstallationRecord,
    kind: EventKind,
    by: Initiator,
    details: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    await this.#options.ledger.commit((writer) => {
      writer.saveInstallation(record);
      this.#record(writer, kind, by, { plugin: record.alias, ...details });
    });
    this.#collectSecrets();
  }

  #record(
    writer: Pick<LedgerWriter, "recordEvents">,
    kind: EventKind,
    initiator: Initiator,
    details: Readonly<Record<string, string>>,
  ): void {
    writer.recordEvents([{ kind, initiator, details, occurredAtMs: this.#options.now() }]);
  }

  /** Values of secrets that were replaced or removed go away; those of an operation under way stay. */
  #collectSecrets(): void {
    if (this.#busy.size > 1) return;
    const records = this.#options.ledger.installations.list();
    this.#options.vault.collect(records.flatMap(({ secrets }) => Object.values(secrets)));
  }

  async #alone<T>(alias: string, what: string, work: () => Promise<T>): Promise<T> {
    using _held = this.#hold(alias, what);
    return await work();
  }

  #hold(alias: string, what: string): Disposable {
    const other = this.#busy.get(alias);
    if (other !== undefined)
      throw new Fault("aborted", `plugin "${alias}": ${other} is under way, try again when it has ended`);
    this.#busy.set(alias, what);
    return {
      [Symbol.dispose]: () => {
        this.#busy.delete(alias);
        const plugin = this.#options.host.find(alias);
        if (plugin) this.#watchProbation(plugin);
      },
    };
  }
}

function refuseProblem({ alias, problem }: Installation): void {
  if (problem !== undefined) throw new Fault("precondition", `plugin "${alias}": ${problem}`);
}

function merge(
  config: Readonly<Record<string, unknown>>,
  change: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries({ ...config, ...change }).filter(([, value]) => value !== null));
}

function withoutKeys<T>(values: Readonly<Record<string, T>>, removed: readonly string[]): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !removed.includes(key)));
}

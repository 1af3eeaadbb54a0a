import { Fault } from "@gofer/sdk/fault";
import type { Initiator } from "../domain/pipeline.js";
import type { InstallationRecord, SecretReference, SecretVault } from "../ports/installations.js";
import type { Ledger } from "../ports/ledger.js";
import type { ConfigViolation, PluginHost } from "../ports/plugin-host.js";
import type { FetchedPackages } from "./fetched-packages.js";
import type { InstalledPlugins } from "./installed-plugins.js";

export interface PluginAdminOptions {
  readonly installed: InstalledPlugins;
  readonly packages: FetchedPackages;
  readonly ledger: Pick<Ledger, "listLiveRuns" | "installations">;
  readonly host: Pick<PluginHost, "find" | "put" | "remove" | "probe" | "runningOn">;
  readonly vault: Pick<SecretVault, "write">;
  /** Alias of the scheduler of new runs. */
  readonly scheduler: { readonly alias: string };
  /** What a store keeps, for a person; empty for any other plugin. */
  readonly storesUsed: (alias: string) => readonly string[];
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

/** Installs, enables, configures and removes plugins while runs go on. Every operation ends with one commit. */
export class PluginAdmin {
  readonly #options: PluginAdminOptions;

  constructor(options: PluginAdminOptions) {
    this.#options = options;
  }

  /** Returns the alias. */
  async install({ digest, alias: asked, enabled, ...change }: InstallRequest, by: Initiator): Promise<string> {
    const { installed, host, packages } = this.#options;
    const plugin = packages.get(digest);
    const alias = asked || plugin.name;
    if (!/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(alias)) {
      throw new Fault(
        "invalid",
        `alias ${JSON.stringify(alias)} is not a DNS label of at most 40 characters: lower case letters, digits and "-"`,
      );
    }
    await installed.alone(alias, "install", async () => {
      if (installed.find(alias)) {
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
      await installed.save(record, "plugin_installed", by, { version: plugin.version, digest: plugin.digest });
      await host.put(installed.installationOf(record));
    });
    return alias;
  }

  async enable(alias: string, by: Initiator): Promise<void> {
    const { installed, host } = this.#options;
    await installed.alone(alias, "enable", async () => {
      const record = { ...installed.get(alias), intent: "enabled" as const };
      await installed.save(record, "plugin_enabled", by);
      await host.put(installed.installationOf(record));
    });
  }

  /** Throws `precondition` and names the users of a plugin that is in use, unless forced. */
  async disable(alias: string, force: boolean, by: Initiator): Promise<void> {
    const { installed, host } = this.#options;
    await installed.alone(alias, "disable", async () => {
      const record = { ...installed.get(alias), intent: "disabled" as const };
      if (!force) this.#refuseUsed(alias, "disabled", "or disable it anyway with --force");
      await installed.save(record, "plugin_disabled", by);
      await host.put(installed.installationOf(record));
    });
  }

  async restart(alias: string, by: Initiator): Promise<void> {
    const { installed, host } = this.#options;
    await installed.alone(alias, "restart", async () => {
      const record = installed.get(alias);
      if (!host.find(alias)?.enabled)
        throw new Fault("precondition", `plugin "${alias}" is disabled: gofer plugin enable ${alias} starts it`);
      await installed.save(record, "plugin_restarted", by);
      await host.put(installed.installationOf(record));
    });
  }

  /** Throws `precondition` and names the users of a plugin that is in use. */
  async uninstall(alias: string, by: Initiator): Promise<void> {
    const { installed, host } = this.#options;
    await installed.alone(alias, "uninstall", async () => {
      const { version } = installed.get(alias).package;
      this.#refuseUsed(alias, "uninstalled", "and try again");
      await installed.commit("plugin_uninstalled", by, { plugin: alias, version }, (writer) => {
        this.#refuseUsed(alias, "uninstalled", "and try again");
        writer.removeInstallation(alias);
      });
      await host.remove(alias);
    });
  }

  /** What depends on a plugin, each named for a person. */
  usersOf(alias: string): readonly string[] {
    const { host, ledger, scheduler, storesUsed } = this.#options;
    const runs = ledger.listLiveRuns().filter((run) => run.scheduler === alias);
    const named = runs
      .slice(0, 10)
      .map(({ namespace, pipelineId, runId }) => `run ${namespace}/${pipelineId} #${runId}`);
    if (runs.length > named.length) named.push(`${runs.length - named.length} more runs`);
    return [
      ...(scheduler.alias === alias ? ["new runs (it is the scheduler in use)"] : []),
      ...named,
      ...host.runningOn(alias).map((plugin) => `plugin ${plugin} (it runs there as a container)`),
      ...storesUsed(alias),
      ...ledger.installations.pipelinesThatName(alias).map((name) => `pipeline ${name}`),
    ];
  }

  #refuseUsed(alias: string, participle: string, remedy: string): void {
    const users = this.usersOf(alias);
    if (users.length === 0) return;
    throw new Fault(
      "precondition",
      `plugin "${alias}" is in use and was not ${participle}. It is used by:\n${users.map((user) => `  ${user}`).join("\n")}\nEnd or change them first, ${remedy}`,
    );
  }

  /** The configuration with everything below it, and the schema; secrets as references only. */
  async config(alias: string): Promise<{
    config: Readonly<Record<string, unknown>>;
    secrets: Readonly<Record<string, SecretReference>>;
    schema: Buffer;
  }> {
    const { installed, host } = this.#options;
    const record = installed.get(alias);
    const { config, target } = installed.installationOf(record);
    const { configSchema } = await host.probe(target);
    return { config, secrets: record.secrets, schema: configSchema };
  }

  /** What the plugin's schema and the plugin itself have against a change; nothing is changed. */
  async checkConfig(alias: string, change: ConfigChange): Promise<readonly ConfigViolation[]> {
    const { installed, host } = this.#options;
    const record = installed.get(alias);
    const settings = installed.startableOf(applied(record, change, change.secretReferences));
    const given = { ...settings.secrets, ...change.secretValues };
    return (await host.probe(settings.target, { ...settings, secrets: given }, alias)).violations;
  }

  /** Throws `invalid` with all violations; then nothing has changed. */
  async setConfig(alias: string, change: ConfigChange, by: Initiator): Promise<void> {
    const { installed, host } = this.#options;
    await installed.alone(alias, "config set", async () => {
      const record = this.#changed(installed.get(alias), change);
      await this.#refuseInvalid(record);
      const keys = [...Object.keys(change.config).map((key) => `/${key}`), ...Object.keys(change.secretValues)];
      const changed = [...keys, ...Object.keys(change.secretReferences), ...change.removedSecrets];
      await installed.save(record, "plugin_configured", by, { changed: changed.join(", ") });
      await host.put(installed.installationOf(record));
    });
  }

  /** Writes new secret values to the vault; without a commit they are collected at the next start. */
  #changed(record: InstallationRecord, change: ConfigChange): InstallationRecord {
    const { vault } = this.#options;
    const written = Object.entries(change.secretValues).map(
      ([pointer, value]) => [pointer, vault.write(record.alias, value)] as const,
    );
    return applied(record, change, { ...change.secretReferences, ...Object.fromEntries(written) });
  }

  async #refuseInvalid(record: InstallationRecord): Promise<void> {
    const { installed, host } = this.#options;
    try {
      const installation = installed.startableOf(record);
      const { violations } = await host.probe(installation.target, installation, installation.alias);
      if (violations.length === 0) return;
      const problems = violations.map(({ pointer, message }) => `${pointer || "/"} ${message}`);
      throw new Fault("invalid", `the configuration of "${record.alias}" is not valid:\n${problems.join("\n")}`);
    } catch (error) {
      installed.collectSecrets();
      throw error;
    }
  }
}

/** What a change makes of an installation, with these references to its new secrets. */
function applied(
  record: InstallationRecord,
  { config, removedSecrets }: ConfigChange,
  references: Readonly<Record<string, SecretReference>>,
): InstallationRecord {
  const configured = Object.entries({ ...record.config, ...config }).filter(([, value]) => value !== null);
  const secrets = Object.entries({ ...record.secrets, ...references });
  return {
    ...record,
    config: Object.fromEntries(configured),
    secrets: Object.fromEntries(secrets.filter(([pointer]) => !removedSecrets.includes(pointer))),
  };
}

import { EventEmitter, once } from "node:events";
import { Fault } from "@gofer/sdk/fault";
import type { Initiator } from "../domain/pipeline.js";
import type { InstallationRecord } from "../ports/installations.js";
import type { PluginHost, PluginRole } from "../ports/plugin-host.js";
import type { StoreRole } from "../ports/store-keys.js";
import type { InstalledPlugins } from "./installed-plugins.js";
import { roleNames } from "./plugin-names.js";
import type { MigrationProgress, StoreMigration } from "./store-migration.js";

export interface RoleBindingsOptions {
  readonly installed: InstalledPlugins;
  readonly host: Pick<PluginHost, "find" | "put" | "connection" | "onChange">;
  /** Alias of the scheduler of new runs, and the setting of the kernel that names one. */
  readonly scheduler: { alias: string; readonly setting: string };
  readonly migration: Pick<StoreMigration, "left" | "use" | "migrate">;
}

const startPatienceMs = 60_000;

/** Which plugin schedules new runs, and which ones keep new objects and secrets: changed while runs go on, to one that works. */
export class RoleBindings implements Disposable {
  readonly #options: RoleBindingsOptions;
  readonly #changes = new EventEmitter().setMaxListeners(0);
  readonly #unwatch: () => void;

  constructor(options: RoleBindingsOptions) {
    this.#options = options;
    this.#unwatch = options.host.onChange(({ alias }) => void this.#changes.emit(alias));
  }

  [Symbol.dispose](): void {
    this.#unwatch();
  }

  /** New runs start on another scheduler; what runs ends where it began. Returns the one before. Throws `precondition` unless it works. */
  async useScheduler(alias: string, by: Initiator): Promise<string> {
    const { installed, scheduler } = this.#options;
    return installed.alone(alias, "use", async () => {
      const record = await this.#ready(alias, "scheduler");
      const before = scheduler.alias;
      await installed.commit("plugin_used", by, { plugin: alias, role: "scheduler", before }, (writer) => {
        writer.saveInstallation(record);
        writer.saveBinding({ role: "scheduler", alias, setting: scheduler.setting });
      });
      scheduler.alias = alias;
      return before;
    });
  }

  /**
   * What is new is kept by another store. Returns the one before. Throws `precondition` unless it works, and, unless forced, when
   * other stores still keep something: with force it stays there and is read from there.
   */
  async useStore(role: StoreRole, alias: string, force: boolean, by: Initiator): Promise<string> {
    const { installed, migration } = this.#options;
    return installed.alone(alias, "use", async () => {
      installed.get(alias);
      const { items } = migration.left(role, alias);
      const name = roleNames[role];
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
    const { installed, migration } = this.#options;
    using _held = installed.hold(alias, "migration");
    const record = await this.#ready(alias, role);
    return yield* migration.migrate({ role, record, by }, signal);
  }

  /** The installation as it is when it is enabled; its plugin works. Nothing is recorded. Throws `precondition` unless it does. */
  async #ready(alias: string, role: PluginRole): Promise<InstallationRecord> {
    const { installed, host } = this.#options;
    const record = { ...installed.get(alias), intent: "enabled" as const };
    if (!host.find(alias)?.enabled) await host.put(installed.installationOf(record));
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
        throw new Fault(
          "precondition",
          `plugin "${alias}" is no ${roleNames[role]}: it is ${plugin.roles.map((each) => roleNames[each]).join(", ")}`,
        );
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
}

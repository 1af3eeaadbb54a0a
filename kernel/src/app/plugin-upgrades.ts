import { Fault, messageOf } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import type { EventKind } from "../domain/event.js";
import type { Initiator } from "../domain/pipeline.js";
import type { InstallationRecord, PluginPackage } from "../ports/installations.js";
import type { PluginHost, PluginSnapshot } from "../ports/plugin-host.js";
import type { FetchedPackages } from "./fetched-packages.js";
import type { InstalledPlugins } from "./installed-plugins.js";
import { kernelInitiator } from "./run-events.js";

export interface PluginUpgradesOptions {
  readonly installed: InstalledPlugins;
  readonly packages: FetchedPackages;
  readonly host: Pick<PluginHost, "find" | "onChange" | "put" | "startBeside">;
  readonly log: Logger;
  readonly now: () => number;
}

/** What became of an upgrade. */
export interface Upgrade {
  /** What was there before. */
  readonly previous: Pick<PluginPackage, "version" | "digest">;
  /** It is there still: these files were asked for. */
  readonly unchanged: boolean;
}

/**
 * Changes the version of a plugin while it works: the other one is started beside it, and takes over when it can do its job.
 * A version on probation that fails gives way to the one before it by itself.
 */
export class PluginUpgrades implements Disposable {
  readonly #options: PluginUpgradesOptions;
  readonly #unwatch: () => void;

  constructor(options: PluginUpgradesOptions) {
    const { host, installed } = options;
    this.#options = options;
    this.#unwatch = host.onChange((plugin) => this.#watchProbation(plugin));
    installed.onReleased((alias) => {
      const plugin = host.find(alias);
      if (plugin) this.#watchProbation(plugin);
    });
  }

  [Symbol.dispose](): void {
    this.#unwatch();
  }

  /**
   * Starts the new version beside the old one, and switches when it works. Throws `precondition` with the reason
   * when it does not; then nothing has changed. Inside the probation a failure brings the old version back.
   * Returns what was replaced. A plugin that has these files already is left as it is, so that an upgrade is safe to repeat; one that
   * was not started because its files had been changed is started.
   */
  async upgrade(alias: string, digest: string, probationMs: number, by: Initiator): Promise<Upgrade> {
    const { installed, packages, host, now } = this.#options;
    return installed.alone(alias, "upgrade", async () => {
      const record = installed.get(alias);
      const next = packages.get(digest);
      const from = record.package;
      if (next.name !== from.name)
        throw new Fault("invalid", `"${alias}" is ${from.name}, and ${next.source} is ${next.name}: install it beside`);
      if (isSame(from, next)) {
        // What was fetched has put back files that somebody had changed.
        const repaired = host.find(alias)?.state === "quarantined";
        if (!repaired) return { previous: from, unchanged: true };
        const details = { from: from.version, to: next.version, digest: next.digest };
        await installed.save(record, "plugin_upgraded", by, details);
        await host.put(installed.startableOf(record));
        return { previous: from, unchanged: false };
      }
      const upgraded = { ...record, package: next, previous: from, probationUntilMs: now() + probationMs };
      const details = { from: from.version, to: next.version, digest: next.digest };
      await this.#replace(upgraded, "plugin_upgraded", by, details).catch((error: unknown) => {
        throw error instanceof Fault && error.code === "precondition"
          ? new Fault(
              "precondition",
              `"${alias}" stays at ${from.version}, because ${next.version} does not work: ${error.message}`,
            )
          : error;
      });
      return { previous: from, unchanged: false };
    });
  }

  /** Goes back to what was there before the last upgrade. Returns its version. */
  async rollback(alias: string, by: Initiator): Promise<string> {
    const { installed } = this.#options;
    return installed.alone(alias, "rollback", async () => {
      const record = installed.get(alias);
      const { previous, package: from } = record;
      if (!previous) throw new Fault("precondition", `plugin "${alias}" has no previous version to go back to`);
      const details = { from: from.version, to: previous.version, reason: "asked for" };
      const rolledBack = { ...record, package: previous, previous: from, probationUntilMs: 0 };
      await this.#replace(rolledBack, "plugin_rolled_back", by, details);
      return previous.version;
    });
  }

  /** Starts the changed installation beside the old one where it runs, commits, and switches. */
  async #replace(
    record: InstallationRecord,
    kind: EventKind,
    by: Initiator,
    details: Readonly<Record<string, string>>,
  ): Promise<void> {
    const { installed, host } = this.#options;
    const installation = installed.startableOf(record);
    if (!installation.enabled) {
      await installed.save(record, kind, by, details);
      await host.put(installation);
      return;
    }
    await using candidate = await host.startBeside(installation);
    await installed.save(record, kind, by, details);
    await candidate.takeOver();
  }

  /** A version on probation that fails, or says that it cannot do its job, gives way to the one before it. */
  #watchProbation({ alias, state, health, message }: PluginSnapshot): void {
    const { installed, log, now } = this.#options;
    const isFailing = ["backoff", "crashLoop", "incompatible", "quarantined"].includes(state) || health === "unhealthy";
    if (!isFailing || installed.isHeld(alias)) return;
    const record = installed.find(alias);
    const previous = record?.previous;
    if (!previous || record.probationUntilMs <= now()) return;
    installed
      .alone(alias, "automatic rollback", () => this.#giveWay(record, previous, message))
      .catch((error: unknown) =>
        log.error({ plugin: alias, error: messageOf(error) }, "the rollback was not possible"),
      );
  }

  async #giveWay(record: InstallationRecord, previous: PluginPackage, reason: string): Promise<void> {
    const { installed, host, log } = this.#options;
    const { alias, package: failed } = record;
    log.warn({ plugin: alias, from: failed.version, to: previous.version, reason }, "rolling back");
    const rolledBack = { ...record, package: previous, previous: undefined, probationUntilMs: 0 };
    const details = { from: failed.version, to: previous.version, reason };
    try {
      await this.#replace(rolledBack, "plugin_rolled_back", kernelInitiator, details);
    } catch {
      // Neither works now: the version that has worked before is the one to try on.
      await installed.save(rolledBack, "plugin_rolled_back", kernelInitiator, details);
      await host.put(installed.installationOf(rolledBack));
    }
  }
}

/** Bundled files are not hashed when the kernel starts: of those that came with it the version says which they are. */
function isSame(from: PluginPackage, next: PluginPackage): boolean {
  if (from.kind !== next.kind) return false;
  if (from.kind === "bundled" && from.digest === "")
    return from.source === next.source && from.version === next.version;
  return from.digest === next.digest;
}

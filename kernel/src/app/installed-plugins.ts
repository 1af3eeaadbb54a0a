import { Fault } from "@gofer/sdk/fault";
import type { EventKind } from "../domain/event.js";
import type { Initiator } from "../domain/pipeline.js";
import type { InstallationRecord, SecretVault } from "../ports/installations.js";
import type { Ledger, LedgerWriter } from "../ports/ledger.js";
import type { Installation } from "../ports/plugin-host.js";

export interface InstalledPluginsOptions {
  readonly ledger: Ledger;
  readonly vault: Pick<SecretVault, "collect">;
  /** What a record stands for now. */
  readonly installationOf: (record: InstallationRecord) => Installation;
  readonly now: () => number;
}

type Details = Readonly<Record<string, string>>;

/**
 * The installations as the ledger has them. A change is one commit that holds the new state and its event: before it
 * nothing has changed, after it the new state is what a restart finds. One operation at a time for each plugin.
 */
export class InstalledPlugins {
  readonly #options: InstalledPluginsOptions;
  readonly installationOf: InstalledPluginsOptions["installationOf"];
  /** What is being done to which plugin. */
  readonly #underWay = new Map<string, string>();
  #onReleased: (alias: string) => void = () => undefined;

  constructor(options: InstalledPluginsOptions) {
    this.#options = options;
    this.installationOf = options.installationOf;
  }

  find(alias: string): InstallationRecord | undefined {
    return this.#options.ledger.installations.find(alias);
  }

  /** Throws `notFound`. */
  get(alias: string): InstallationRecord {
    const record = this.find(alias);
    if (!record)
      throw new Fault("notFound", `there is no plugin "${alias}": gofer plugin list shows what is installed`);
    return record;
  }

  /** As `installationOf`; throws `precondition` with the reason why it cannot be started. */
  startableOf(record: InstallationRecord): Installation {
    const installation = this.installationOf(record);
    const { alias, problem } = installation;
    if (problem !== undefined) throw new Fault("precondition", `plugin "${alias}": ${problem}`);
    return installation;
  }

  /** Saves an installation with its event. */
  async save(record: InstallationRecord, kind: EventKind, by: Initiator, details: Details = {}): Promise<void> {
    const { alias } = record;
    await this.commit(kind, by, { plugin: alias, ...details }, (writer) => writer.saveInstallation(record));
  }

  /** One commit of what is written and its event; the write may be undone and done again. */
  async commit(
    kind: EventKind,
    initiator: Initiator,
    details: Details,
    write: (writer: LedgerWriter) => void,
  ): Promise<void> {
    const { ledger, now } = this.#options;
    await ledger.commit((writer) => {
      write(writer);
      writer.recordEvents([{ kind, initiator, details, occurredAtMs: now() }]);
    });
    this.collectSecrets();
  }

  /** Values of secrets that were replaced or removed go away; those of an operation under way stay. */
  collectSecrets(): void {
    const { ledger, vault } = this.#options;
    if (this.#underWay.size > 1) return;
    vault.collect(ledger.installations.list().flatMap(({ secrets }) => Object.values(secrets)));
  }

  /** Throws `aborted` while something else is being done to the plugin. */
  async alone<T>(alias: string, what: string, work: () => Promise<T>): Promise<T> {
    using _held = this.hold(alias, what);
    return await work();
  }

  /** Nothing else is done to the plugin until the result is disposed. Throws `aborted` while something is. */
  hold(alias: string, what: string): Disposable {
    const other = this.#underWay.get(alias);
    if (other !== undefined)
      throw new Fault("aborted", `plugin "${alias}": ${other} is under way, try again when it has ended`);
    this.#underWay.set(alias, what);
    return {
      [Symbol.dispose]: () => {
        this.#underWay.delete(alias);
        this.#onReleased(alias);
      },
    };
  }

  isHeld(alias: string): boolean {
    return this.#underWay.has(alias);
  }

  /** Called when an operation on a plugin has ended, by one listener. */
  onReleased(listener: (alias: string) => void): void {
    this.#onReleased = listener;
  }
}

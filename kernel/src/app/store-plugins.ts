import { Fault, messageOf } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import type { Ledger } from "../ports/ledger.js";
import type { PluginConnection, PluginHost } from "../ports/plugin-host.js";
import type { StoreItem, StoreRole } from "../ports/store-keys.js";

const names = { objectStore: "object store", secretStore: "secret store" } as const satisfies Record<StoreRole, string>;

type ClientOf<Role extends StoreRole> = NonNullable<PluginConnection[Role]>;

/** The client of a store plugin. Throws `unavailable` and says what is wrong while there is none. */
export function storeClient<Role extends StoreRole>(host: PluginHost, role: Role, alias: string): ClientOf<Role> {
  const client = host.connection(alias)?.[role];
  if (client) return client;
  const plugin = host.find(alias);
  if (!plugin)
    throw new Fault("unavailable", `${names[role]} "${alias}" is not installed: gofer plugin list shows what there is`);
  const why = plugin.enabled ? `${plugin.state}${plugin.message ? `: ${plugin.message}` : ""}` : "not enabled";
  throw new Fault("unavailable", `${names[role]} "${alias}" is ${why}: gofer plugin get ${alias} tells more`);
}

const retryMs = 30_000;
const gatherMs = 200;

/**
 * Has store plugins delete what no key stands for any more. The ledger knows what that is: an item is only forgotten after
 * its store has deleted it, so that nothing is left behind whatever dies in between.
 */
export class StoreSweeper implements AsyncDisposable {
  readonly #ledger: Ledger;
  readonly #host: PluginHost;
  readonly #log: Logger;
  readonly #unlisten: readonly (() => void)[];
  #timer: NodeJS.Timeout | undefined;
  #dueMs = Number.POSITIVE_INFINITY;
  #work: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor({ ledger, host, log }: { ledger: Ledger; host: PluginHost; log: Logger }) {
    this.#ledger = ledger;
    this.#host = host;
    this.#log = log;
    // Whatever removes keys records an event in the same commit.
    this.#unlisten = [ledger.onEvents(() => this.#wake(gatherMs)), host.onChange(() => this.#wake(gatherMs))];
  }

  /** Gives up what an earlier kernel was storing when it died, and begins. */
  async start(): Promise<void> {
    await this.#ledger.commit((writer) => writer.storeKeys.giveUpArriving());
    this.#wake(0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true;
    for (const unlisten of this.#unlisten) unlisten();
    clearTimeout(this.#timer);
    await this.#work;
  }

  #wake(afterMs: number): void {
    const dueMs = performance.now() + afterMs;
    if (this.#stopped || dueMs >= this.#dueMs) return;
    clearTimeout(this.#timer);
    this.#dueMs = dueMs;
    this.#timer = setTimeout(() => {
      this.#dueMs = Number.POSITIVE_INFINITY;
      this.#work = this.#work.then(() => this.#sweep());
    }, afterMs);
  }

  async #sweep(): Promise<void> {
    const failed = new Set<string>();
    for (let items = this.#due(failed); items.length > 0 && !this.#stopped; items = this.#due(failed)) {
      for (const item of items) {
        if (this.#stopped || failed.has(item.store)) continue;
        try {
          await this.#delete(item);
          await this.#ledger.commit((writer) => writer.storeKeys.forgetItem(item.id));
        } catch (error) {
          failed.add(item.store);
          this.#log.debug(
            { store: item.store, error: messageOf(error) },
            "deleted objects or secrets wait for their store",
          );
        }
      }
    }
    if (failed.size > 0) this.#wake(retryMs);
  }

  #due(failed: ReadonlySet<string>): readonly StoreItem[] {
    return this.#ledger.storeKeys.listLeaving().filter(({ store }) => !failed.has(store));
  }

  async #delete({ role, store, scope, name }: StoreItem): Promise<void> {
    if (role === "objectStore")
      await storeClient(this.#host, role, store).delete({ scope, key: name }, { timeoutMs: 10_000 });
    else await storeClient(this.#host, role, store).delete({ ref: { scope, key: name } }, { timeoutMs: 10_000 });
  }
}

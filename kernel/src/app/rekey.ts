import { Fault } from "@gofer/sdk/fault";
import type { Initiator } from "../domain/pipeline.js";
import type { KeptSecrets } from "../ports/kept-secrets.js";
import type { Ledger } from "../ports/ledger.js";
import type { PluginHost } from "../ports/plugin-host.js";

/** Secret fields of a secret store with feature REKEY (gofer.secretstore.v1). */
export const rekeyPointers = { key: "/encryption_key", previousKey: "/previous_encryption_key" } as const;

export interface RekeyOptions {
  readonly ledger: Ledger;
  readonly host: PluginHost;
  readonly kept: KeptSecrets;
  /** Alias of the secret store in use. */
  readonly store: () => string;
  /** The kernel keeps the key of this store itself; otherwise it is in the server's configuration. */
  readonly isKept: (store: string) => boolean;
  readonly now: () => number;
}

/** What a client may ask of the secret store's encryption key. */
export interface SecretKeyring {
  /**
   * Changes the key that the secret store encrypts with, while it serves; a random one when none is given. Throws `invalid` when the
   * store does not take it, `precondition` for a store without such a key, `unavailable` while it does not run.
   */
  readonly rekey: (newKey: string | undefined, by: Initiator) => Promise<{ store: string; keptByServer: boolean }>;
}

/**
 * A key that the kernel keeps is written beside the old one first, and takes its place when the plugin has it: whatever dies in
 * between, the next start hands over both.
 */
export function createSecretKeyring({ ledger, host, kept, store: storeNow, isKept, now }: RekeyOptions): SecretKeyring {
  const { key, previousKey } = rekeyPointers;

  const rekeyConfigured = async (store: string, newKey: string | undefined) => {
    if (newKey === undefined)
      throw new Fault(
        "invalid",
        `the encryption key of "${store}" is in the server's configuration: give the new one, and put it there before the next start`,
      );
    await host.changeSecrets(store, ({ [key]: old = newKey }) => ({ [key]: newKey, [previousKey]: old }));
  };

  const rekeyKept = async (store: string, newKey: string | undefined) => {
    // One that was proposed and whose end is not known may be in force: it must not be lost.
    const pending = kept.findNext(store, key);
    if (pending !== undefined) {
      const before = kept.find(store, key) ?? pending;
      await host.changeSecrets(store, () => ({ [key]: pending, [previousKey]: before }));
      kept.confirm(store, key);
    }
    const old = kept.find(store, key);
    if (old === undefined) throw new Fault("precondition", `secret store "${store}" has no encryption key yet`);
    const next = kept.propose(store, key, newKey);
    try {
      await host.changeSecrets(store, () => ({ [key]: next, [previousKey]: old }));
    } catch (error) {
      if (error instanceof Fault && (error.code === "invalid" || error.code === "precondition"))
        kept.withdraw(store, key);
      throw error;
    }
    kept.confirm(store, key);
  };

  return {
    async rekey(newKey, by) {
      const store = storeNow();
      const keptByServer = isKept(store);
      const connection = host.connection(store);
      if (!connection?.secretStore)
        throw new Fault("unavailable", `secret store "${store}" is not running: gofer plugin get ${store} tells more`);
      if (!connection.features("secretStore").includes("REKEY"))
        throw new Fault("precondition", `secret store "${store}" has no encryption key that can be changed here`);
      await (keptByServer ? rekeyKept(store, newKey) : rekeyConfigured(store, newKey));
      const occurredAtMs = now();
      await ledger.commit((writer) =>
        writer.recordEvents([{ kind: "secrets_rekeyed", details: { store }, initiator: by, occurredAtMs }]),
      );
      return { store, keptByServer };
    },
  };
}

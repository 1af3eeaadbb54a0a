import { Fault, messageOf } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import type { Initiator } from "../domain/pipeline.js";
import type { Ledger, Page } from "../ports/ledger.js";
import type { PluginHost } from "../ports/plugin-host.js";
import type { SecretOwner, SecretRecord } from "../ports/store-keys.js";
import { storeClient } from "./store-plugins.js";

export interface SecretStoreOptions {
  readonly ledger: Ledger;
  readonly host: PluginHost;
  readonly log: Logger;
  /** Alias of the plugin that keeps new secrets. */
  readonly store: string;
  readonly now: () => number;
}

/** Most secrets of one BatchGet (gofer.secretstore.v1). */
const batchSize = 100;

export type SecretStore = ReturnType<typeof createSecretStore>;

/** Secrets of pipelines and of the server, by the same protocol as objects. Values are handed through and never kept. */
export function createSecretStore({ ledger, host, log, store, now }: SecretStoreOptions) {
  const { storeKeys } = ledger;

  /** Values of records in their order. Throws `unavailable`, and `dataLoss` for a value that the store has lost. */
  const readAll = async (records: readonly SecretRecord[]): Promise<readonly Buffer[]> => {
    const values = new Map<number, Buffer>();
    for (const alias of new Set(records.map(({ item }) => item.store))) {
      const wanted = records.filter(({ item }) => item.store === alias);
      for (let at = 0; at < wanted.length; at += batchSize) {
        const batch = wanted.slice(at, at + batchSize);
        const refs = batch.map(({ item }) => ({ scope: item.scope, key: item.name }));
        const { secrets } = await storeClient(host, "secretStore", alias).batchGet({ refs }, { timeoutMs: 10_000 });
        for (const { ref, value } of secrets) {
          const record = batch.find(({ item }) => item.scope === ref?.scope && item.name === ref.key);
          if (record) values.set(record.item.id, value);
        }
      }
    }
    return records.map(({ key, item }) => {
      const value = values.get(item.id);
      if (!value) throw new Fault("dataLoss", `secret store "${item.store}" has lost secret "${key}": put it again`);
      return value;
    });
  };

  return {
    readAll,

    /** Throws `exists` unless it may replace, and `unavailable` without a plugin. */
    async put(
      owner: SecretOwner,
      key: string,
      value: Buffer,
      { replace, by }: { replace: boolean; by: Initiator },
    ): Promise<{ secret: SecretRecord; replaced: boolean }> {
      if (!replace && storeKeys.findSecret(owner, key))
        throw new Fault("exists", `secret "${key}" exists: --force replaces it`);
      const client = storeClient(host, "secretStore", store);
      const scope = owner === "global" ? "global" : `pipelines/${owner.namespace}/${owner.pipelineId}`;
      const item = await ledger.commit((writer) => {
        // A pipeline that does not exist is refused before anything is stored.
        if (owner !== "global") ledger.getPipeline(owner);
        return writer.storeKeys.announceItem({ role: "secretStore", store, scope, key, atMs: now() });
      });
      try {
        await client.put({ ref: { scope, key: item.name }, value, ifAbsent: true }, { timeoutMs: 10_000 });
        const atMs = now();
        return await ledger.commit((writer) => {
          const named = writer.storeKeys.nameSecret(owner, key, item, { replace, atMs });
          const kind = owner === "global" ? "global_secret_put" : "pipeline_secret_put";
          const details = { key, replaced: String(named.replaced) };
          writer.recordEvents([{ ...placeOf(owner), kind, details, initiator: by, occurredAtMs: atMs }]);
          return named;
        });
      } catch (error) {
        await ledger
          .commit((writer) => writer.storeKeys.giveUpItem(item.id))
          .catch((failure: unknown) =>
            log.error(
              { item: item.id, error: messageOf(failure) },
              "an interrupted put is cleaned up at the next start",
            ),
          );
        throw error;
      }
    },

    /** Without the value. Throws `notFound`. */
    get: (owner: SecretOwner, key: string): SecretRecord => storeKeys.getSecret(owner, key),

    list: (owner: SecretOwner, pageSize: number, after: string): Page<SecretRecord> =>
      storeKeys.listSecrets(owner, pageSize, after),

    /** Throws `notFound`. The store deletes it in the background. */
    async remove(owner: SecretOwner, key: string, by: Initiator): Promise<void> {
      const occurredAtMs = now();
      await ledger.commit((writer) => {
        writer.storeKeys.removeSecret(owner, key);
        const kind = owner === "global" ? "global_secret_deleted" : "pipeline_secret_deleted";
        writer.recordEvents([{ ...placeOf(owner), kind, details: { key }, initiator: by, occurredAtMs }]);
      });
    },
  };
}

function placeOf(owner: SecretOwner) {
  return owner === "global" ? {} : { namespace: owner.namespace, pipelineId: owner.pipelineId };
}

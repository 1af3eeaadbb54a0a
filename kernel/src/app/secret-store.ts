import { Fault, messageOf } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import type { Initiator } from "../domain/pipeline.js";
import type { Ledger, LedgerWriter, Page } from "../ports/ledger.js";
import type { PluginHost } from "../ports/plugin-host.js";
import type { SecretOwner, SecretRecord, StoreItem } from "../ports/store-keys.js";
import type { StoreChoice } from "./store-choice.js";
import type { StoreCopier } from "./store-copier.js";
import { storeClient } from "./store-plugins.js";

export interface SecretStoreOptions {
  readonly ledger: Ledger;
  readonly host: PluginHost;
  readonly log: Logger;
  /** The plugin that keeps new secrets. */
  readonly choice: StoreChoice;
  readonly copier: StoreCopier;
  readonly now: () => number;
}

/** Most secrets of one BatchGet (gofer.secretstore.v1). */
const batchSize = 100;

export type SecretStore = ReturnType<typeof createSecretStore>;

/** Secrets of pipelines and of the server, by the same protocol as objects. Values are handed through and never kept. */
export function createSecretStore({ ledger, host, log, choice, copier, now }: SecretStoreOptions) {
  const { storeKeys } = ledger;

  /** Values of items by their ids; those that their stores do not have are left out. */
  const readItems = async (items: readonly StoreItem[]): Promise<ReadonlyMap<number, Buffer>> => {
    const values = new Map<number, Buffer>();
    for (const alias of new Set(items.map(({ store }) => store))) {
      const wanted = items.filter(({ store }) => store === alias);
      for (let at = 0; at < wanted.length; at += batchSize) {
        const batch = wanted.slice(at, at + batchSize);
        const refs = batch.map(({ scope, name }) => ({ scope, key: name }));
        const { secrets } = await storeClient(host, "secretStore", alias).batchGet({ refs }, { timeoutMs: 10_000 });
        for (const { ref, value } of secrets) {
          const item = batch.find(({ scope, name }) => scope === ref?.scope && name === ref.key);
          if (item) values.set(item.id, value);
        }
      }
    }
    return values;
  };

  /** Values of records in their order. Throws `unavailable`, and `dataLoss` for a value that the store has lost. */
  const readAll = async (records: readonly SecretRecord[]): Promise<readonly Buffer[]> => {
    const values = new Map(await readItems(records.map(({ item }) => item)));
    // What has moved to another store meanwhile is read there.
    const moved = records.flatMap(({ item }) => {
      const now = values.has(item.id) ? undefined : storeKeys.findMoved(item);
      return now ? [{ id: item.id, now }] : [];
    });
    const there = moved.length === 0 ? undefined : await readItems(moved.map(({ now }) => now));
    for (const { id, now } of moved) {
      const value = there?.get(now.id);
      if (value) values.set(id, value);
    }
    return records.map(({ key, item }) => {
      const value = values.get(item.id);
      if (value) return value;
      if (!storeKeys.isNamed(item))
        throw new Fault("aborted", `secret "${key}" was replaced or deleted while it was read: read it again`);
      throw new Fault("dataLoss", `secret store "${item.store}" has lost secret "${key}": put it again`);
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
      const store = choice.alias;
      const client = storeClient(host, "secretStore", store);
      const scope = owner === "global" ? "global" : `pipelines/${owner.namespace}/${owner.pipelineId}`;
      const announce = (store: string) =>
        ledger.commit((writer) => {
          // A pipeline that does not exist is refused before anything is stored.
          if (owner !== "global") ledger.getPipeline(owner);
          return writer.storeKeys.announceItem({ role: "secretStore", store, scope, key, atMs: now() });
        });
      const item = await announce(store);
      const places = [item];
      const carry = async (from: StoreItem, to: string) => {
        const place = await announce(to);
        places.push(place);
        await copier.copy({
          from,
          to: place,
          title: `secret "${key}"`,
          content: undefined,
          signal: AbortSignal.timeout(30_000),
        });
        return place;
      };
      try {
        await client.put({ ref: { scope, key: item.name }, value, ifAbsent: true }, { timeoutMs: 10_000 });
        const atMs = now();
        const nameIt = (writer: LedgerWriter, place: StoreItem) => {
          const named = writer.storeKeys.nameSecret(owner, key, place, { replace, atMs });
          for (const { id } of places) if (id !== place.id) writer.storeKeys.giveUpItem(id);
          const kind = owner === "global" ? "global_secret_put" : "pipeline_secret_put";
          const details = { key, replaced: String(named.replaced) };
          writer.recordEvents([{ ...placeOf(owner), kind, details, initiator: by, occurredAtMs: atMs }]);
          return named;
        };
        return await choice.name(item, carry, (place) => ledger.commit((writer) => nameIt(writer, place)));
      } catch (error) {
        for (const { id } of places)
          await ledger
            .commit((writer) => writer.storeKeys.giveUpItem(id))
            .catch((failure: unknown) =>
              log.error({ item: id, error: messageOf(failure) }, "an interrupted put is cleaned up at the next start"),
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

import { Fault, isFault, messageOf } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import type { EventDraft } from "../domain/event.js";
import type { Initiator } from "../domain/pipeline.js";
import type { Ledger, LedgerWriter, Page } from "../ports/ledger.js";
import type { PluginHost } from "../ports/plugin-host.js";
import type { ObjectOwner, ObjectRecord, StoreItem } from "../ports/store-keys.js";
import { Watchdog } from "../watchdog.js";
import { exactly } from "./exactly.js";
import type { StoreChoice } from "./store-choice.js";
import type { StoreCopier } from "./store-copier.js";
import { storeClient } from "./store-plugins.js";

/** A part of an object on its way in: bytes, and at the end what was sent. */
export type ObjectPart =
  | { readonly type: "chunk"; readonly chunk: Buffer }
  | { readonly type: "trailer"; readonly sizeBytes: number; readonly sha256: Buffer };

export interface ObjectStoreOptions {
  readonly ledger: Ledger;
  readonly host: PluginHost;
  readonly log: Logger;
  /** The plugin that keeps new objects. */
  readonly choice: StoreChoice;
  readonly copier: StoreCopier;
  /** Most objects of a pipeline; 0 means no limit. */
  readonly pipelineObjectLimit: number;
  readonly now: () => number;
}

/** Neither side of a transfer may be silent for longer (gofer.objectstore.v1). */
const silenceMs = 60_000;

export type ObjectStore = ReturnType<typeof createObjectStore>;

/**
 * Objects of pipelines and runs. A put announces its item in the ledger, stores it in the plugin, and then makes the key stand
 * for it: an interrupted one leaves the key as it was, and an item that is deleted again.
 */
export function createObjectStore({ ledger, host, log, choice, copier, pipelineObjectLimit, now }: ObjectStoreOptions) {
  const { storeKeys } = ledger;

  const giveUp = (id: number) =>
    ledger
      .commit((writer) => writer.storeKeys.giveUpItem(id))
      .catch((error: unknown) =>
        log.error({ item: id, error: messageOf(error) }, "an interrupted put is cleaned up at the next start"),
      );

  return {
    pipelineObjectLimit,

    /**
     * Throws `exists` unless it may replace, `dataLoss` when the trailer does not match the bytes, `unavailable` without a
     * plugin or when no byte has moved for 60 s, and what `parts` throws.
     */
    async put(
      owner: ObjectOwner,
      key: string,
      parts: AsyncIterable<ObjectPart>,
      { replace, by, signal }: { replace: boolean; by: Initiator; signal: AbortSignal },
    ): Promise<{ object: ObjectRecord; replaced: boolean; evictedKeys: readonly string[] }> {
      if (storeKeys.haveObjectsExpired(owner))
        throw new Fault(
          "precondition",
          `the objects of run ${owner.runId ?? 0} of "${owner.pipelineId}" have expired: use a newer run`,
        );
      // Before the bytes travel; what happens meanwhile is seen when the key is made to stand for them.
      if (!replace && storeKeys.findObject(owner, key))
        throw new Fault("exists", `object "${key}" exists: --force replaces it`);
      const store = choice.alias;
      const client = storeClient(host, "objectStore", store);
      const scope = scopeOf(owner);
      const announce = (store: string) =>
        ledger.commit((writer) =>
          writer.storeKeys.announceItem({ role: "objectStore", store, scope, key, atMs: now() }),
        );
      const item = await announce(store);
      const places = [item];
      using watchdog = new Watchdog(signal, silenceMs);
      try {
        const { object } = await client.put(requests({ scope, key: item.name }, parts, watchdog), {
          signal: watchdog.signal,
        });
        if (!object) throw new Fault("internal", `object store "${store}" answered Put without the object`);
        const carry = async (from: StoreItem, to: string) => {
          const place = await announce(to);
          places.push(place);
          await copier.copy({ from, to: place, title: `object "${key}"`, content: object, signal });
          return place;
        };
        const atMs = now();
        const nameIt = (writer: LedgerWriter, place: StoreItem) => {
          const named = writer.storeKeys.nameObject(
            owner,
            key,
            place,
            { sizeBytes: object.sizeBytes, sha256: object.sha256, atMs },
            { replace, limit: pipelineObjectLimit },
          );
          const about = { ...placeOf(owner), initiator: by, occurredAtMs: atMs };
          const kind = owner.runId === undefined ? "pipeline_object_put" : "run_object_put";
          const details = { key, size_bytes: String(object.sizeBytes), replaced: String(named.replaced) };
          writer.recordEvents([
            { ...about, kind, details },
            ...named.evictedKeys.map(
              (evicted): EventDraft => ({
                ...about,
                kind: "pipeline_object_evicted",
                details: { key: evicted, limit: String(pipelineObjectLimit) },
              }),
            ),
          ]);
          for (const { id } of places) if (id !== place.id) writer.storeKeys.giveUpItem(id);
          return named;
        };
        return await choice.name(item, carry, (place) => ledger.commit((writer) => nameIt(writer, place)));
      } catch (error) {
        for (const { id } of places) await giveUp(id);
        if (watchdog.signal.aborted && !signal.aborted)
          throw new Fault("unavailable", `no byte of object "${key}" has moved for ${silenceMs / 1000} s: try again`);
        throw error;
      }
    },

    /**
     * The object and its bytes; nothing is asked of the plugin before the bytes are. Throws `notFound`; the bytes throw
     * `dataLoss` when they are not as many as were stored.
     */
    read(
      owner: ObjectOwner,
      key: string,
      signal: AbortSignal,
    ): { object: ObjectRecord; chunks: AsyncIterable<Buffer> } {
      const object = storeKeys.getObject(owner, key);
      const source = `object store "${object.item.store}"`;
      return { object, chunks: exactly(object.sizeBytes, chunksOf(object), { source, what: `object "${key}"` }) };

      async function* chunksOf({ item, sizeBytes }: ObjectRecord): AsyncGenerator<Buffer> {
        let offsetBytes = 0;
        // What moves to another store while it is read goes on from there.
        for (let from: StoreItem | undefined = item; from; ) {
          const request = { scope: from.scope, key: from.name, offsetBytes, lengthBytes: 0 };
          try {
            for await (const { chunk } of storeClient(host, "objectStore", from.store).get(request, { signal }))
              if (chunk) {
                offsetBytes += chunk.length;
                yield chunk;
              }
            return;
          } catch (error) {
            const moved: StoreItem | undefined = signal.aborted ? undefined : storeKeys.findMoved(from);
            if (!moved) throw whyUnread(error, from);
            if (offsetBytes === sizeBytes) return;
            from = moved;
          }
        }
      }

      function whyUnread(error: unknown, item: StoreItem): unknown {
        if (!isFault(error, "notFound")) return error;
        if (!storeKeys.isNamed(item))
          return new Fault("aborted", `object "${key}" was replaced or deleted while it was read: read it again`);
        return new Fault("dataLoss", `object store "${item.store}" has lost object "${key}": put it again`, {
          cause: error,
        });
      }
    },

    list: (owner: ObjectOwner, pageSize: number, after: string): Page<ObjectRecord> =>
      storeKeys.listObjects(owner, pageSize, after),

    haveExpired: (owner: ObjectOwner): boolean => storeKeys.haveObjectsExpired(owner),

    /** Throws `notFound`. The store deletes it in the background. */
    async remove(owner: ObjectOwner, key: string, by: Initiator): Promise<void> {
      const occurredAtMs = now();
      await ledger.commit((writer) => {
        writer.storeKeys.removeObject(owner, key);
        const kind = owner.runId === undefined ? "pipeline_object_deleted" : "run_object_deleted";
        writer.recordEvents([{ ...placeOf(owner), kind, details: { key }, initiator: by, occurredAtMs }]);
      });
    },
  };
}

async function* requests(name: { scope: string; key: string }, parts: AsyncIterable<ObjectPart>, watchdog: Watchdog) {
  yield { part: "header" as const, header: { ...name, ifAbsent: true, ifMatch: "" } };
  for await (const part of parts) {
    watchdog.heard();
    if (part.type === "chunk") yield { part: "chunk" as const, chunk: part.chunk };
    else yield { part: "trailer" as const, trailer: { sizeBytes: part.sizeBytes, sha256: part.sha256 } };
    watchdog.heard();
  }
}

/** "/" is in no id: no two owners have one scope. */
function scopeOf({ namespace, pipelineId, runId }: ObjectOwner): string {
  return runId === undefined ? `pipelines/${namespace}/${pipelineId}` : `runs/${namespace}/${pipelineId}/${runId}`;
}

function placeOf({ namespace, pipelineId, runId }: ObjectOwner) {
  return { namespace, pipelineId, ...(runId === undefined ? {} : { runId }) };
}

import { Fault, messageOf } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import type { EventDraft } from "../domain/event.js";
import type { Initiator } from "../domain/pipeline.js";
import type { Ledger, Page } from "../ports/ledger.js";
import type { PluginHost } from "../ports/plugin-host.js";
import type { ObjectOwner, ObjectRecord } from "../ports/store-keys.js";
import { Watchdog } from "../watchdog.js";
import { storeClient } from "./store-plugins.js";

/** A part of an object on its way in: bytes, and at the end what was sent. */
export type ObjectPart =
  | { readonly type: "chunk"; readonly chunk: Buffer }
  | { readonly type: "trailer"; readonly sizeBytes: number; readonly sha256: Buffer };

export interface ObjectStoreOptions {
  readonly ledger: Ledger;
  readonly host: PluginHost;
  readonly log: Logger;
  /** Alias of the plugin that keeps new objects. */
  readonly store: string;
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
export function createObjectStore({ ledger, host, log, store, pipelineObjectLimit, now }: ObjectStoreOptions) {
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
      const client = storeClient(host, "objectStore", store);
      const scope = scopeOf(owner);
      const item = await ledger.commit((writer) =>
        writer.storeKeys.announceItem({ role: "objectStore", store, scope, key, atMs: now() }),
      );
      using watchdog = new Watchdog(signal, silenceMs);
      try {
        const { object } = await client.put(requests({ scope, key: item.name }, parts, watchdog), {
          signal: watchdog.signal,
        });
        if (!object) throw new Fault("internal", `object store "${store}" answered Put without the object`);
        const atMs = now();
        return await ledger.commit((writer) => {
          const named = writer.storeKeys.nameObject(
            owner,
            key,
            item,
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
          return named;
        });
      } catch (error) {
        await giveUp(item.id);
        if (watchdog.signal.aborted && !signal.aborted)
          throw new Fault("unavailable", `no byte of object "${key}" has moved for ${silenceMs / 1000} s: try again`);
        throw error;
      }
    },

    /** The object and its bytes; nothing is asked of the plugin before the bytes are. Throws `notFound`. */
    read(
      owner: ObjectOwner,
      key: string,
      signal: AbortSignal,
    ): { object: ObjectRecord; chunks: AsyncIterable<Buffer> } {
      const object = storeKeys.getObject(owner, key);
      return { object, chunks: chunksOf(object) };

      async function* chunksOf({ item }: ObjectRecord): AsyncGenerator<Buffer> {
        const request = { scope: item.scope, key: item.name, offsetBytes: 0, lengthBytes: 0 };
        try {
          for await (const { chunk } of storeClient(host, "objectStore", item.store).get(request, { signal }))
            if (chunk) yield chunk;
        } catch (error) {
          if (!(error instanceof Fault && error.code === "notFound")) throw error;
          if (storeKeys.findObject(owner, key)?.item.id !== item.id)
            throw new Fault("aborted", `object "${key}" was replaced or deleted while it was read: read it again`);
          throw new Fault("dataLoss", `object store "${item.store}" has lost object "${key}": put it again`, {
            cause: error,
          });
        }
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

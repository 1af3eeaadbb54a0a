import { createHash, timingSafeEqual } from "node:crypto";
import { Fault, isFault } from "@gofer/sdk/fault";
import type { PluginHost } from "../ports/plugin-host.js";
import type { ItemContent, StoreItem } from "../ports/store-keys.js";
import { Watchdog } from "../watchdog.js";
import { storeClient } from "./store-plugins.js";

/** Something that a store keeps, and another place for it. */
export interface Copying {
  readonly from: StoreItem;
  readonly to: StoreItem;
  /** For messages: `object "key" of default/pipeline`. */
  readonly title: string;
  /** What an object must be; of a secret only its store knows. */
  readonly content: ItemContent | undefined;
  readonly signal: AbortSignal;
  /** Called with every part that has arrived. */
  readonly moved?: (bytes: number) => void;
}

export type StoreCopier = ReturnType<typeof createStoreCopier>;

/** Neither side of a transfer may be silent for longer (gofer.objectstore.v1). */
const silenceMs = 60_000;
const unary = { timeoutMs: 10_000 };

/**
 * Copies what one store plugin keeps into another, and reads it back there. May be repeated with the same place: what an
 * earlier attempt has stored is verified, not stored again.
 */
export function createStoreCopier({ host }: { readonly host: PluginHost }) {
  async function* objectBytes({ store, scope, name }: StoreItem, watchdog: Watchdog): AsyncGenerator<Buffer> {
    const request = { scope, key: name, offsetBytes: 0, lengthBytes: 0 };
    for await (const { chunk } of storeClient(host, "objectStore", store).get(request, { signal: watchdog.signal })) {
      watchdog.heard();
      if (chunk) yield chunk;
    }
  }

  const copyObject = async ({ from, to, title, content, signal, moved }: Copying) => {
    if (!content) throw new Fault("internal", `${title} has no digest`);
    using watchdog = new Watchdog(signal, silenceMs);
    async function* requests({ sizeBytes, sha256 }: ItemContent) {
      yield { part: "header" as const, header: { scope: to.scope, key: to.name, ifAbsent: true, ifMatch: "" } };
      const hash = createHash("sha256");
      for await (const chunk of orLost(objectBytes(from, watchdog), title, from)) {
        hash.update(chunk);
        yield { part: "chunk" as const, chunk };
        watchdog.heard();
        moved?.(chunk.length);
      }
      if (!hash.digest().equals(sha256)) throw damaged(title, from);
      yield { part: "trailer" as const, trailer: { sizeBytes, sha256 } };
    }
    try {
      const client = storeClient(host, "objectStore", to.store);
      await client.put(requests(content), { signal: watchdog.signal }).catch(unlessExists);
      const hash = createHash("sha256");
      for await (const chunk of orLost(objectBytes(to, watchdog), title, to)) hash.update(chunk);
      if (!hash.digest().equals(content.sha256)) throw untrue(title, to);
    } catch (error) {
      if (watchdog.signal.aborted && !signal.aborted)
        throw new Fault("unavailable", `no byte of ${title} has moved for ${silenceMs / 1000} s: try again`);
      throw error;
    }
  };

  const copySecret = async ({ from, to, title }: Copying) => {
    const read = async (item: StoreItem) => {
      const request = { ref: { scope: item.scope, key: item.name } };
      try {
        return (
          (await storeClient(host, "secretStore", item.store).get(request, unary)).secret?.value ?? Buffer.alloc(0)
        );
      } catch (error) {
        throw lostOr(error, title, item);
      }
    };
    const value = await read(from);
    const request = { ref: { scope: to.scope, key: to.name }, value, ifAbsent: true };
    await storeClient(host, "secretStore", to.store).put(request, unary).catch(unlessExists);
    const kept = await read(to);
    if (!timingSafeEqual(digestOf(kept), digestOf(value))) throw untrue(title, to);
  };

  return {
    /** Throws `dataLoss` when a store does not give out what it was given, and what the plugins throw. */
    copy: (copying: Copying): Promise<void> =>
      copying.from.role === "objectStore" ? copyObject(copying) : copySecret(copying),
  };
}

function digestOf(value: Buffer): Buffer {
  return createHash("sha256").update(value).digest();
}

function unlessExists(error: unknown): void {
  if (!isFault(error, "exists")) throw error;
}

async function* orLost(chunks: AsyncIterable<Buffer>, title: string, item: StoreItem): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
  } catch (error) {
    throw lostOr(error, title, item);
  }
}

function lostOr(error: unknown, title: string, { store }: StoreItem): unknown {
  if (!isFault(error, "notFound")) return error;
  return new Fault("dataLoss", `store "${store}" has lost ${title}: put or delete it again`, { cause: error });
}

function damaged(title: string, { store }: StoreItem): Fault {
  return new Fault(
    "dataLoss",
    `store "${store}" gives out other bytes than were put as ${title}: put or delete it again`,
  );
}

function untrue(title: string, { store }: StoreItem): Fault {
  return new Fault("dataLoss", `store "${store}" gives out other bytes than were copied there as ${title}`);
}

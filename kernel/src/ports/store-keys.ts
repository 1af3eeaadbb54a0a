import type { PipelineRef } from "../domain/pipeline.js";
import type { Page } from "./page.js";

export type StoreRole = "objectStore" | "secretStore";

/**
 * Something that a store plugin keeps for the kernel, under a name that is never used again. It is `arriving` while it is
 * being stored, `named` while a key of the ledger stands for it, and `leaving` until the plugin has deleted it. A copy that
 * waits to take the place of its original is `copied`.
 */
export interface StoreItem {
  readonly id: number;
  readonly role: StoreRole;
  /** Alias of the plugin that keeps it. */
  readonly store: string;
  readonly scope: string;
  readonly name: string;
}

/** Whose objects: a pipeline's own, or those of one of its runs. */
export interface ObjectOwner extends PipelineRef {
  readonly runId: number | undefined;
}

/** Whose secrets: a pipeline's, or those of the whole server. */
export type SecretOwner = PipelineRef | "global";

export interface ObjectRecord {
  readonly key: string;
  readonly sizeBytes: number;
  readonly sha256: Buffer;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
  readonly item: StoreItem;
}

export interface SecretRecord {
  readonly key: string;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
  readonly item: StoreItem;
}

/** The keys of objects and secrets. All throw `notFound` for a pipeline or run that does not exist. */
export interface StoreKeys {
  readonly findObject: (owner: ObjectOwner, key: string) => ObjectRecord | undefined;
  /** Throws `notFound` for an object that does not exist too. */
  readonly getObject: (owner: ObjectOwner, key: string) => ObjectRecord;
  /** In the byte order of their keys. */
  readonly listObjects: (owner: ObjectOwner, pageSize: number, after: string) => Page<ObjectRecord>;
  readonly haveObjectsExpired: (owner: ObjectOwner) => boolean;
  readonly findSecret: (owner: SecretOwner, key: string) => SecretRecord | undefined;
  /** Throws `notFound` for a secret that does not exist too. */
  readonly getSecret: (owner: SecretOwner, key: string) => SecretRecord;
  /** In the byte order of their keys. */
  readonly listSecrets: (owner: SecretOwner, pageSize: number, after: string) => Page<SecretRecord>;
  /** Items that their store is to delete, oldest first, at most 100. */
  readonly listLeaving: () => readonly StoreItem[];
  /** Aliases of the plugins that keep anything. */
  readonly storesInUse: (role: StoreRole) => readonly string[];
  /** The item that a key stands for since its copy took this one's place; undefined when none has. */
  readonly findMoved: (item: StoreItem) => StoreItem | undefined;
  readonly isNamed: (item: StoreItem) => boolean;
  /** What keys stand for that other stores keep and that has no copy in this one, oldest first; `after` is the id of an item. */
  readonly listUncopied: (
    role: StoreRole,
    store: string,
    page: { readonly after: number; readonly limit: number },
  ) => readonly UncopiedItem[];
  readonly countUncopied: (role: StoreRole, store: string) => StoreAmount;
}

/** An item that is to be in another store, and what must be found there. */
export interface UncopiedItem {
  readonly item: StoreItem;
  /** For messages: `object "key" of default/pipeline`. */
  readonly title: string;
  /** Of an object; a secret has none in the ledger. */
  readonly content: ItemContent | undefined;
}

export interface ItemContent {
  readonly sizeBytes: number;
  readonly sha256: Buffer;
}

/** How much a store keeps: the size of secrets is not known. */
export interface StoreAmount {
  readonly items: number;
  readonly bytes: number;
}

export interface StoreKeysWriter {
  /** Records that something will be stored, and under which name. */
  readonly announceItem: (
    item: Omit<StoreItem, "id" | "name"> & { readonly key: string; readonly atMs: number },
  ) => StoreItem;
  /**
   * Makes a key stand for an item that has arrived. What the key stood for before is `leaving`, and so are the oldest
   * objects of a pipeline above its limit (0 means none). Throws `exists` unless it may replace, `precondition` when the
   * objects of the run have expired, `aborted` when the item has been given up.
   */
  readonly nameObject: (
    owner: ObjectOwner,
    key: string,
    item: StoreItem,
    facts: { readonly sizeBytes: number; readonly sha256: Buffer; readonly atMs: number },
    rules: { readonly replace: boolean; readonly limit: number },
  ) => { readonly object: ObjectRecord; readonly replaced: boolean; readonly evictedKeys: readonly string[] };
  /** As `nameObject`. */
  readonly nameSecret: (
    owner: SecretOwner,
    key: string,
    item: StoreItem,
    rules: { readonly replace: boolean; readonly atMs: number },
  ) => { readonly secret: SecretRecord; readonly replaced: boolean };
  /** Throws `notFound`. */
  readonly removeObject: (owner: ObjectOwner, key: string) => void;
  /** Throws `notFound`. */
  readonly removeSecret: (owner: SecretOwner, key: string) => void;
  /** Gives up an item that has not arrived. */
  readonly giveUpItem: (id: number) => void;
  /** Gives up whatever was arriving or being copied: an earlier kernel has died meanwhile. */
  readonly giveUpArriving: () => void;
  /** Gives up the copies that have not taken over. */
  readonly giveUpCopies: (role: StoreRole) => void;
  /** Records that a copy will be stored; it takes the place of the original with `takeOver`, or is given up. */
  readonly announceCopy: (original: StoreItem, store: string, atMs: number) => StoreItem;
  /** A copy is in its store, and is what the original is. */
  readonly copied: (copy: StoreItem) => void;
  /**
   * Makes every key stand for its copy in this store; the originals are `leaving`, and so are copies whose original is gone.
   * Throws `aborted` when something has no copy.
   */
  readonly takeOver: (role: StoreRole, store: string) => StoreAmount;
  /** The store has deleted it. */
  readonly forgetItem: (id: number) => void;
}

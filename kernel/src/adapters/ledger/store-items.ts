import type { StoreItem } from "../../ports/store-keys.js";

export interface ItemRow {
  readonly id: number;
  readonly role: StoreItem["role"];
  readonly store: string;
  readonly scope: string;
  readonly item_key: string;
}

export const itemColumns = "i.id, i.role, i.store, i.scope, i.key AS item_key";

/** The id makes the name unique for ever, whatever is deleted and made again under the same key. */
export function rowToItem({ id, role, store, scope, item_key: key }: ItemRow): StoreItem {
  return { id, role, store, scope, name: `${key}#${id}` };
}

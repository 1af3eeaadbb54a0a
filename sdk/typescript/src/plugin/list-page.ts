import { Fault } from "../fault.js";

/** A page of a List of a store: how many keys, and after which one. */
export interface KeyPage {
  readonly size: number;
  /** The last key of the page before; undefined for the first page. */
  readonly after: string | undefined;
}

/** Throws `invalid` for a size outside 1 to 1,000 and for a token that `pageToken` has not made. */
export function keyPage(request: { readonly pageSize: number; readonly pageToken: string }): KeyPage {
  const { pageSize, pageToken } = request;
  if (pageSize < 0 || pageSize > 1000)
    throw new Fault("invalid", `page_size ${pageSize} is not between 1 and 1,000 (0 means 100)`);
  return { size: pageSize || 100, after: pageToken === "" ? undefined : keyOf(pageToken) };
}

/** Stays valid while keys come and go: it names where the page ended. */
export function pageToken(lastKey: string): string {
  return `k${Buffer.from(lastKey).toString("base64url")}`;
}

function keyOf(token: string): string {
  const key = Buffer.from(token.slice(1), "base64url").toString();
  if (pageToken(key) !== token)
    throw new Fault("invalid", "the page token is not one of this store: begin again without one");
  return key;
}

/** Order of keys as the contract wants it: that of their bytes, which UTF-16 comparison is not. */
export function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

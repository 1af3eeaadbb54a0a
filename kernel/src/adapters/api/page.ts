import { Fault } from "@gofer/sdk/fault";

interface PageRequest {
  readonly pageSize: number;
  readonly pageToken: string;
}

/**
 * Size and cursor of a page. A page token is opaque to clients: it holds the list it belongs to and the last
 * item before the page, so that it stays good when items come and go. Throws `invalid`.
 */
export type PageReader = (list: string, request: PageRequest) => { size: number; after: string };

/** Reads pages of at most so many items, however many a client asks for. */
export function createPageReader(limit: number): PageReader {
  return (list, { pageSize, pageToken }) => {
    if (pageSize < 0) throw new Fault("invalid", `page_size ${pageSize} is negative: 0 means 100`);
    const size = Math.min(pageSize || 100, limit);
    if (pageToken === "") return { size, after: "" };
    const text = pageToken.length <= 512 ? Buffer.from(pageToken, "base64url").toString() : "";
    if (!text.startsWith(`${list} `) || nextPageToken(list, text.slice(list.length + 1)) !== pageToken)
      throw new Fault(
        "invalid",
        `page_token ${JSON.stringify(pageToken.slice(0, 64))} is not the next_page_token of this list`,
      );
    return { size, after: text.slice(list.length + 1) };
  };
}

/** A page of items that are all in memory, in the order of their names. */
export function pageOf<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  { size, after }: ReturnType<PageReader>,
): { readonly items: readonly T[]; readonly next: string | undefined } {
  const rest = items.filter((item) => nameOf(item) > after).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const page = rest.slice(0, size);
  const last = page.at(-1);
  return { items: page, next: rest.length > size && last !== undefined ? nameOf(last) : undefined };
}

/** The token of the page after an item; empty when there is none. */
export function nextPageToken(list: string, last: string | undefined): string {
  return last === undefined ? "" : Buffer.from(`${list} ${last}`).toString("base64url");
}

import { Fault } from "@gofer/sdk/fault";

interface PageRequest {
  readonly pageSize: number;
  readonly pageToken: string;
}

/**
 * Size and cursor of a page. A page token is opaque to clients: it holds the list it belongs to and the last
 * item before the page, so that it stays good when items come and go. Throws `invalid`.
 */
export function pageFrom(list: string, { pageSize, pageToken }: PageRequest): { size: number; after: string } {
  if (pageSize < 0 || pageSize > 500) throw new Fault("invalid", `page_size ${pageSize} is not between 1 and 500`);
  const size = pageSize || 100;
  if (pageToken === "") return { size, after: "" };
  const text = pageToken.length <= 512 ? Buffer.from(pageToken, "base64url").toString() : "";
  if (!text.startsWith(`${list} `) || nextPageToken(list, text.slice(list.length + 1)) !== pageToken)
    throw new Fault(
      "invalid",
      `page_token ${JSON.stringify(pageToken.slice(0, 64))} is not the next_page_token of this list`,
    );
  return { size, after: text.slice(list.length + 1) };
}

/** The token of the page after an item; empty when there is none. */
export function nextPageToken(list: string, last: string | undefined): string {
  return last === undefined ? "" : Buffer.from(`${list} ${last}`).toString("base64url");
}

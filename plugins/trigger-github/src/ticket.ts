import { createHmac, timingSafeEqual } from "node:crypto";
import * as z from "zod";

/**
 * What a run carries so that it can be reported as a check, whoever looks at it and whenever: as a variable it
 * outlives restarts of everything. It is signed, because variables can be given to a run by others too.
 */
const Ticket = z.object({
  repository: z.string(),
  sha: z.string(),
  installation: z.string(),
  name: z.string(),
  subscription: z.string(),
});
export type Ticket = z.output<typeof Ticket>;

export function signTicket(ticket: Ticket, secret: string): string {
  const body = Buffer.from(JSON.stringify(ticket)).toString("base64url");
  return `${body}.${macOf(body, secret).toString("base64url")}`;
}

/** The ticket, if it is one of ours. */
export function readTicket(text: string, secret: string): Ticket | undefined {
  const [body = "", mac = ""] = text.split(".");
  const given = Buffer.from(mac, "base64url");
  const right = macOf(body, secret);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  return Ticket.parse(JSON.parse(Buffer.from(body, "base64url").toString()));
}

function macOf(body: string, secret: string): Buffer {
  return createHmac("sha256", secret).update(`gofer check ticket ${body}`).digest();
}

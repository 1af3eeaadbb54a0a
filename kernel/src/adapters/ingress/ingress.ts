import { once } from "node:events";
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type ServerOptions,
  type ServerResponse,
  validateHeaderName,
  validateHeaderValue,
} from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { Fault, messageOf } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import { type ExternalEvents, type Reply, reply } from "../../app/external-events.js";
import { createRateLimit, type RateLimit } from "./rate-limit.js";

export interface IngressOptions {
  readonly events: Pick<ExternalEvents, "accept" | "aliasOf" | "refusal">;
  readonly log: Logger;
  readonly now: () => number;
  /** host:port to listen on; port 0 takes a free one. */
  readonly address: string;
  /** Absent serves plain HTTP, for development on one machine. */
  readonly certificate?: { readonly pem: string; readonly keyPem: string } | undefined;
  /** Tells of every certificate that takes the place of the one before. */
  readonly onCertificate?: ((listener: (next: { pem: string; keyPem: string }) => void) => void) | undefined;
  readonly maxBodyBytes: number;
  /** Bodies that are being received at once, in bytes. */
  readonly maxReceivingBytes: number;
  readonly rate: RateLimit;
  /** Differences from how patient it is with those who send slowly. */
  readonly patience?: Partial<Patience>;
}

/** Nobody may keep a connection busy by sending slowly; in milliseconds. */
interface Patience {
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  /** Who has taken longer is cut off at the next look. */
  readonly connectionsCheckingInterval: number;
}

const limits = {
  maxHeaderSize: 16 << 10,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5000,
  connectionsCheckingInterval: 1000,
} satisfies ServerOptions & Patience;
const maxConnections = 1024;
/** How long one that is refused may take to read why, and to hang up. */
const lingerMs = 2000;

const route = /^\/(?:events|external)\/([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)$/;
/** Headers that belong to the connection, not to the answer of a trigger. */
const hopByHop = new Set([
  "connection",
  "content-length",
  "date",
  "keep-alive",
  "proxy-authenticate",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Receives events from outside. Throws `unavailable` when the address is taken. */
export async function openIngress(options: IngressOptions): Promise<AsyncDisposable & { readonly address: string }> {
  const { certificate, address, log } = options;
  const receive = createReceiver(options);
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    receive(request, response).catch((error: unknown) => {
      // The sender has gone, or there is a bug; neither is the sender's to know.
      if (!request.destroyed) log.error({ error: messageOf(error) }, "an external request was not answered");
      response.destroy();
    });
  };
  const http = { ...limits, ...options.patience };
  const server = certificate
    ? createHttpsServer({ ...http, cert: certificate.pem, key: certificate.keyPem, minVersion: "TLSv1.2" }, handle)
    : createHttpServer(http, handle);
  options.onCertificate?.(({ pem, keyPem }) => {
    if ("setSecureContext" in server) server.setSecureContext({ cert: pem, key: keyPem, minVersion: "TLSv1.2" });
  });
  server.maxConnections = maxConnections;
  server.on("checkContinue", handle);
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    if (!socket.writable || error.code === "ECONNRESET") return void socket.destroy();
    const status =
      error.code === "HPE_HEADER_OVERFLOW"
        ? "431 Request Header Fields Too Large"
        : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
          ? "408 Request Timeout"
          : "400 Bad Request";
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => {
      // What still comes of a request that took too long must not be taken after all.
      if (error.code === "ERR_HTTP_REQUEST_TIMEOUT") socket.destroy();
      else setTimeout(() => socket.destroy(), lingerMs).unref();
    });
  });
  const separator = address.lastIndexOf(":");
  const host = address.slice(0, separator);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) =>
      reject(
        new Fault(
          "unavailable",
          `cannot listen on ${address} for external events (${error.message}): stop what uses it, or set external_events_api.host (GOFER_EXTERNAL_EVENTS_API_HOST)`,
        ),
      ),
    );
    server.listen(Number(address.slice(separator + 1)), host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  log.debug({ address: `${host}:${port}` }, "external events are received");
  return {
    address: `${host}:${port}`,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeIdleConnections();
      // What is still being received is not stored, and its sender is told by the break of the connection.
      const timer = setTimeout(() => server.closeAllConnections(), 1000);
      await closed;
      clearTimeout(timer);
    },
  };
}

function createReceiver(options: IngressOptions) {
  const { events, maxBodyBytes, maxReceivingBytes } = options;
  const rateLimit = createRateLimit(options.rate, options.now);
  let receivingBytes = 0;

  const refuse = (request: IncomingMessage, response: ServerResponse, answer: Reply) => {
    // The rest of the body is not read: the connection is of no more use.
    if (!request.complete) response.setHeader("Connection", "close");
    return send(response, answer);
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const target = request.url ?? "";
    const path = target.split("?", 1)[0] ?? "";
    if (path === "/healthz" && (request.method === "GET" || request.method === "HEAD"))
      return send(response, reply(200, "ok"));
    const name = route.exec(path)?.[1];
    if (name === undefined)
      return refuse(request, response, reply(404, "there is nothing here: events go to /events/<trigger>"));
    if (request.method !== "POST")
      return refuse(request, response, withHeader(reply(405, "events are sent by POST"), "Allow", "POST"));
    const alias = events.aliasOf(name);
    const refusal = events.refusal(alias);
    if (refusal) return refuse(request, response, refusal);
    const waitSeconds = rateLimit(alias);
    if (waitSeconds > 0) {
      const answer = reply(429, "too many events in a short time");
      return refuse(request, response, withHeader(answer, "Retry-After", String(waitSeconds)));
    }
    const declared = Number(request.headers["content-length"] ?? 0);
    const tooLarge = reply(413, `the event is larger than ${maxBodyBytes} bytes`);
    if (declared > maxBodyBytes) return refuse(request, response, tooLarge);
    if (request.headers.expect !== undefined) response.writeContinue();

    const chunks: Buffer[] = [];
    let bytes = 0;
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        receivingBytes += chunk.length;
        if (bytes > maxBodyBytes) return await refuse(request, response, tooLarge);
        if (receivingBytes > maxReceivingBytes) {
          const answer = withHeader(reply(503, "too many events come in at once"), "Retry-After", "10");
          return await refuse(request, response, answer);
        }
        chunks.push(chunk);
      }
    } finally {
      receivingBytes -= bytes;
    }
    return send(
      response,
      await events.accept({
        alias,
        method: request.method,
        path: target,
        headers: pairs(request.rawHeaders),
        body: Buffer.concat(chunks),
      }),
    );
  };
}

async function send(response: ServerResponse, { status, headers, body }: Reply): Promise<void> {
  if (response.destroyed) return;
  response.statusCode = status;
  response.setHeader("X-Content-Type-Options", "nosniff");
  for (const [name, value] of headers) if (isSendable(name, value)) response.appendHeader(name, value);
  // HTTP forbids a body here.
  if (status === 204 || status === 304) response.end();
  else response.setHeader("Content-Length", body.length).end(body);
  await once(response, "close");
}

function withHeader(answer: Reply, name: string, value: string): Reply {
  return { ...answer, headers: [...answer.headers, [name, value]] };
}

function isSendable(name: string, value: string): boolean {
  if (hopByHop.has(name.toLowerCase())) return false;
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

/** Node lists names and values in turn. */
function pairs(raw: readonly string[]): readonly (readonly [string, string])[] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ""] as const] : []));
}

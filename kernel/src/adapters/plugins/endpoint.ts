import { createHash, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { isAbsolute } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { connect, type TLSSocket } from "node:tls";
import { Fault, messageOf } from "@gofer/sdk/fault";
import { pluginChannelOptions } from "@gofer/sdk/host";
import { type ChannelCredentials, Client, connectivityState, credentials } from "@grpc/grpc-js";
import { checkHealth, type LaunchedPlugin, readStdio } from "./launch.js";
import type { PluginOutput } from "./plugin-output.js";

/** A certificate and its key, PEM. */
export interface KeyPair {
  readonly pem: string;
  readonly keyPem: string;
}

/** How the one at an endpoint proves who it is. */
type Trust =
  /** A unix socket: whoever may make that file. */
  | { readonly kind: "file" }
  /** The SHA-256 of its certificate, 64 hexadecimal digits. */
  | { readonly kind: "fingerprint"; readonly sha256: string }
  /** A certificate by these authorities, for that name. */
  | { readonly kind: "authorities"; readonly file: string; readonly serverName: string };

export interface Endpoint {
  /** "unix:<absolute path>" or "host:port". */
  readonly address: string;
  readonly trust: Trust;
}

const forms =
  "endpoint:unix:///<path of a socket>, endpoint:<host>:<port>?fingerprint=sha256:<hex>, or endpoint:<host>:<port>?ca=<absolute path>&name=<server name>";

/** Throws `invalid` with what is wrong and what would be right. */
export function parseEndpoint(source: string): Endpoint {
  const refuse = (why: string) => new Fault("invalid", `${JSON.stringify(source)} ${why}: it is ${forms}`);
  const [, rest = "", query] = /^endpoint:([^?]*)(?:\?(.*))?$/s.exec(source) ?? [];
  const parameters = new URLSearchParams(query ?? "");
  const unknown = [...parameters.keys()].filter((key) => !["fingerprint", "ca", "name"].includes(key));
  if (unknown.length > 0) throw refuse(`has the unknown parameter ${unknown.join(", ")}`);
  const path = /^unix:(?:\/\/)?(\/[^\0]+)$/.exec(rest)?.[1];
  const host = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+):(\d{1,5})$/.exec(rest);
  if (path === undefined && (!host || Number(host[2]) > 65_535 || host[1] === "unix")) throw refuse("names no address");
  if (path !== undefined && Buffer.byteLength(path) > 103) throw refuse("has a path of more than 103 bytes");
  const address = path === undefined ? rest : `unix:${path}`;
  const fingerprint = parameters.get("fingerprint");
  const ca = parameters.get("ca");
  if (fingerprint !== null && ca !== null) throw refuse("has both a fingerprint and a ca");
  if (fingerprint !== null) {
    const sha256 = fingerprint
      .replace(/^sha256:/i, "")
      .replaceAll(":", "")
      .toLowerCase();
    if (!/^[0-9a-f]{64}$/.test(sha256))
      throw refuse("has a fingerprint that is not a SHA-256 of 64 hexadecimal digits");
    return { address, trust: { kind: "fingerprint", sha256 } };
  }
  if (ca !== null) {
    if (!isAbsolute(ca)) throw refuse("has a ca that is not an absolute path");
    const serverName = parameters.get("name") ?? (host?.[1] ?? "localhost").replace(/^\[|\]$/g, "");
    return { address, trust: { kind: "authorities", file: ca, serverName } };
  }
  if (path === undefined)
    throw refuse("is over the network, and says neither by which certificate nor by which authority it is known");
  return { address, trust: { kind: "file" } };
}

const connectPatienceMs = 5000;

/**
 * Calls a plugin that runs already. Nothing is launched and nothing stopped: closing ends the connection only. Throws
 * `unavailable` when nobody answers there, and `precondition` for another certificate than the one that was agreed on.
 */
export async function connectEndpoint(
  source: string,
  options: {
    readonly alias: string;
    readonly clientCertificate: () => KeyPair;
    readonly output: PluginOutput;
    readonly signal: AbortSignal;
  },
): Promise<LaunchedPlugin> {
  const { alias } = options;
  const endpoint = parseEndpoint(source);
  const { address } = endpoint;
  let channel: Client | undefined;
  try {
    const { secured, serverName } = await credentialsFor(endpoint, options.clientCertificate);
    channel = new Client(address, secured, {
      ...pluginChannelOptions,
      ...(serverName === undefined ? {} : { "grpc.ssl_target_name_override": serverName }),
    });
    await ready(channel, options.signal);
    await checkHealth(channel);
  } catch (error) {
    channel?.close();
    const code = error instanceof Fault ? error.code : "unavailable";
    throw new Fault(code, `plugin "${alias}" at ${address}: ${messageOf(error)}`, { cause: error });
  }
  const open = channel;
  readStdio(open, options.output);
  return {
    pid: undefined,
    channel: open,
    exited: lost(open),
    stop: async () => open.close(),
  };
}

/**
 * Another process may answer at the address after this one, and be another version without configuration: a connection
 * that is lost is never mended, it is made anew from the beginning.
 */
function lost(channel: Client): Promise<string> {
  return new Promise((resolve) =>
    channel
      .getChannel()
      .watchConnectivityState(connectivityState.READY, Number.POSITIVE_INFINITY, () =>
        resolve("the loss of its connection"),
      ),
  );
}

/** The first failure is one: whoever calls this tries again, and a person waits for the answer. */
async function ready(channel: Client, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + connectPatienceMs;
  const line = channel.getChannel();
  for (;;) {
    const state = line.getConnectivityState(true);
    if (state === connectivityState.READY) return;
    if (signal.aborted) throw new Fault("cancelled", "it is not wanted any more");
    if (state === connectivityState.TRANSIENT_FAILURE || Date.now() >= deadline)
      throw new Fault(
        "unavailable",
        "nobody answers there, or not with gRPC as was agreed on: start the plugin, or correct the address; it is tried again",
      );
    await new Promise<void>((resolve) => {
      line.watchConnectivityState(state, deadline, () => resolve());
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
  }
}

async function credentialsFor(
  { address, trust }: Endpoint,
  clientCertificate: () => KeyPair,
): Promise<{ secured: ChannelCredentials; serverName: string | undefined }> {
  if (trust.kind === "file") return { secured: credentials.createInsecure(), serverName: undefined };
  const own = clientCertificate();
  const [key, certificate] = [Buffer.from(own.keyPem), Buffer.from(own.pem)];
  if (trust.kind === "authorities") {
    let authorities: Buffer;
    try {
      authorities = readFileSync(trust.file);
    } catch (error) {
      throw new Fault("precondition", `the authorities of its certificate cannot be read: ${messageOf(error)}`);
    }
    return { secured: credentials.createSsl(authorities, key, certificate), serverName: trust.serverName };
  }
  const shown = await certificateAt(address, own);
  const found = createHash("sha256").update(shown.raw).digest("hex");
  if (found !== trust.sha256)
    throw new Fault(
      "precondition",
      `it shows the certificate sha256:${found}, and sha256:${trust.sha256} was agreed on: install it anew if that is right`,
    );
  const secured = credentials.createSsl(Buffer.from(shown.toString()), key, certificate, {
    checkServerIdentity: (_host, { raw }) => (raw.equals(shown.raw) ? undefined : new Error("another certificate")),
  });
  return { secured, serverName: "localhost" };
}

/** The certificate that is shown at an address, whoever it is of. */
async function certificateAt(address: string, { pem, keyPem }: KeyPair): Promise<X509Certificate> {
  const path = /^unix:(.*)$/.exec(address)?.[1];
  const at = address.lastIndexOf(":");
  const where =
    path === undefined
      ? { host: address.slice(0, at).replace(/^\[|\]$/g, ""), port: Number(address.slice(at + 1)) }
      : { path };
  const socket: TLSSocket = connect({
    ...where,
    cert: pem,
    key: keyPem,
    rejectUnauthorized: false,
    ALPNProtocols: ["h2"],
  });
  const done = new AbortController();
  try {
    await Promise.race([
      once(socket, "secureConnect"),
      delay(connectPatienceMs, undefined, { signal: done.signal }).then(() => {
        throw new Error(`no answer within ${connectPatienceMs / 1000} s`);
      }),
    ]);
    const certificate = socket.getPeerX509Certificate();
    if (!certificate) throw new Error("it shows no certificate");
    return certificate;
  } catch (error) {
    throw new Fault(
      "unavailable",
      `no TLS connection (${messageOf(error)}): start the plugin, or correct the address; it is tried again`,
    );
  } finally {
    done.abort();
    socket.on("error", () => undefined).destroy();
  }
}

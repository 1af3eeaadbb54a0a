import { readFileSync } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import { type Server, ServerCredentials } from "@grpc/grpc-js";
import type { Logger } from "pino";
import { Fault, messageOf } from "../fault.js";

/** Where a plugin serves that no kernel starts, and how it and its kernels know each other. */
export interface ListenAddress {
  /** "unix:<path>" or "host:port". */
  readonly address: string;
  readonly tls: { readonly certificate: Buffer; readonly key: Buffer; readonly clients: Buffer } | undefined;
}

/**
 * From GOFER_PLUGIN_LISTEN (unix:///<path> or host:port) and, with TLS, the files named by GOFER_PLUGIN_TLS_CERT,
 * GOFER_PLUGIN_TLS_KEY and GOFER_PLUGIN_TLS_CLIENT (what the kernels' certificates are, or who signed them). Undefined
 * when a kernel starts the plugin. Throws `invalid`.
 */
export function endpointFrom(environment: NodeJS.ProcessEnv): ListenAddress | undefined {
  const listen = environment["GOFER_PLUGIN_LISTEN"];
  if (!listen) return undefined;
  const path = /^unix:(?:\/\/)?(\/.+)$/.exec(listen)?.[1];
  const read = (name: string) => {
    try {
      return readFileSync(environment[name] ?? "");
    } catch (error) {
      throw new Fault("invalid", `${name} is a file in PEM: ${messageOf(error)}`);
    }
  };
  const withTls = ["CERT", "KEY", "CLIENT"].some((name) => environment[`GOFER_PLUGIN_TLS_${name}`]);
  if (path === undefined && !withTls)
    throw new Fault(
      "invalid",
      `GOFER_PLUGIN_LISTEN is ${listen}: over the network set GOFER_PLUGIN_TLS_CERT, GOFER_PLUGIN_TLS_KEY and GOFER_PLUGIN_TLS_CLIENT too`,
    );
  const tls = withTls
    ? {
        certificate: read("GOFER_PLUGIN_TLS_CERT"),
        key: read("GOFER_PLUGIN_TLS_KEY"),
        clients: read("GOFER_PLUGIN_TLS_CLIENT"),
      }
    : undefined;
  return { address: path === undefined ? listen : `unix:${path}`, tls };
}

/** A socket that an earlier process has left there is replaced. */
export async function listenAt(server: Server, { address, tls }: ListenAddress, log: Logger): Promise<void> {
  const path = address.startsWith("unix:") ? address.slice("unix:".length) : undefined;
  if (path !== undefined) await rm(path, { force: true });
  const credentials = tls
    ? ServerCredentials.createSsl(tls.clients, [{ cert_chain: tls.certificate, private_key: tls.key }], true)
    : ServerCredentials.createInsecure();
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(address, credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  if (path !== undefined) await chmod(path, 0o600);
  log.info({ address: path === undefined ? address.replace(/:0$/, `:${port}`) : address }, "serving at an endpoint");
}

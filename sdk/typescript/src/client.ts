import { Kernel, type KernelDefinition, type KernelHandlers } from "@gofer/proto";
import { Client, credentials, Metadata } from "@grpc/grpc-js";
import { clientOf, type ServiceClient } from "./rpc/index.js";

/** The kernel's API as a client sees it. */
export type KernelClient = ServiceClient<KernelHandlers, KernelDefinition>;

export interface KernelAddress {
  /** host:port, or unix:<path>. */
  readonly address: string;
  /** PEM of the kernel's own certificate for localhost, as in development mode: trusted by itself. */
  readonly certificate?: string | undefined;
  /** PEM of the authorities to trust instead of the system's; the server's name is checked. */
  readonly authorities?: string | undefined;
  /** The name that the server's certificate must have, where it is not that of the address. */
  readonly serverName?: string | undefined;
  readonly token?: string | undefined;
}

/** A client of the kernel; nothing is sent before the first call. */
export function connectKernel({ address, certificate, authorities, serverName, token }: KernelAddress): {
  readonly kernel: KernelClient;
  readonly close: () => void;
} {
  const trusted = certificate ?? authorities;
  // A certificate that is trusted by itself was made for localhost, whatever address it is reached by.
  const name = serverName ?? (certificate === undefined ? undefined : "localhost");
  const channel = new Client(address, credentials.createSsl(trusted ? Buffer.from(trusted) : null), {
    ...(name === undefined ? {} : { "grpc.ssl_target_name_override": name }),
    "grpc.max_receive_message_length": 16 << 20,
    // A message of output is up to 256 KiB: with less room than a few of them, each one waits for its reader.
    "grpc-node.flow_control_window": 1 << 20,
    "grpc.initial_reconnect_backoff_ms": 100,
    "grpc.max_reconnect_backoff_ms": 1000,
  });
  const metadata = new Metadata();
  if (token) metadata.set("authorization", `Bearer ${token}`);
  const closed = new AbortController();
  return {
    kernel: clientOf(Kernel, channel, { metadata, signal: closed.signal }),
    close: () => {
      closed.abort();
      channel.close();
    },
  };
}

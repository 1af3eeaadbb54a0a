import { Kernel, type KernelDefinition, type KernelHandlers } from "@gofer/proto";
import { Client, credentials, Metadata } from "@grpc/grpc-js";
import { clientOf, type ServiceClient } from "./rpc/index.js";

/** The kernel's API as a client sees it. */
export type KernelClient = ServiceClient<KernelHandlers, KernelDefinition>;

export interface KernelAddress {
  /** host:port, or unix:<path>. */
  readonly address: string;
  /** PEM of the certificate to trust; absent trusts the system's authorities. */
  readonly certificate?: string | undefined;
  readonly token?: string | undefined;
}

/** A client of the kernel; nothing is sent before the first call. */
export function connectKernel({ address, certificate, token }: KernelAddress): {
  readonly kernel: KernelClient;
  readonly close: () => void;
} {
  const channel = new Client(address, credentials.createSsl(certificate ? Buffer.from(certificate) : null), {
    // A certificate that is trusted by itself was made for localhost, whatever address it is reached by.
    ...(certificate ? { "grpc.ssl_target_name_override": "localhost" } : {}),
    "grpc.max_receive_message_length": 16 << 20,
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

import { basename, dirname, join, resolve } from "node:path";
import { Client, credentials } from "@grpc/grpc-js";
import { Fault } from "../fault.js";
import type { Certificate } from "../plugin/certificate.js";
import { type Handshake, launchEnvironment } from "../plugin/handshake.js";
import { PinnedCredentials } from "../rpc/pinned.js";

/**
 * The channel to a plugin that has said where it serves, pinned to the certificate it announced. Nothing is sent before
 * the first call. Throws `precondition` for an address outside `socketDirectory`, and for TCP without a certificate.
 */
export function openPluginChannel(
  { network, address, certificate }: Handshake,
  { own, socketDirectory, peer }: { own: Certificate; socketDirectory: string; peer: string },
): Client {
  if (network === "unix" && dirname(resolve(address)) !== resolve(socketDirectory)) {
    throw new Fault(
      "precondition",
      `it serves on ${address}, outside its socket directory: it must use ${launchEnvironment.socketDirectory}`,
    );
  }
  if (!certificate && network !== "unix") {
    throw new Fault(
      "precondition",
      `it serves on ${address} without a certificate: on TCP a plugin must use the client certificate it is given (AutoMTLS)`,
    );
  }
  const trust = certificate
    ? new PinnedCredentials({ certificate, own, refusal: `${peer} shows another certificate than it announced` })
    : credentials.createInsecure();
  return new Client(network === "unix" ? `unix:${join(socketDirectory, basename(address))}` : address, trust, {
    "grpc.ssl_target_name_override": "localhost",
    ...pluginChannelOptions,
  });
}

/** Of every channel to a plugin. */
export const pluginChannelOptions = {
  "grpc.max_receive_message_length": 16 << 20,
  "grpc.max_send_message_length": -1,
  // A message of output is 256 KiB: with less room than a few of them, each one waits for its reader.
  "grpc-node.flow_control_window": 1 << 20,
  "grpc.initial_reconnect_backoff_ms": 20,
  "grpc.max_reconnect_backoff_ms": 500,
} as const;

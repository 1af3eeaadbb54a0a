import { Fault } from "../fault.js";

/**
 * The launch protocol: go-plugin core protocol 1, gRPC only (its `client.go` and `server.go`).
 * The plugin prints one line `CORE|APP|NETWORK|ADDRESS|grpc|CERTIFICATE` and serves on the address.
 */
export const cookie = {
  name: "GOFER_PLUGIN_MAGIC_COOKIE",
  value: "8f3c1e6d0b7a49521f4de8c36a9075bd2e61f0c4975a3d8be410267cf95d83ab",
} as const;

/** Names of the environment variables that the host sets, as go-plugin calls them. */
export const launchEnvironment = {
  protocolVersions: "PLUGIN_PROTOCOL_VERSIONS",
  clientCertificate: "PLUGIN_CLIENT_CERT",
  socketDirectory: "PLUGIN_UNIX_SOCKET_DIR",
} as const;

export const coreProtocolVersion = 1;
/** Stands for the base contract gofer.plugin.v1; it never changes. */
export const applicationProtocolVersion = 1;

export interface Handshake {
  readonly network: "unix" | "tcp";
  /** Socket path, or host:port. */
  readonly address: string;
  /** DER of the plugin's certificate; absent when it serves without TLS. */
  readonly certificate: Buffer | undefined;
}

export function formatHandshake({ network, address, certificate }: Handshake): string {
  const certificateField = certificate?.toString("base64").replace(/=+$/, "") ?? "";
  return [coreProtocolVersion, applicationProtocolVersion, network, address, "grpc", certificateField].join("|");
}

/** True for a line that is meant as a handshake, so that noise before it can be told apart. */
export function looksLikeHandshake(line: string): boolean {
  return /^\d+\|\d+\|(unix|tcp)\|/.test(line);
}

/** Throws `precondition` with the reason when the two sides do not fit, `invalid` when the line is broken. */
export function parseHandshake(line: string): Handshake {
  const [core, application, network, address = "", protocol = "netrpc", certificateField = ""] = line.split("|");
  if (Number(core) !== coreProtocolVersion) {
    throw new Fault(
      "precondition",
      `the plugin speaks core protocol ${core ?? ""}, this kernel speaks ${coreProtocolVersion}: rebuild it with go-plugin 1.x or a current Gofer SDK`,
    );
  }
  if (Number(application) !== applicationProtocolVersion) {
    throw new Fault(
      "precondition",
      `the plugin speaks plugin protocol version ${application ?? ""}, this kernel speaks ${applicationProtocolVersion}: install a version of the plugin for this kernel`,
    );
  }
  if (protocol !== "grpc") {
    throw new Fault(
      "precondition",
      `the plugin speaks "${protocol}", this kernel speaks "grpc": set GRPCServer in the plugin's ServeConfig`,
    );
  }
  if ((network !== "unix" && network !== "tcp") || address === "") {
    throw new Fault("invalid", `the handshake line names no address: ${JSON.stringify(line.slice(0, 200))}`);
  }
  // go-plugin hosts ignore a field of 50 characters or less: old plugins put something else there.
  const certificate = certificateField.length > 50 ? Buffer.from(certificateField, "base64") : undefined;
  return { network, address, certificate };
}

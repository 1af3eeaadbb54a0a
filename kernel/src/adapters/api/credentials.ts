import type { SecureContextOptions } from "node:tls";
import { ServerCredentials } from "@grpc/grpc-js";

interface KeyPair {
  readonly pem: string;
  readonly keyPem: string;
}

const minVersion = "TLSv1.2";

/** TLS of a gRPC server whose certificate can be replaced: new connections get the new one, old ones go on. */
export class ReplaceableCredentials extends ServerCredentials {
  constructor(certificate: KeyPair) {
    super({ minVersion }, contextOf(certificate));
  }

  replace(certificate: KeyPair): void {
    this.updateSecureContextOptions(contextOf(certificate));
  }

  override _equals(other: ServerCredentials): boolean {
    return this === other;
  }
}

function contextOf({ pem, keyPem }: KeyPair): SecureContextOptions {
  // No client has to show a certificate; without this Node reads all authorities that it knows, a tenth of a start.
  return { cert: pem, key: keyPem, minVersion, ca: [] };
}

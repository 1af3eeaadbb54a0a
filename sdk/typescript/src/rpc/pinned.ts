import { X509Certificate } from "node:crypto";
import { connect, createSecureContext, createServer, type Server as TlsServer } from "node:tls";
import { CallCredentials, ChannelCredentials, type Server, ServerCredentials } from "@grpc/grpc-js";

// TLS between two who know each other's certificate. Each compares the one that is shown with the one it knows, which
// says as much as to trust that one alone: TLS itself proves that the other side has its key. It is not given to OpenSSL
// as an authority (`ca`), because Node then reads the 144 of its own first, to leave them out: half of a plugin's start
// (nodejs/node#56301).

/** PEM, as `createCertificate` makes them. */
interface KeyPair {
  readonly pem: string;
  readonly keyPem: string;
}

const minVersion = "TLSv1.2" as const;
/** Who refuses a certificate is the code below: OpenSSL knows none. */
const unverified = { ALPNProtocols: ["h2"], rejectUnauthorized: false };

type Connector = ReturnType<ChannelCredentials["_createSecureConnector"]>;

/** Of a channel to one who must show exactly this certificate (DER); `refusal` is what is said of another one. */
export class PinnedCredentials extends ChannelCredentials {
  readonly #context;
  readonly #certificate: Buffer;
  readonly #refusal: string;

  constructor(options: { readonly certificate: Buffer; readonly own: KeyPair | undefined; readonly refusal: string }) {
    super();
    const { certificate, own, refusal } = options;
    this.#context = createSecureContext({ ...(own && { cert: own.pem, key: own.keyPem }), ca: [], minVersion });
    this.#certificate = certificate;
    this.#refusal = refusal;
  }

  override _isSecure(): boolean {
    return true;
  }

  override _equals(other: ChannelCredentials): boolean {
    return this === other;
  }

  override _createSecureConnector(...[, , calls]: Parameters<ChannelCredentials["_createSecureConnector"]>): Connector {
    const options = { ...unverified, secureContext: this.#context, servername: "localhost" };
    return {
      connect: (socket) =>
        new Promise((resolve, reject) => {
          const secured = connect({ ...options, socket }, () => {
            if (secured.getPeerX509Certificate()?.raw.equals(this.#certificate) === true) {
              resolve({ socket: secured, secure: true });
              return;
            }
            secured.destroy();
            reject(new Error(this.#refusal));
          });
          secured.on("error", reject);
        }),
      waitForReady: async () => undefined,
      getCallCredentials: () => calls ?? CallCredentials.createEmpty(),
      destroy: () => undefined,
    };
  }
}

/** Has a server take connections at the path of a unix socket from those alone who show one of these certificates (PEM). */
export async function listenPinned(
  server: Server,
  path: string,
  { own, clients }: { readonly own: KeyPair; readonly clients: string },
): Promise<TlsServer> {
  const known = certificatesIn(clients);
  const connections = server.createConnectionInjector(ServerCredentials.createInsecure());
  const options = { ...unverified, cert: own.pem, key: own.keyPem, requestCert: true, ca: [], minVersion };
  const listener = createServer(options, (socket) => {
    const shown = socket.getPeerX509Certificate()?.raw;
    if (shown && known.some((certificate) => certificate.equals(shown))) connections.injectConnection(socket);
    else socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    listener.once("error", reject).listen(path, resolve);
  });
  return listener;
}

function certificatesIn(pem: string): Buffer[] {
  const found = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return found.map((one) => new X509Certificate(one).raw);
}

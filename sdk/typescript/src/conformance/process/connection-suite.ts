import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createConnection } from "node:net";
import { connect as connectTls } from "node:tls";
import { Health, Plugin } from "@gofer/proto";
import { Client, credentials } from "@grpc/grpc-js";
import { openPluginChannel } from "../../host/index.js";
import { type Certificate, createCertificate, toPem } from "../../plugin/certificate.js";
import { type Handshake, parseHandshake } from "../../plugin/handshake.js";
import { clientOf } from "../../rpc/index.js";
import { defineSuite } from "../case.js";
import { check, checkEqual, refused, within } from "../check.js";
import { shakeHands } from "./driver.js";

/** Tries a health check over a connection that the plugin must refuse. */
async function checkRefused(what: string, handshake: Handshake, trust: ReturnType<typeof credentials.createSsl>) {
  const target = handshake.network === "unix" ? `unix:${handshake.address}` : handshake.address;
  const channel = new Client(target, trust, { "grpc.ssl_target_name_override": "localhost" });
  try {
    await refused(
      what,
      clientOf(Health, channel).check({ service: "plugin" }, { timeoutMs: 3000 }),
      "unavailable",
      "deadline",
    );
  } finally {
    channel.close();
  }
}

function trustIn({ certificate }: Handshake, own?: Certificate) {
  const root = certificate ? Buffer.from(toPem(certificate)) : null;
  return own
    ? credentials.createSsl(root, Buffer.from(own.keyPem), Buffer.from(own.pem))
    : credentials.createSsl(root, null, null);
}

/** What the plugin's process lets in, and what it answers to whom it knows. */
export const connectionSuite = defineSuite(
  { prefix: "process", contract: "gofer.plugin.v1" },
  {
    "mtls-stranger": {
      summary: "A client with another certificate than the host's is refused.",
      run: async (bench) => {
        const { handshake } = await shakeHands(bench);
        if (!handshake.certificate) return bench.skip("it serves without TLS");
        await checkRefused("a call with a stranger's certificate", handshake, trustIn(handshake, createCertificate()));
      },
    },
    "mtls-no-certificate": {
      summary: "A client without a certificate is refused.",
      run: async (bench) => {
        const { handshake } = await shakeHands(bench);
        if (!handshake.certificate) return bench.skip("it serves without TLS");
        await checkRefused("a call without a client certificate", handshake, trustIn(handshake));
      },
    },
    "mtls-plaintext": {
      summary: "A plugin that announced a certificate takes no call in plaintext.",
      run: async (bench) => {
        const { handshake } = await shakeHands(bench);
        if (!handshake.certificate) return bench.skip("it serves without TLS");
        await checkRefused("a call in plaintext", handshake, credentials.createInsecure());
      },
    },
    "mtls-announced": {
      summary: "The certificate that it serves with is the one that it announced.",
      run: async (bench) => {
        const { process, handshake } = await shakeHands(bench);
        const { certificate, network, address } = handshake;
        if (!certificate) return bench.skip("it serves without TLS");
        const [host = "", port = ""] = address.split(":");
        const socket = connectTls({
          socket: network === "unix" ? createConnection(address) : createConnection(Number(port), host),
          cert: process.certificate.pem,
          key: process.certificate.keyPem,
          ALPNProtocols: ["h2"],
          rejectUnauthorized: false,
        });
        socket.on("error", () => undefined);
        bench.defer(async () => socket.destroy());
        await within("the plugin finishes the TLS handshake", 5000, once(socket, "secureConnect"));
        check(socket.getPeerCertificate().raw.equals(certificate), "it shows another certificate than it announced");
      },
    },
    health: {
      summary: 'grpc.health.v1 answers SERVING for the service "plugin" before anything else was called.',
      run: async (bench) => {
        const { process, handshake } = await shakeHands(bench);
        const channel = openPluginChannel(handshake, {
          own: process.certificate,
          socketDirectory: process.socketDirectory,
          peer: "the plugin",
        });
        bench.defer(async () => channel.close());
        const { status } = await clientOf(Health, channel).check({ service: "plugin" }, { timeoutMs: 5000 });
        checkEqual("the health", status, "SERVING");
      },
    },
    "health-unknown-service": {
      level: "SHOULD",
      summary: "A health check of a service that the plugin does not know is NOT_FOUND, as the health protocol says.",
      run: async (bench) => {
        const plugin = await bench.launch();
        await refused("Check of an unknown service", plugin.client(Health).check({ service: "nobody" }), "notFound");
      },
    },
    "unknown-method": {
      summary: "A method that the plugin does not have is UNIMPLEMENTED, and the plugin goes on.",
      run: async (bench) => {
        const { channel, client } = await bench.launch();
        const answered = new Promise<number>((resolve) => {
          channel.makeUnaryRequest(
            "/gofer.plugin.v1.Plugin/NoSuchMethod",
            (bytes: Buffer) => bytes,
            (bytes: Buffer) => bytes,
            Buffer.alloc(0),
            (error) => resolve(error?.code ?? 0),
          );
        });
        checkEqual("the status code of an unknown method", await within("it is answered", 5000, answered), 12);
        await client(Health).check({ service: "plugin" });
      },
    },
    "broken-message": {
      summary: "Bytes that are no message are refused, and the plugin goes on.",
      run: async (bench) => {
        const { channel, client } = await bench.launch();
        const answered = new Promise<number>((resolve) => {
          channel.makeUnaryRequest(
            "/gofer.plugin.v1.Plugin/ValidateConfig",
            (bytes: Buffer) => bytes,
            (bytes: Buffer) => bytes,
            Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x01]),
            (error) => resolve(error?.code ?? 0),
          );
        });
        check((await within("it is answered", 5000, answered)) !== 0, "a broken message is answered OK");
        await client(Health).check({ service: "plugin" });
      },
    },
    "logs-to-stderr": {
      level: "SHOULD",
      summary: "After the handshake line nothing comes on standard output.",
      run: async (bench) => {
        const plugin = await bench.launch();
        await bench.configure(plugin);
        await plugin.base.getInfo({});
        const lines = plugin.process().written().stdout.trim().split("\n");
        checkEqual("the number of lines on standard output", lines.length, 1);
      },
    },
    "no-network": {
      summary: "GetInfo works in a process that has no network.",
      run: async (bench) => {
        const wrapper = ["unshare", "--user", "--net", "--map-root-user", "--"];
        try {
          execFileSync("unshare", [...wrapper.slice(1), "true"], { stdio: "ignore" });
        } catch {
          return bench.skip("this system does not let a process give up its network (unshare)");
        }
        const process = await bench.spawn({ wrapper });
        const handshake = parseHandshake(await process.handshakeLine());
        if (handshake.network === "tcp") return bench.skip("it serves on TCP");
        const channel = openPluginChannel(handshake, {
          own: process.certificate,
          socketDirectory: process.socketDirectory,
          peer: "the plugin",
        });
        bench.defer(async () => channel.close());
        await clientOf(Plugin, channel).getInfo({}, { timeoutMs: 5000 });
      },
    },
  },
);

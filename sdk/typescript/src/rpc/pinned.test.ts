import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type Server as TlsServer } from "node:tls";
import { Health } from "@gofer/proto";
import { Client, credentials, Server } from "@grpc/grpc-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Certificate, createCertificate } from "../plugin/certificate.js";
import { clientOf } from "./client.js";
import { listenPinned, PinnedCredentials } from "./pinned.js";
import { addService } from "./server.js";

const folder = mkdtempSync(join(tmpdir(), "gofer-pinned-"));
const path = join(folder, "s");
const server = new Server();
const [its, known, alsoKnown, stranger] = Array.from({ length: 4 }, () => createCertificate()) as [
  Certificate,
  Certificate,
  Certificate,
  Certificate,
];
let listener: TlsServer;

beforeAll(async () => {
  addService(server, Health, {
    check: () => ({ status: "SERVING" as const }),
    async *watch() {
      yield { status: "SERVING" as const };
    },
  });
  listener = await listenPinned(server, path, { own: its, clients: known.pem + alsoKnown.pem });
});
afterAll(() => {
  listener.close();
  server.forceShutdown();
  rmSync(folder, { recursive: true });
});

const refusal = "it shows another certificate";

async function check(trust: PinnedCredentials | ReturnType<typeof credentials.createInsecure>, at = path) {
  const channel = new Client(`unix:${at}`, trust);
  try {
    return (await clientOf(Health, channel).check({ service: "" }, { timeoutMs: 10_000 })).status;
  } finally {
    channel.close();
  }
}

test("one who is known calls one who is known", async () => {
  expect(await check(new PinnedCredentials({ certificate: its.der, own: known, refusal }))).toBe("SERVING");
  expect(await check(new PinnedCredentials({ certificate: its.der, own: alsoKnown, refusal }))).toBe("SERVING");
});

test.each([
  ["without a certificate", () => new PinnedCredentials({ certificate: its.der, own: undefined, refusal })],
  ["with another one", () => new PinnedCredentials({ certificate: its.der, own: stranger, refusal })],
  // The same name, issuer and all, and so what a look at names alone would let in.
  [
    "with one that is like it",
    () => new PinnedCredentials({ certificate: its.der, own: createCertificate(), refusal }),
  ],
  ["in plaintext", () => credentials.createInsecure()],
])("who calls %s is not let in", async (_how, trust) => {
  await expect(check(trust())).rejects.toMatchObject({ code: "unavailable" });
});

test("who answers with another certificate is told nothing", async () => {
  const impostor = join(folder, "impostor");
  let heard = 0;
  const fake = createServer({ cert: stranger.pem, key: stranger.keyPem, ALPNProtocols: ["h2"] }, (socket) =>
    socket.on("data", (data: Buffer) => (heard += data.length)),
  );
  await new Promise<void>((resolve) => fake.listen(impostor, resolve));
  const trust = new PinnedCredentials({ certificate: its.der, own: known, refusal });
  await expect(check(trust, impostor)).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining(refusal) as string,
  });
  expect(heard).toBe(0);
  fake.close();
});

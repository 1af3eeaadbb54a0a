import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createCertificate } from "@gofer/sdk/plugin";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestKernel } from "../support/kernel.js";

/** The walk-through of docs/authentication.md, command by command. */

const kernel = new TestKernel({ GOFER_DEV_MODE: "false" });
const certificateFile = join(kernel.dataDirectory, "server.crt");
const keyFile = join(kernel.dataDirectory, "server.key");
const tls = { GOFER_SERVER_TLS_CERT_PATH: certificateFile, GOFER_SERVER_TLS_KEY_PATH: keyFile };
let admin = "";
let client = "";

function installCertificate(): string {
  const { pem, keyPem } = createCertificate({ validForMs: 90 * 24 * 3600_000 });
  writeFileSync(keyFile, keyPem, { mode: 0o600 });
  writeFileSync(certificateFile, pem);
  return pem;
}

async function good(...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await kernel.gofer(...words);
  expect(stderr).not.toContain("gofer: ");
  expect(code).toBe(0);
  return stdout.toString().trim();
}

beforeAll(async () => {
  kernel.set(tls);
  installCertificate();
  await kernel.start();
});
afterAll(() => kernel[Symbol.asyncDispose]());

test("without a token only version and mode are shown", async () => {
  const info = JSON.parse(await good("service", "info", "--format", "json")) as Record<string, unknown>;
  expect(info).toMatchObject({ developmentMode: false, dataDirectory: "", scheduler: "" });
  const { code, stderr } = await kernel.gofer("pipeline", "list");
  expect([code, stderr]).toEqual([3, expect.stringContaining("--token")]);
});

test("B64: the bootstrap needs the kernel's files and works once, over restarts too", async () => {
  expect((await kernel.gofer("service", "token", "bootstrap", "--proof", "guess")).code).toBe(3);
  const proof = join(kernel.dataDirectory, "bootstrap-proof");
  expect(statSync(proof).mode & 0o777).toBe(0o600);
  admin = await good("service", "token", "bootstrap");
  expect(admin).toMatch(/^gofer_[0-9a-f]{12}_\S{43}$/);
  expect(readdirSync(kernel.dataDirectory)).not.toContain("bootstrap-proof");
  await kernel.stop();
  await kernel.start();
  expect((await kernel.gofer("service", "token", "bootstrap")).code).toBe(6);
  expect(await good("service", "token", "whoami", "--token", admin)).toContain("management");
});

test("tokens are not in the ledger as they are", () => {
  for (const file of readdirSync(kernel.dataDirectory).filter((name) => name.startsWith("kernel.db"))) {
    expect(readFileSync(join(kernel.dataDirectory, file)).includes(admin.slice(19))).toBe(false);
  }
});

test("a client works in its namespace and sees nothing else", async () => {
  const missing = await kernel.gofer("service", "token", "create", "client", "-n", "team", "--token", admin);
  expect(missing.code).toBe(4);
  await good("namespace", "create", "team", "The team", "--token", admin);
  const wrong = async (...words: string[]) =>
    (await kernel.gofer("service", "token", "create", "client", "-n", "team", "--token", admin, ...words)).stderr;
  expect(await wrong("-m", "x")).toContain('note "x" is not name=value');
  expect(await wrong("-e", "99999999d")).toContain("expiry 99999999d is more than 100 years");
  client = await good("service", "tokens", "create", "client", "-n", "team", "-e", "90d", "--token", admin);
  const file = join(kernel.dataDirectory, "first.json");
  const script = [
    "sh",
    "-c",
    'test -n "$GOFER_API_CERTIFICATE" && echo "token=$GOFER_API_TOKEN" && echo "address=$GOFER_API_ADDRESS"',
  ];
  const container = { image: "any", command: script, injectApiToken: true };
  writeFileSync(file, JSON.stringify({ id: "first", tasks: [{ id: "task", container }] }));
  kernel.set({ GOFER_CLI_TOKEN: client, GOFER_CLI_NAMESPACE: "team" });
  expect((await kernel.gofer("pipeline", "plan", file)).code).toBe(20);
  await good("pipeline", "create", file);
  expect((await kernel.gofer("pipeline", "plan", file)).code).toBe(0);
  await good("run", "start", "first", "--wait");
  expect((await kernel.gofer("pipeline", "list", "--namespace", "default")).code).toBe(4);
  expect((await kernel.gofer("pipeline", "list", "--namespace", "nowhere")).code).toBe(4);
  expect((await kernel.gofer("plugin", "list")).code).toBe(3);
  expect(await good("event", "list", "--format", "json")).not.toContain('"namespace":"default"');
});

test("B01, B21: a task gets a token that works, is shown nowhere, and ends with its run", async () => {
  const shown = await good("taskrun", "get", "first", "@latest", "task", "--format", "json");
  expect(shown).toContain("[token of this run]");
  const output = await good("taskrun", "logs", "first", "@latest", "task");
  const token = /^token=(gofer_run_team\.first\.1\.1_\S{43})$/m.exec(output)?.[1] ?? "";
  expect(shown).not.toContain(token);
  const { code, stderr } = await kernel.gofer("run", "get", "first", "--token", token);
  expect([code, stderr]).toEqual([3, expect.stringContaining("ended with its run")]);
  expect(await good("service", "token", "list", "--token", admin)).not.toContain("gofer_run");
});

test("another machine trusts the authority that it is told of, and no other", async () => {
  const { address } = JSON.parse(readFileSync(join(kernel.dataDirectory, "kernel.json"), "utf8")) as {
    address: string;
  };
  const far = ["--host", address.replace("127.0.0.1", "localhost"), "run", "list"];
  const other = join(kernel.dataDirectory, "other.crt");
  writeFileSync(other, createCertificate().pem);
  kernel.set({ GOFER_CLI_TLS_CA: certificateFile });
  await good(...far);
  // Node warns of an address where it expects a name.
  expect((await kernel.gofer("--host", address, "run", "list")).stderr).not.toContain("Warning");
  const { code, stderr } = await kernel.gofer(...far, "--tls-ca", other);
  expect([code, stderr]).toEqual([8, expect.stringContaining("--tls-ca")]);
  kernel.set({ GOFER_CLI_TLS_CA: undefined });
});

test("what is destroyed is asked for, and without a terminal it must be said", async () => {
  const refused = await kernel.gofer("namespace", "delete", "team", "--token", admin);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("--yes")]);
  await good("namespace", "delete", "team", "--yes", "--token", admin);
  expect((await kernel.gofer("pipeline", "list")).code).toBe(4);
});

test("a certificate that is not good is refused with its file", async () => {
  await kernel.stop();
  writeFileSync(certificateFile, createCertificate().pem);
  const mismatch = await kernel.failedStart();
  expect(mismatch).toContain("exit code 2");
  expect(mismatch).toContain(`${keyFile}: is not the key of the certificate in ${certificateFile}`);
  const { pem, keyPem } = createCertificate({ validForMs: -1000 });
  writeFileSync(certificateFile, pem);
  writeFileSync(keyFile, keyPem);
  expect(await kernel.failedStart()).toMatch(/server\.crt: the certificate expired on .*: renew it/);
  writeFileSync(certificateFile, "nonsense");
  expect(await kernel.failedStart()).toContain(`${certificateFile}: is not a certificate in PEM form`);
});

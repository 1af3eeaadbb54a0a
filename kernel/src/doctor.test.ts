import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCertificate } from "@gofer/sdk/plugin";
import { afterAll, beforeAll, expect, test } from "vitest";
import { examine } from "./doctor.js";

const folder = mkdtempSync(join(tmpdir(), "gofer-doctor-"));
afterAll(() => rmSync(folder, { recursive: true }));
const taken = createServer();
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const address = taken.address();
  port = typeof address === "object" && address ? address.port : 0;
});
afterAll(() => taken.close());

async function examineFile(text: string, nowMs = Date.now()) {
  const file = join(folder, "gofer.hcl");
  writeFileSync(file, `data_dir = "${folder}"\nexternal_events_api {\n  enable = false\n}\n${text}`);
  return examine({ environment: {}, file, development: false }, nowMs);
}
const verdicts = (findings: Awaited<ReturnType<typeof examine>>, subject: string) =>
  findings.filter((finding) => finding.subject === subject).map(({ verdict, message }) => `${verdict}: ${message}`);

test("a configuration that cannot be read is the finding, and nothing is thrown", async () => {
  const findings = await examineFile("log_level = info");
  expect(verdicts(findings, "configuration").join()).toMatch(/^problem: .*gofer.hcl:5:13: "info" is not a value/);
});

test("every problem of the configuration is one, and the rest is still looked at", async () => {
  const findings = await examineFile('dev_mode = true\nlog_levle = "info"\nrun_parallelism_limit = -1');
  expect(verdicts(findings, "configuration")).toHaveLength(2);
  expect(verdicts(findings, "data directory")).toEqual([`ok: ${folder}`]);
});

test("a certificate that ends soon, has ended, or does not fit its key", async () => {
  const [crt, key] = [join(folder, "tls.crt"), join(folder, "tls.key")];
  const made = createCertificate({ validForMs: 10 * 24 * 3600_000 });
  writeFileSync(crt, made.pem);
  writeFileSync(key, made.keyPem, { mode: 0o600 });
  const text = `server {\n  tls_cert_path = "${crt}"\n  tls_key_path = "${key}"\n}`;
  expect(verdicts(await examineFile(text), "certificate").join()).toMatch(/^warning: .*: 9 days$/);
  expect(verdicts(await examineFile(text, Date.now() + 20 * 24 * 3600_000), "certificate").join()).toMatch(
    /^problem: .* expired on /,
  );
  writeFileSync(key, createCertificate().keyPem);
  chmodSync(key, 0o644);
  expect(verdicts(await examineFile(text), "certificate").join()).toMatch(/^problem: the certificate cannot be used/);
});

test("an address that is taken, a clock that went back, a folder without plugins", async () => {
  const findings = await examineFile(
    `dev_mode = true\nplugin_dir = "${folder}"\nserver {\n  host = "127.0.0.1:${port}"\n}`,
    Date.now() - 10 * 365 * 24 * 3600_000,
  );
  expect(verdicts(findings, "server.host")).toEqual([`problem: 127.0.0.1:${port} cannot be listened on`]);
  expect(verdicts(findings, "clock").join()).toMatch(/^problem: /);
  expect(verdicts(findings, "plugins")).toEqual([`problem: there is no scheduler plugin in ${folder}`]);
});

test("a data directory that others can read", async () => {
  chmodSync(folder, 0o755);
  const findings = await examineFile("dev_mode = true");
  chmodSync(folder, 0o700);
  expect(verdicts(findings, "data directory")).toEqual([`warning: ${folder} is open to others (mode 755)`]);
});

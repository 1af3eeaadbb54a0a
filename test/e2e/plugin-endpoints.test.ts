import { type ChildProcess, spawn } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createCertificate } from "@gofer/sdk/plugin";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestKernel } from "../support/kernel.js";
import { pluginsOnly } from "../support/plugin-folder.js";

const program = join(import.meta.dirname, "..", "fixtures", "plugins", "task-caller.mjs");
const folder = mkdtempSync(join(tmpdir(), "gofer-endpoints-"));
const kernel = new TestKernel({ GOFER_PLUGIN_DIR: pluginsOnly("scheduler-process") });
const running = new Set<ChildProcess>();

beforeAll(() => kernel.start());
afterAll(async () => {
  await kernel[Symbol.asyncDispose]();
  for (const child of running) child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

/** A plugin that no kernel starts; resolves with where it serves when it does. */
async function serve(listen: string, environment: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, ...environment, GOFER_PLUGIN_LISTEN: listen },
    stdio: ["ignore", "ignore", "pipe"],
  });
  running.add(child);
  for await (const line of createInterface(child.stderr)) {
    const address = /"address":"([^"]+)"/.exec(line)?.[1];
    if (address === undefined) throw new Error(line);
    child.stderr.resume();
    const end = async () => {
      child.kill("SIGKILL");
      await once(child, "exit");
    };
    return { address, end, isThere: () => child.exitCode === null && child.signalCode === null };
  }
  throw new Error("the plugin ended");
}

async function gofer(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await kernel.gofer(...words);
  expect(`${code} ${code === 0 ? "" : stderr}`).toBe("0 ");
  return stdout.toString();
}
const show = async (alias: string) => (await kernel.api.getPlugin({ alias })).plugin;
const reaches = (alias: string, state: string) =>
  expect.poll(async () => (await show(alias))?.state, { timeout: 20_000 }).toBe(state);

test("a plugin at a socket is used as it is: it is called again when it was away, and never ended", async () => {
  const socket = join(folder, "one.sock");
  const source = `endpoint:unix://${socket}`;
  const early = await kernel.gofer("plugin", "install", source, "--alias", "one", "--yes");
  expect(early.code).not.toBe(0);
  expect(early.stderr).toMatch(/nobody answers there.*start the plugin, or correct the address/);

  const first = await serve(`unix://${socket}`);
  const installed = await kernel.gofer("plugin", "install", source, "--alias", "one", "--yes");
  expect(installed.stderr + installed.stdout.toString()).toMatch(/task-caller 1\.0\.0[\s\S]*gofer\.task\.v1/);
  await reaches("one", "STATE_RUNNING");
  expect(await show("one")).toMatchObject({ source, version: "1.0.0", roles: ["task"] });
  expect((await show("one"))?.pid ?? 0).toBe(0);

  await first.end();
  await reaches("one", "STATE_BACKOFF");
  expect((await show("one"))?.message).toMatch(/plugin "one" (ended with the loss of its connection|at unix:.*nobody)/);
  const second = await serve(`unix://${socket}`);
  await reaches("one", "STATE_RUNNING");

  await gofer("plugin", "restart", "one");
  await reaches("one", "STATE_RUNNING");
  await gofer("plugin", "uninstall", "one", "--yes");
  expect(second.isThere()).toBe(true);
  await second.end();
});

test("over the network only the certificate that was agreed on is trusted, and the kernel shows its own", async () => {
  const own = createCertificate();
  const files = { CERT: own.pem, KEY: own.keyPem };
  for (const [name, pem] of Object.entries(files)) writeFileSync(join(folder, name), pem, { mode: 0o600 });
  const tls = {
    GOFER_PLUGIN_TLS_CERT: join(folder, "CERT"),
    GOFER_PLUGIN_TLS_KEY: join(folder, "KEY"),
    GOFER_PLUGIN_TLS_CLIENT: join(kernel.dataDirectory, "tls", "plugin-client.crt"),
  };
  await expect(serve("127.0.0.1:0", { GOFER_PLUGIN_TLS_CERT: "" })).rejects.toThrow(/GOFER_PLUGIN_TLS_CERT/);
  const plugin = await serve("127.0.0.1:0", tls);
  const fingerprint = createHash("sha256").update(new X509Certificate(own.pem).raw).digest("hex");

  const plain = await kernel.gofer("plugin", "install", `endpoint:${plugin.address}`, "--yes");
  expect(plain.stderr).toMatch(/neither by which certificate nor by which authority/);
  const other = "00".repeat(32);
  const wrong = await kernel.gofer(
    "plugin",
    "install",
    `endpoint:${plugin.address}?fingerprint=sha256:${other}`,
    "--yes",
  );
  expect(wrong.stderr).toContain(`it shows the certificate sha256:${fingerprint}, and sha256:${other} was agreed on`);

  const pinned = `endpoint:${plugin.address}?fingerprint=sha256:${fingerprint}`;
  await gofer("plugin", "install", pinned, "--alias", "pinned", "--yes");
  await reaches("pinned", "STATE_RUNNING");
  const signed = `endpoint:${plugin.address}?ca=${join(folder, "CERT")}&name=localhost`;
  await gofer("plugin", "install", signed, "--alias", "signed", "--disabled", "--yes");
  const misnamed = await kernel.gofer(
    "plugin",
    "install",
    signed.replace("localhost", "other"),
    "--alias",
    "x",
    "--yes",
  );
  expect(misnamed.stderr).toMatch(/nobody answers there, or not with gRPC as was agreed on/);

  // Another kernel's certificate opens nothing.
  const stranger = await serve("127.0.0.1:0", { ...tls, GOFER_PLUGIN_TLS_CLIENT: join(folder, "CERT") });
  const refused = await kernel.gofer("plugin", "install", pinned.replace(plugin.address, stranger.address), "--yes");
  expect(refused.code).not.toBe(0);
  await plugin.end();
  await stranger.end();
});

test("what was installed is what it said then: another version needs an upgrade, and a lock refuses it", async () => {
  const socket = join(folder, "two.sock");
  const lock = join(folder, "lock.json");
  const old = await serve(`unix://${socket}`);
  await gofer("plugin", "install", `endpoint:unix://${socket}`, "--alias", "two", "--yes");
  await reaches("two", "STATE_RUNNING");
  await gofer("plugin", "lock", lock);
  expect(readFileSync(lock, "utf8")).toContain(`endpoint:unix://${socket}`);
  await gofer("plugin", "sync", lock, "--locked", "--yes");

  await old.end();
  const next = await serve(`unix://${socket}`, { TASK_CALLER_VERSION: "2.0.0" });
  await reaches("two", "STATE_INCOMPATIBLE");
  expect((await show("two"))?.message).toMatch(/2\.0\.0.*1\.0\.0.*was installed: gofer plugin upgrade/);
  await gofer("plugin", "uninstall", "two", "--yes");
  const refused = await kernel.gofer("plugin", "sync", lock, "--locked", "--yes");
  expect(refused.stderr).toMatch(/nothing was changed/);
  await gofer("plugin", "sync", lock, "--yes");
  await reaches("two", "STATE_RUNNING");
  expect((await show("two"))?.version).toBe("2.0.0");

  await next.end();
  await serve(`unix://${socket}`, { TASK_CALLER_VERSION: "3.0.0" });
  await reaches("two", "STATE_INCOMPATIBLE");
  await gofer("plugin", "upgrade", "two", "--yes");
  expect(await show("two")).toMatchObject({ version: "3.0.0", state: "STATE_RUNNING", previousVersion: "2.0.0" });
});

test("grants are what it asked for at the install, and each kernel brings its own token", async () => {
  const socket = join(folder, "three.sock");
  const tokenFile = join(folder, "token");
  await serve(`unix://${socket}`, { TASK_CALLER_PERMISSIONS: "api:runs:read" });
  const words = ["--set", 'calls=["whoAmI","startRun"]', "--set", `token_file=${tokenFile}`];
  await gofer("plugin", "install", `endpoint:unix://${socket}`, "--alias", "three", ...words, "--yes");
  await reaches("three", "STATE_RUNNING");
  expect(await show("three")).toMatchObject({
    permissions: ["api:runs:read"],
    attributes: { whoAmI: "plugin three", startRun: expect.stringMatching(/^denied: .*api:runs:write/) as string },
  });
  const before = readFileSync(tokenFile, "utf8");
  await kernel.stop("SIGKILL");
  await kernel.start();
  await reaches("three", "STATE_RUNNING");
  expect((await show("three"))?.attributes).toMatchObject({ whoAmI: "plugin three" });
  expect(readFileSync(tokenFile, "utf8")).not.toBe(before);
});

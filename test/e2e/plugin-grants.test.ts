import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KernelClient } from "@gofer/sdk";
import { afterAll, beforeAll, expect, test } from "vitest";
import { InProcessKernel, outcomeOf } from "../support/in-process.js";
import { scriptPipeline } from "../support/script-pipeline.js";

const kernel = new InProcessKernel();
const folder = mkdtempSync(join(tmpdir(), "gofer-grants-"));
const patience = { timeoutMs: 30_000 };
const program = join(import.meta.dirname, "..", "fixtures", "plugins", "task-caller.mjs");
let admin: KernelClient;
let adminToken = "";

beforeAll(async () => {
  await kernel.start();
  ({ text: adminToken } = await kernel.as(undefined).bootstrapToken({ proof: kernel.file("bootstrap-proof") }));
  admin = kernel.as(adminToken);
  await admin.createPipeline({ namespace: "default", config: scriptPipeline("watched", "true") });
});
afterAll(async () => {
  await kernel[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

function write(alias: string, permissions: readonly string[]): string {
  const source = join(folder, alias);
  mkdirSync(source, { recursive: true });
  const manifest = {
    name: "task-caller",
    version: "1.0.0",
    contracts: [{ name: "gofer.task.v1" }],
    entrypoint: { command: [process.execPath, program] },
    permissions,
  };
  writeFileSync(join(source, "gofer-plugin.json"), JSON.stringify(manifest));
  return source;
}

/** Where the plugin of the fixture writes its token. */
const tokenFile = (alias: string) => join(folder, `${alias}.token`);

async function install(alias: string, permissions: readonly string[], calls: readonly string[] = []): Promise<void> {
  const { package: plugin } = await admin.fetchPlugin({ source: write(alias, permissions) }, patience);
  expect(plugin?.permissions).toEqual(permissions);
  // A test that is tried again begins anew.
  if ((await outcomeOf(admin.getPlugin({ alias }))) === "ok") await admin.uninstallPlugin({ alias }, patience);
  const config = Buffer.from(JSON.stringify({ calls, token_file: tokenFile(alias) }));
  await admin.installPlugin({ alias, digest: plugin?.digest ?? "", config: { config } }, patience);
}

/** What the plugin says about its calls, when it has made them. */
async function attributesOf(alias: string): Promise<Readonly<Record<string, string>>> {
  await expect
    .poll(async () => (await admin.getPlugin({ alias })).plugin?.state, { timeout: 20_000 })
    .toBe("STATE_RUNNING");
  return (await admin.getPlugin({ alias })).plugin?.attributes ?? {};
}

async function deniedCalls(alias: string) {
  const found = [];
  for await (const { event } of admin.listEvents({ kinds: ["plugin_denied"] }))
    if (event?.details["plugin"] === alias) found.push(event.details);
  return found;
}

test("a plugin may do what it was granted; what is beyond it is denied, with the remedy, and recorded", async () => {
  await install("careful", ["api:pipelines:read"], ["whoAmI", "getPipeline", "startRun", "listGlobalSecrets"]);
  expect(await attributesOf("careful")).toEqual({
    address: kernel.address,
    whoAmI: "plugin careful",
    getPipeline: "ok",
    startRun: expect.stringMatching(
      /^denied: plugin "careful" is not granted api:runs:write, which StartRun needs: .*manifest.*install or upgrade/,
    ) as string,
    listGlobalSecrets: expect.stringMatching(/^denied: .*ListGlobalSecrets is open to no plugin/) as string,
  });
  await expect
    .poll(() => deniedCalls("careful"))
    .toEqual([
      { plugin: "careful", method: "StartRun", missing: "api:runs:write", calls: "1" },
      { plugin: "careful", method: "ListGlobalSecrets", calls: "1" },
    ]);
});

test("what a plugin does with a grant is done in its name", async () => {
  await install("starts", ["api:runs:write"], ["startRun"]);
  expect((await attributesOf("starts"))["startRun"]).toBe("ok");
  const { run } = await admin.getRun({ namespace: "default", pipelineId: "watched", runId: 1 });
  expect(run?.initiator).toMatchObject({ name: "plugin starts" });
});

test("many denied calls are few events", async () => {
  await install("insists", ["api:logs:read"]);
  await attributesOf("insists");
  const plugin = kernel.as(readFileSync(tokenFile("insists"), "utf8"));
  const calls = Array.from({ length: 50 }, () => outcomeOf(plugin.listPipelines({})));
  expect(new Set(await Promise.all(calls))).toEqual(new Set(["denied"]));
  kernel.advance(61_000);
  expect(await outcomeOf(plugin.listPipelines({}))).toBe("denied");
  await expect.poll(async () => (await deniedCalls("insists")).map(({ calls }) => calls)).toEqual(["1", "50"]);
});

test("a plugin that asks for nothing gets no address and no token", async () => {
  await install("quiet", ["processes on this host"], ["whoAmI"]);
  expect(await attributesOf("quiet")).toEqual({ address: "none" });
});

test("an unknown permission on the API is refused with those that there are", async () => {
  await expect(admin.fetchPlugin({ source: write("greedy", ["api:everything"]) }, patience)).rejects.toThrow(
    /"api:everything" is not known: there is .*api:runs:read/,
  );
});

test("a manifest that asks for more after the install grants no more", async () => {
  await install("grows", ["api:logs:read"], ["getPipeline"]);
  write("grows", ["api:logs:read", "api:pipelines:read"]);
  await admin.restartPlugin({ alias: "grows" }, patience);
  expect((await attributesOf("grows"))["getPipeline"]).toMatch(/not granted api:pipelines:read/);
});

test("a token is in no file of the kernel and dies with its process, and so do the calls that it has open", async () => {
  await install("mortal", ["api:events:read"]);
  await attributesOf("mortal");
  const first = readFileSync(tokenFile("mortal"), "utf8");
  const secret = first.slice(first.lastIndexOf("_") + 1);
  const files = readdirSync(kernel.dataDirectory, { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  expect(files.length).toBeGreaterThan(5);
  const holders = files.filter(({ parentPath, name }) => {
    const path = join(parentPath, name);
    // What has gone since it was listed holds nothing.
    return existsSync(path) && readFileSync(path).includes(secret);
  });
  expect(holders).toEqual([]);

  expect(await outcomeOf(kernel.as(first).getEvent({ sequence: 0 }))).toBe("notFound");
  await admin.restartPlugin({ alias: "mortal" }, patience);
  expect(await outcomeOf(kernel.as(first).getEvent({ sequence: 0 }))).toBe("unauthenticated");
  await attributesOf("mortal");
  const second = readFileSync(tokenFile("mortal"), "utf8");
  expect(second).not.toBe(first);

  const events = kernel.as(second).listEvents({ namespace: "default", follow: true })[Symbol.asyncIterator]();
  expect(await events.next()).toMatchObject({ value: { event: { namespace: "default" } } });
  const ended = (async () => {
    while (!(await events.next()).done);
  })();
  await admin.disablePlugin({ alias: "mortal" }, patience);
  await expect(ended).rejects.toMatchObject({ code: "unauthenticated" });
  expect(await outcomeOf(kernel.as(second).whoAmI({}))).toBe("unauthenticated");
  await admin.enablePlugin({ alias: "mortal" }, patience);
  await attributesOf("mortal");
  const third = readFileSync(tokenFile("mortal"), "utf8");
  await admin.uninstallPlugin({ alias: "mortal" }, patience);
  expect(await outcomeOf(kernel.as(third).whoAmI({}))).toBe("unauthenticated");
});

test("a plugin with grants is there again after a restart of the kernel, with another token", async () => {
  const before = readFileSync(tokenFile("careful"), "utf8");
  await kernel.stop();
  await kernel.start();
  admin = kernel.as(adminToken);
  expect(await attributesOf("careful")).toMatchObject({ whoAmI: "plugin careful", getPipeline: "ok" });
  expect(readFileSync(tokenFile("careful"), "utf8")).not.toBe(before);
  expect(await outcomeOf(kernel.as(before).whoAmI({}))).toBe("unauthenticated");
});

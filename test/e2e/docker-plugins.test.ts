import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newCommonTask } from "@gofer/sdk";
import { afterAll, beforeAll, expect, test } from "vitest";
import { image as busybox, describeDocker, socket } from "../support/docker.js";
import { TestKernel } from "../support/kernel.js";
import { outputOf, register, runUntil, startRun } from "../support/pipelines.js";
import { pluginsOnly } from "../support/plugin-folder.js";
import { PluginImages } from "../support/plugin-images.js";
import { openRegistry } from "../support/registry.js";
import { hasGo } from "../support/toolchain.js";

const folder = mkdtempSync(join(tmpdir(), "gofer-boxed-"));
const images = new PluginImages(socket);
/** Other kernels use the same engine. */
const mark = Math.random().toString(36).slice(2, 8);
const [trigger, store, cutOff, open, moves, foreign] = (
  ["boxed", "store-boxed", "cut-off", "open", "moves", "foreign"] as const
).map((name) => `${name}-${mark}`) as [string, string, string, string, string, string];
const root = join(import.meta.dirname, "..", "..");
const isGoThere = hasGo();
const kernel = new TestKernel({
  GOFER_PLUGIN_DIR: pluginsOnly("scheduler-docker", "store-fs", "secret-file"),
  GOFER_SCHEDULER_ENGINE: "docker",
});

async function gofer(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await kernel.gofer(...words);
  expect(`${code} ${code === 0 ? "" : stderr}`).toBe("0 ");
  return stdout.toString();
}
const show = async (alias: string) => (await kernel.api.getPlugin({ alias })).plugin;
const reaches = (alias: string, state: string) =>
  expect.poll(async () => (await show(alias))?.state, { timeout: 20_000 }).toBe(state);

const node = (program: string) => ["node", `/${program}.mjs`];

/** The containers of a plugin, as the engine has them. */
const containersOf = async (alias: string) =>
  Promise.all(
    (await images.docker.listContainers({ all: true, filters: { label: [`gofer.plugin=${alias}`] } })).map(({ Id }) =>
      images.docker.getContainer(Id).inspect(),
    ),
  );
const install = (name: string, alias: string, ...words: string[]) =>
  gofer("plugin", "install", `image:${name}`, "--alias", alias, "--yes", ...words);

describeDocker("plugins in containers", () => {
  beforeAll(async () => {
    const binaries = isGoThere ? [join(folder, "go", "bin", "store-files-go")] : [];
    if (isGoThere) {
      // In a folder of its own: other tests build it too.
      cpSync(join(root, "examples", "plugins", "store-files-go"), join(folder, "go"), { recursive: true });
      const env = { ...process.env, GOFER_PROTO_DIR: join(root, "proto") };
      execFileSync(join(folder, "go", "build.sh"), { stdio: "pipe", env });
    }
    const programs = {
      trigger: "plugins/trigger-interval/dist/main.js",
      store: "plugins/store-fs/dist/main.js",
      caller: "test/fixtures/plugins/task-caller.mjs",
      scripted: "test/fixtures/plugins/task-scripted.mjs",
    };
    await images.prepare(programs, ...binaries);
    await kernel.start();
  }, 60_000);
  afterAll(async () => {
    await kernel[Symbol.asyncDispose]();
    await images[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  test("a trigger runs as a container that can do nothing but fire", async () => {
    await install(await images.make(node("trigger"), "trigger"), trigger, "--set", "min_duration=1s");
    await reaches(trigger, "STATE_RUNNING");
    expect(await show(trigger)).toMatchObject({
      roles: ["trigger"],
      digest: expect.stringMatching(/^sha256:/) as string,
    });
    const [container, ...more] = await containersOf(trigger);
    expect(more).toEqual([]);
    expect(container?.HostConfig).toMatchObject({
      NetworkMode: "none",
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges"],
      Memory: 512 << 20,
      PidsLimit: 256,
    });
    expect(container?.Config.User).toBe(`${process.getuid?.()}:${process.getgid?.()}`);
    const places = (container?.Mounts ?? []).map(({ Destination }) => Destination).sort();
    expect(places.filter((path) => path !== "/etc/hosts")).toEqual(["/run/gofer", "/var/lib/gofer"]);

    const file = join(folder, "ticks.json");
    const often = { name: trigger, label: "often", settings: { every: "1s" } };
    const task = { id: "task", container: { image: busybox, command: ["true"] } };
    writeFileSync(file, JSON.stringify({ id: "ticks", tasks: [task], triggers: [often] }));
    await gofer("pipeline", "create", file);
    for await (const { run } of kernel.api.watchRun({ pipelineId: "ticks", runId: await firstRun("ticks") }))
      if (run?.state === "RUN_STATE_COMPLETE") expect(run.status).toBe("RUN_STATUS_SUCCESSFUL");
    await gofer("pipeline", "disable", "ticks");
  }, 60_000);

  test("an object store runs as a container, and its objects outlive it and the kernel", async () => {
    await install(await images.make(node("store"), "store"), store);
    await reaches(store, "STATE_RUNNING");
    await kernel.stop("SIGKILL");
    kernel.set({ GOFER_OBJECT_STORE_ENGINE: trigger });
    await kernel.start();
    await reaches(store, "STATE_RUNNING");
    // What the killed kernel has left is replaced, of this plugin and the other.
    await reaches(trigger, "STATE_RUNNING");
    for (const alias of [trigger, store])
      await expect.poll(async () => (await containersOf(alias)).length, { timeout: 15_000 }).toBe(1);

    const file = join(folder, "object");
    writeFileSync(file, "kept".repeat(100_000));
    await gofer("pipeline", "store", "put", "ticks", "large", `@${file}`);
    await gofer("plugin", "restart", store);
    await reaches(store, "STATE_RUNNING");
    expect(await gofer("pipeline", "store", "get", "ticks", "large")).toHaveLength(400_000);
  }, 60_000);

  test("without a network it reaches the kernel only, and that only as granted; with the grant it has one", async () => {
    const permissions = (list: string) => ({ TASK_CALLER_PERMISSIONS: list });
    const call = ["--set", 'calls=["whoAmI","startRun"]'];
    await install(await images.make(node("caller"), "cut-off", permissions("api:runs:read")), cutOff, ...call);
    await reaches(cutOff, "STATE_RUNNING");
    expect((await show(cutOff))?.attributes).toMatchObject({
      address: "unix:/run/gofer/kernel",
      whoAmI: `plugin ${cutOff}`,
      startRun: expect.stringMatching(/^denied: .*api:runs:write/) as string,
    });
    const shared = join(folder, "shared");
    mkdirSync(shared);
    const more = permissions(`network,mount:${shared}`);
    await install(await images.make(node("caller"), "open", more), open);
    await reaches(open, "STATE_RUNNING");
    const [container] = await containersOf(open);
    expect(container?.HostConfig.NetworkMode).not.toBe("none");
    expect(container?.Mounts).toContainEqual(expect.objectContaining({ Destination: shared, RW: false }));
    const [without] = await containersOf(cutOff);
    expect(without?.HostConfig.NetworkMode).toBe("none");
    await gofer("plugin", "uninstall", open, "--yes");
    expect(await containersOf(open)).toEqual([]);
  }, 60_000);

  test.skipIf(!isGoThere)(
    "a plugin of another language, on hashicorp/go-plugin as it is, runs in a container too",
    async () => {
      await install(await images.make(["store-files-go"], "go"), foreign);
      await reaches(foreign, "STATE_RUNNING");
      expect(await show(foreign)).toMatchObject({
        version: "0.1.0",
        roles: ["object_store"],
        health: "HEALTH_HEALTHY",
      });
      await gofer("plugin", "uninstall", foreign, "--yes");
      expect(await containersOf(foreign)).toEqual([]);
    },
    60_000,
  );

  test("an image is pinned by its digest: upgrade, rollback, and a lock file that refuses another", async () => {
    const lock = join(folder, "lock.json");
    const name = await images.make(node("caller"), "moves", { TASK_CALLER_VERSION: "1.0.0" });
    await install(name, moves);
    await reaches(moves, "STATE_RUNNING");
    await gofer("plugin", "lock", lock);
    await gofer("plugin", "sync", lock, "--locked", "--yes");

    await images.make(node("caller"), "moves", { TASK_CALLER_VERSION: "2.0.0" });
    await gofer("plugin", "restart", moves);
    await reaches(moves, "STATE_RUNNING");
    expect((await show(moves))?.version).toBe("1.0.0");
    await gofer("plugin", "upgrade", moves, "--yes");
    expect(await show(moves)).toMatchObject({ version: "2.0.0", state: "STATE_RUNNING", previousVersion: "1.0.0" });
    await gofer("plugin", "rollback", moves);
    expect(await show(moves)).toMatchObject({ version: "1.0.0", state: "STATE_RUNNING" });
    await expect.poll(async () => (await containersOf(moves)).length).toBe(1);

    await gofer("plugin", "uninstall", moves, "--yes");
    const refused = await kernel.gofer("plugin", "sync", lock, "--locked", "--yes");
    expect(refused.stderr).toMatch(/is sha256:.*says sha256:.*nothing was changed/);
  }, 60_000);

  test("an upgrade of a common task lets its container end what it is at, and the new one tells the end", async () => {
    const alias = `works-${mark}`;
    const pipelineId = `works_${mark}`;
    const make = (version: string) => images.make([...node("scripted"), version], "works");
    await install(await make("1.0.0"), alias);
    await reaches(alias, "STATE_RUNNING");
    await kernel.api.deletePipeline({ pipelineId, force: true }).catch(() => undefined);
    const task = newCommonTask(alias, "works").settings({ say: "by $VERSION", until: "/var/lib/gofer/gate" });
    await register(kernel, pipelineId, [task]);
    const runId = await startRun(kernel, pipelineId);
    await runUntil(kernel, pipelineId, runId, (states) => states["works"] === "running");

    await make("2.0.0");
    await gofer("plugin", "upgrade", alias, "--yes");
    expect(await show(alias)).toMatchObject({ version: "2.0.0", state: "STATE_RUNNING" });
    expect(await containersOf(alias)).toHaveLength(2);
    writeFileSync(join(kernel.dataDirectory, "plugins", alias, "gate"), "");
    const { run } = await runUntil(kernel, pipelineId, runId);
    expect(run.status).toBe("RUN_STATUS_SUCCESSFUL");
    expect(await outputOf(kernel, pipelineId, runId, "works")).toBe("by 1.0.0 \n");
    await expect.poll(async () => (await containersOf(alias)).length, { timeout: 20_000 }).toBe(1);
    await kernel.api.deletePipeline({ pipelineId, force: true });
    await gofer("plugin", "uninstall", alias, "--yes");
  }, 60_000);

  test("what cannot be a plugin says why, and leaves no container", async () => {
    const missing = await kernel.gofer("plugin", "install", "image:gofer-test-none:1", "--yes");
    expect(missing.code).not.toBe(0);
    expect(missing.stderr).toContain("gofer-test-none:1");
    const noPlugin = await kernel.gofer(
      "plugin",
      "install",
      `image:${await images.make(node("none"), "none")}`,
      "--yes",
    );
    expect(noPlugin.code).not.toBe(0);
    expect(noPlugin.stderr).toMatch(
      /:none" as a container: it ended before it was ready \(exit code 1\): .*MODULE_NOT_FOUND/,
    );
    const probes = await containersOf("probe");
    const [own] = await containersOf(cutOff);
    const installation = "gofer.scheduler.installation";
    const labels = own?.Config.Labels ?? {};
    expect(probes.filter(({ Config }) => Config.Labels[installation] === labels[installation])).toEqual([]);
  }, 60_000);

  test("credentials of a registry open it for one call, and are kept nowhere", async () => {
    await using registry = await openRegistry("robot", "password-canary");
    const password = join(folder, "password");
    writeFileSync(password, "password-canary\n");
    const fetch = (...words: string[]) =>
      kernel.gofer("plugin", "install", `image:${registry.image}`, "--yes", ...words);
    expect((await fetch()).stderr).toMatch(/credentials|authentication|unauthorized/i);
    const wrong = await fetch("--registry-user", "other", "--registry-password", `@${password}`);
    expect(wrong.stderr).toMatch(/credentials|authentication|unauthorized/i);
    const shown = await fetch("--registry-user", "robot", "--registry-password", "password-canary");
    expect(shown.stderr).toContain("seen by everybody");
    const right = await fetch("--registry-user", "robot", "--registry-password", `@${password}`);
    expect(right.stderr).toMatch(/acme\/plugin:1" as a container: it ended before it was ready \(exit code 127/);
    for (const { parentPath, name } of readdirSync(kernel.dataDirectory, {
      recursive: true,
      withFileTypes: true,
    }).filter((file) => file.isFile()))
      expect(readFileSync(join(parentPath, name)).includes("canary"), name).toBe(false);
    await images.docker.getImage(registry.image).remove();
  }, 60_000);

  test("a stopped kernel leaves no container of a plugin, nor does a killed scheduler", async () => {
    const { pid, users } = (await show("scheduler-docker")) ?? {};
    expect(users).toContain(`plugin ${cutOff} (it runs there as a container)`);
    process.kill(pid ?? 0, "SIGKILL");
    await expect.poll(async () => (await show(cutOff))?.state, { timeout: 20_000 }).not.toBe("STATE_RUNNING");
    await reaches(cutOff, "STATE_RUNNING");
    await expect.poll(async () => (await containersOf(cutOff)).length, { timeout: 15_000 }).toBe(1);
    await kernel.stop();
    for (const alias of [trigger, store, cutOff]) expect(await containersOf(alias)).toEqual([]);
  }, 60_000);
});

/** Number of a pipeline's first run, when there is one. */
async function firstRun(pipelineId: string): Promise<number> {
  for await (const { event } of kernel.api.listEvents({ follow: true, kinds: ["run_created"] }))
    if (event?.pipelineId === pipelineId) return event.runId;
  throw new Error("the events ended");
}

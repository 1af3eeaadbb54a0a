import { join } from "node:path";
import { newCommonTask } from "@gofer/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { outputOf, startRun } from "../support/pipelines.js";
import { packPlugin } from "../support/plugin-package.js";
import { createTaskWorld, scriptedTask } from "../support/task-world.js";

const world = createTaskWorld();
const { kernel, folder, begun, isRunning, register, scripted, gate, open, beginsOf, end, isRunningTask } = world;

beforeAll(() => world.start());
afterAll(() => world[Symbol.asyncDispose]());

describe("a common task survives", () => {
  test("the kernel: killed while it works, the next one tells what is known of it, has its output, and does not do it again", async () => {
    await register("rejoined", [scripted("works", { big: "5000", until: gate("rejoin") })]);
    const runId = await startRun(kernel, "rejoined");
    await isRunningTask("rejoined", runId, "works");
    await kernel.stop("SIGKILL");
    await kernel.start();
    open("rejoin");
    const { task } = await end("rejoined", runId);
    // The plugin dies with its kernel: what it was at nobody knows, and it is not done twice.
    expect(task("works")?.status).toBe("TASK_RUN_STATUS_UNKNOWN");
    expect(task("works")?.reason?.message).toMatch(/nobody knows how far it came.*run it again if it is safe to/);
    expect(beginsOf("rejoined")).toHaveLength(1);
    const all = Array.from({ length: 5000 }, (_, index) => `line ${index + 1}\n`).join("");
    expect(await outputOf(kernel, "rejoined", runId, "works")).toBe(all);
  }, 60_000);

  test("its object store: the run says what holds it while that is away, and ends when it is back", async () => {
    await register("kept", [scripted("works", { outputs: '{"answer":"42"}' })]);
    await kernel.api.disablePlugin({ alias: "store-sqlite", force: true });
    const runId = await startRun(kernel, "kept");
    const heldBy = async () => (await kernel.api.getRun({ pipelineId: "kept", runId })).run?.reason?.message;
    await expect
      .poll(heldBy, { timeout: 10_000 })
      .toMatch(/^task works: its outputs cannot be kept, trying again: object store "store.*not enabled/);
    await kernel.api.enablePlugin({ alias: "store-sqlite" });
    const { run } = await end("kept", runId);
    expect(run).toMatchObject({ status: "RUN_STATUS_SUCCESSFUL" });
    expect(run.reason).toBeNull();
  }, 60_000);

  test("the kernel: one that its plugin resumes goes on over the end of the kernel and of the plugin, and runs once", async () => {
    await register("resumed", [
      newCommonTask("debug", "show").settings({ wait: "5s", filter: "true" }).variable("WORD", "said"),
    ]);
    const runId = await startRun(kernel, "resumed");
    await isRunningTask("resumed", runId, "show");
    await kernel.stop("SIGKILL");
    await kernel.start();
    await isRunning("task-debug");
    const { plugin } = await kernel.api.getPlugin({ alias: "task-debug" });
    process.kill(Number(plugin?.pid), "SIGKILL");
    const { run, task } = await end("resumed", runId);
    expect(run.status).toBe("RUN_STATUS_SUCCESSFUL");
    expect(task("show")).toMatchObject({ attempt: 1, status: "TASK_RUN_STATUS_SUCCESSFUL" });
    const output = await outputOf(kernel, "resumed", runId, "show");
    expect(output.match(/^WORD=said$/gm)).toHaveLength(1);
    expect(output.match(/^GOFER_RUN_ID=/gm)).toHaveLength(1);
    const { objects } = await kernel.api.listRunObjects({ pipelineId: "resumed", runId });
    expect(objects.map(({ key }) => key)).toEqual(["show/shown", "show/variables"]);
  }, 30_000);

  test("its plugin: killed while it works, it is lost and told so, and what comes next works", async () => {
    await register("plugdead", [scripted("works", { say: "on it", until: gate("plugdead") })]);
    const runId = await startRun(kernel, "plugdead");
    await isRunningTask("plugdead", runId, "works");
    const { plugin } = await kernel.api.getPlugin({ alias: "scripted" });
    process.kill(Number(plugin?.pid), "SIGKILL");
    const { task } = await end("plugdead", runId);
    expect(task("works")?.status).toBe("TASK_RUN_STATUS_UNKNOWN");
    expect(await outputOf(kernel, "plugdead", runId, "works")).toBe("on it \n");
    open("plugdead");
    expect((await end("plugdead", await startRun(kernel, "plugdead"))).run.status).toBe("RUN_STATUS_SUCCESSFUL");
  }, 30_000);

  test("B45: a plugin that is disabled: its tasks wait and say so, and go on when it is back", async () => {
    await register("disabled", [scripted("works", { say: "at last" })]);
    await kernel.api.disablePlugin({ alias: "scripted", force: true });
    const runId = await startRun(kernel, "disabled");
    for await (const { taskRuns: now } of kernel.api.watchRun({ pipelineId: "disabled", runId })) {
      const message = now[0]?.reason?.message;
      if (!message) continue;
      expect(message).toBe('common task "scripted" is disabled: gofer plugin enable scripted');
      break;
    }
    await kernel.api.enablePlugin({ alias: "scripted" });
    expect((await end("disabled", runId)).run.status).toBe("RUN_STATUS_SUCCESSFUL");
    expect(beginsOf("disabled")).toHaveLength(1);
  }, 30_000);
});

/** Waits for an event that says that a version of a plugin runs; looks from the beginning. */
async function isRunningAs(alias: string, version: string): Promise<void> {
  const stop = new AbortController();
  const changes = kernel.api.listEvents({ kinds: ["plugin_state_changed"], follow: true }, { signal: stop.signal });
  for await (const { event } of changes) {
    const { plugin, state, version: told } = event?.details ?? {};
    if (plugin === alias && state === "running" && told === version) return;
  }
}

describe("an upgrade of its plugin while it works", () => {
  const archive = (version: string) =>
    packPlugin(join(folder, `scripted-${version}.tgz`), {
      name: "task-scripted",
      version,
      contracts: [{ name: "gofer.task.v1" }],
      entrypoint: { command: [process.execPath, scriptedTask, version] },
    });
  const gofer = async (...words: string[]) => {
    const { code, stderr } = await kernel.gofer("common-task", ...words, "--yes");
    expect({ code, stderr }).toMatchObject({ code: 0 });
  };
  const pidOf = async (alias: string) => Number((await kernel.api.getPlugin({ alias })).plugin?.pid);
  const isAlive = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  test("does not interrupt it: it ends well where it began, and what comes next begins on the new version", async () => {
    const alias = `renewed${Date.now()}`;
    const [first, second] = [`a${Date.now()}`, `b${Date.now()}`];
    await gofer("install", await archive("1.0.0"), "--alias", alias, "--set", `begun=${begun}`);
    await isRunningAs(alias, "1.0.0");
    const until = gate(alias);
    const task = newCommonTask(alias, "works").settings({ say: "by $VERSION", until, outputs: '{"answer":"42"}' });
    await register(first, [task]);
    await register(second, [newCommonTask(alias, "works").settings({ say: "by $VERSION" })]);
    const runId = await startRun(kernel, first);
    const cancelled = await startRun(kernel, first);
    for (const id of [runId, cancelled]) await isRunningTask(first, id, "works");
    await expect.poll(() => beginsOf(first).length).toBe(2);
    const old = await pidOf(alias);

    await gofer("upgrade", alias, await archive("2.0.0"));
    await isRunningAs(alias, "2.0.0");
    expect(await end(second, await startRun(kernel, second))).toMatchObject({
      run: { status: "RUN_STATUS_SUCCESSFUL" },
    });
    expect(await outputOf(kernel, second, 1, "works")).toBe("by 2.0.0 \n");
    await kernel.api.cancelRun({ pipelineId: first, runId: cancelled });
    expect((await end(first, cancelled)).run.status).toBe("RUN_STATUS_CANCELLED");
    expect(isAlive(old)).toBe(true);

    open(alias);
    expect((await end(first, runId)).run.status).toBe("RUN_STATUS_SUCCESSFUL");
    expect(await outputOf(kernel, first, runId, "works")).toBe("by 1.0.0 \n");
    expect(beginsOf(first)).toHaveLength(2);
    await expect.poll(() => isAlive(old), { timeout: 10_000 }).toBe(false);
  }, 60_000);

  test("the replaced version goes with its plugin: restarted, what it still works on is lost and told so", async () => {
    const alias = `gone${Date.now()}`;
    const pipeline = alias.slice(-20);
    await gofer("install", await archive("1.0.0"), "--alias", alias, "--set", `begun=${begun}`);
    await isRunningAs(alias, "1.0.0");
    await register(pipeline, [newCommonTask(alias, "works").settings({ until: gate("never") })]);
    const runId = await startRun(kernel, pipeline);
    await isRunningTask(pipeline, runId, "works");
    await gofer("upgrade", alias, await archive("2.0.0"));
    await kernel.api.restartPlugin({ alias });
    const { task } = await end(pipeline, runId);
    expect(task("works")).toMatchObject({ status: "TASK_RUN_STATUS_UNKNOWN" });
  }, 60_000);
});

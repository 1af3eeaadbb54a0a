import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { newCommonTask, newPipeline, newTrigger } from "@gofer/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { outputOf, script, startRun } from "../support/pipelines.js";
import { createTaskWorld, triggerManifest } from "../support/task-world.js";

const world = createTaskWorld();
const { kernel, folder, installPlugin, isRunning, register, scripted, end } = world;

/** What a trigger says that is configured with a secret that is not there yet. */
const speaking = join(folder, "speaking");
mkdirSync(speaking);
installPlugin("speaking", {
  ...triggerManifest,
  development: { config: { folder: speaking, greeting: "global_secret{{hello}}!" } },
});

beforeAll(() => world.start());
afterAll(() => world[Symbol.asyncDispose]());

/** A trigger runs before it is told what to watch, which is when it writes what it was configured with. */
async function hasSaid(text: string): Promise<void> {
  const said = join(speaking, "said.jsonl");
  const watcher = watch(speaking);
  try {
    while (!existsSync(said) || !readFileSync(said, "utf8").includes(text)) await once(watcher, "change");
  } finally {
    watcher.close();
  }
}

async function configOf(alias: string): Promise<string> {
  return (await kernel.gofer("plugin", "config", "get", alias)).stdout.toString();
}

describe("what an admin configures may refer to global secrets", () => {
  const put = (value: string, ...words: string[]) =>
    kernel.goferWith(value, "secret", "global", "put", "hello", "@-", ...words);

  test("a plugin whose secret does not exist says what to do, and works when that is done", async () => {
    // Until global secrets can be read, right after the start, it waits for that.
    const message = async () => (await kernel.api.getPlugin({ alias: "speaking" })).plugin?.message;
    await expect
      .poll(message, { timeout: 10_000 })
      .toBe(
        'the configuration of plugin "speaking": config /greeting refers to global_secret{{hello}}, which does not exist: gofer secret global put hello, and then gofer plugin restart speaking',
      );
    const { code, stderr } = await put("good morning");
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("gets this value by gofer plugin restart speaking") as string,
    });
    await kernel.gofer("trigger", "restart", "speaking");
    await isRunning("speaking");
    await hasSaid('"good morning!"');
    expect(await configOf("speaking")).toContain("global_secret{{hello}}!");
  }, 30_000);

  test("a common task gets them too, a new value after a restart, and none that is not there", async () => {
    await put("good morning", "--force");
    const set = (value: string) =>
      kernel.goferWith(value, "common-task", "config", "set", "scripted", "--secret", "greeting=@-");
    const refused = await set("global_secret{{nobody}}");
    expect(refused).toMatchObject({
      code: 6,
      stderr: expect.stringContaining("gofer secret global put nobody") as string,
    });
    const foreign = await set("pipeline_secret{{word}}");
    expect(foreign).toMatchObject({ code: 2, stderr: expect.stringContaining("global secrets only") as string });
    expect(await set("global_secret{{hello}} to you")).toMatchObject({ code: 0 });
    await isRunning("scripted");
    await register("greeted", [scripted("greets")]);
    const greeting = async () => {
      const runId = await startRun(kernel, "greeted");
      await end("greeted", runId);
      return outputOf(kernel, "greeted", runId, "greets");
    };
    expect(await greeting()).toBe("good morning to you\n");
    const changed = await put("good evening", "--force");
    expect(changed.stderr).toMatch(/plugin scripted is configured with it[^]*plugin speaking is configured with it/);
    expect(await greeting()).toBe("good morning to you\n");
    await kernel.stop();
    await kernel.start();
    await isRunning("scripted");
    expect(await greeting()).toBe("good evening to you\n");
    await kernel.gofer("plugin", "config", "set", "scripted", "--unset-secret", "greeting");
    await isRunning("scripted");
  }, 60_000);
});

describe("the commands of common tasks", () => {
  test("lists common tasks, shows what one takes and who uses it, and does what an admin does with plugins", async () => {
    await register("listed", [newCommonTask("debug", "show").setting("filter", "true")]);
    const list = await kernel.gofer("common-task", "list");
    expect(list.stdout.toString()).toMatch(/^scripted +1\.0\.0 +ready[^]*^task-debug +0\.1\.0 +ready/m);
    expect(list.stdout.toString()).not.toContain("scheduler-process");
    const shown = (await kernel.gofer("common-tasks", "get", "debug")).stdout.toString();
    expect(shown).toMatch(/^does +Prints the variables of the run\.$/m);
    expect(shown).toMatch(/^used by .*listed \(task show\)/m);
    expect(shown).toMatch(/^filter +"false" +Leaves out/m);
    const missing = await kernel.gofer("common-task", "get", "nobody");
    expect(missing).toMatchObject({ code: 4, stderr: expect.stringContaining("gofer common-task list") as string });
    const refused = await kernel.gofer("common-task", "disable", "debug");
    expect(refused).toMatchObject({ code: 6, stderr: expect.stringContaining("default/listed (task show)") as string });
    expect((await kernel.gofer("common-task", "config", "get", "debug")).stdout.toString()).toContain("filter");
    expect((await kernel.gofer("common-task", "restart", "debug")).code).toBe(0);
    await isRunning("task-debug");
  }, 60_000);
});

test("B46, B47: installing a trigger again leaves the one that runs as it is, and uninstalling it ends its process", async () => {
  const source = join(folder, "again");
  mkdirSync(join(source, "said"), { recursive: true });
  writeFileSync(join(source, "gofer-plugin.json"), JSON.stringify(triggerManifest));
  const alias = `again${Date.now()}`;
  const install = () =>
    kernel.gofer("trigger", "install", source, "--alias", alias, "--set", `folder=${join(source, "said")}`, "--yes");
  expect(await install()).toMatchObject({ code: 0 });
  await isRunning(alias);
  const config = newPipeline(`p${alias}`.slice(0, 32), "again")
    .tasks(script("one", "true"))
    .triggers(newTrigger(alias, "uses")).config;
  await kernel.api.createPipeline({ config });
  const before = (await kernel.api.getPlugin({ alias })).plugin;
  expect(await install()).toMatchObject({ code: 5, stderr: expect.stringContaining(alias) as string });
  expect((await kernel.api.getPlugin({ alias })).plugin).toMatchObject({ pid: before?.pid, state: "STATE_RUNNING" });
  expect((await kernel.api.getTrigger({ alias })).subscriptions).toHaveLength(1);

  await kernel.api.deletePipeline({ pipelineId: config.id });
  expect(await kernel.gofer("trigger", "uninstall", alias, "--yes")).toMatchObject({ code: 0 });
  expect(() => process.kill(Number(before?.pid), 0)).toThrow("ESRCH");
  expect((await kernel.gofer("trigger", "get", alias)).code).toBe(4);
}, 60_000);

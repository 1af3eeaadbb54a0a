import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newCommonTask, newPipeline, newTrigger } from "@gofer/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestKernel } from "../support/kernel.js";
import { outputOf, register as registerOnce, runUntil, script, startRun, untilFile } from "../support/pipelines.js";
import { pluginsOnly } from "../support/plugin-folder.js";
import { packPlugin } from "../support/plugin-package.js";

const folder = mkdtempSync(join(tmpdir(), "gofer-common-"));
const begun = join(folder, "begun");
const plugins = pluginsOnly("scheduler-process", "store-sqlite", "secret-sqlite", "task-debug");
const program = join(import.meta.dirname, "..", "fixtures", "plugins", "task-scripted.mjs");
installScripted();
const speaking = join(folder, "speaking");
installSpeaking();
const kernel = new TestKernel({ GOFER_PLUGIN_DIR: plugins, GOFER_TASK_RUN_STOP_TIMEOUT: "30s" });

function installScripted(): void {
  mkdirSync(join(plugins, "scripted"), { recursive: true });
  const manifest = {
    name: "task-scripted",
    version: "1.0.0",
    contracts: [{ name: "gofer.task.v1" }],
    entrypoint: { command: [process.execPath, program, "1.0.0"] },
    development: { config: { begun } },
  };
  writeFileSync(join(plugins, "scripted", "gofer-plugin.json"), JSON.stringify(manifest));
}

/** A trigger that says what it is configured with: a secret that is not there yet. */
function installSpeaking(): void {
  mkdirSync(join(plugins, "speaking"), { recursive: true });
  mkdirSync(speaking);
  const manifest = {
    name: "trigger-scripted",
    version: "1.0.0",
    contracts: [{ name: "gofer.trigger.v1", features: ["EVENTS", "SCHEDULE"] }],
    entrypoint: { command: [process.execPath, join(program, "..", "trigger-scripted.mjs")] },
    development: { config: { folder: speaking, greeting: "global_secret{{hello}}!" } },
  };
  writeFileSync(join(plugins, "speaking", "gofer-plugin.json"), JSON.stringify(manifest));
}

beforeAll(async () => {
  writeFileSync(begun, "");
  await kernel.start();
  for (const alias of ["scripted", "task-debug", "store-sqlite", "secret-sqlite"]) await isRunning(alias);
});
afterAll(async () => {
  await kernel[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
  rmSync(plugins, { recursive: true });
});

/** A test that is tried again registers its pipeline again. */
async function register(...[, id, tasks]: Parameters<typeof registerOnce>): Promise<void> {
  await kernel.api.deletePipeline({ pipelineId: id, force: true }).catch(() => undefined);
  writeFileSync(begun, readFileSync(begun, "utf8").replaceAll(new RegExp(`^${id}/.*\n`, "gm"), ""));
  await registerOnce(kernel, id, tasks);
}

async function isRunning(alias: string): Promise<void> {
  const stop = new AbortController();
  const changes = kernel.api.listEvents({ kinds: ["plugin_state_changed"], follow: true }, { signal: stop.signal });
  for await (const _change of changes) {
    if ((await kernel.api.getPlugin({ alias })).plugin?.state === "STATE_RUNNING") return;
  }
}

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

/** Waits for an event that says that a version of a plugin runs; looks from the beginning. */
async function isRunningAs(alias: string, version: string): Promise<void> {
  const stop = new AbortController();
  const changes = kernel.api.listEvents({ kinds: ["plugin_state_changed"], follow: true }, { signal: stop.signal });
  for await (const { event } of changes) {
    const { plugin, state, version: told } = event?.details ?? {};
    if (plugin === alias && state === "running" && told === version) return;
  }
}

async function configOf(alias: string): Promise<string> {
  return (await kernel.gofer("plugin", "config", "get", alias)).stdout.toString();
}

const scripted = (id: string, settings: Readonly<Record<string, string>> = {}) =>
  newCommonTask("scripted", id).settings(settings);
/** A file that a task waits for until the test makes it. */
const gate = (name: string) => join(folder, name);
const open = (name: string) => writeFileSync(gate(name), "");
const beginsOf = (pipelineId: string) =>
  readFileSync(begun, "utf8")
    .split("\n")
    .filter((line) => line.startsWith(`${pipelineId}/`));
const end = async (pipelineId: string, runId: number) => {
  const { run, taskRuns } = await runUntil(kernel, pipelineId, runId);
  return { run, task: (id: string) => taskRuns.filter(({ taskId }) => taskId === id).at(-1) };
};
const isRunningTask = (pipelineId: string, runId: number, taskId: string) =>
  runUntil(kernel, pipelineId, runId, (states) => states[taskId] === "running");

describe("a common task", () => {
  test("B02: runs beside containers: dependencies, description, variables, output, result", async () => {
    await register(kernel, "beside", [
      script("before", "echo before"),
      scripted("middle", { say: "said" })
        .description("the middle")
        .variable("WORD", "loud")
        .dependsOn("before", "success"),
      script("behind", "echo behind").dependsOn("middle", "success"),
    ]);
    const { config } = await kernel.api.getPipeline({ pipelineId: "beside" });
    expect(config?.tasks[1]).toMatchObject({
      description: "the middle",
      dependsOn: { before: "DEPENDENCY_CONDITION_SUCCESS" },
    });
    const runId = await startRun(kernel, "beside");
    const { run, task } = await end("beside", runId);
    expect(run.status).toBe("RUN_STATUS_SUCCESSFUL");
    expect(task("middle")?.startedAtMs).toBeGreaterThanOrEqual(task("before")?.endedAtMs ?? Infinity);
    expect(task("behind")?.startedAtMs).toBeGreaterThanOrEqual(task("middle")?.endedAtMs ?? Infinity);
    expect(await outputOf(kernel, "beside", runId, "middle")).toBe("said loud\n");
    expect(beginsOf("beside")).toHaveLength(1);
  }, 30_000);

  test("B02: an update changes what a common task depends on and its description, and the next run follows it", async () => {
    rmSync(gate("updated"), { force: true });
    await register(kernel, "updated", [
      script("first", "echo first"),
      scripted("common").description("alone").variable("WORD", "early"),
    ]);
    const changed = newPipeline("updated", "updated").tasks(
      script("first", untilFile(gate("updated"))),
      scripted("common", { say: "said" })
        .description("behind the first")
        .variable("WORD", "late")
        .dependsOn("first", "success"),
    );
    const task = {
      id: "common",
      description: "behind the first",
      dependsOn: { first: "DEPENDENCY_CONDITION_SUCCESS" },
    };
    await kernel.api.updatePipeline({ config: changed.config });
    expect((await kernel.api.getPipeline({ pipelineId: "updated" })).config?.tasks[1]).toMatchObject(task);
    await kernel.stop();
    await kernel.start();
    await isRunning("scripted");
    expect((await kernel.api.getPipeline({ pipelineId: "updated" })).config?.tasks[1]).toMatchObject(task);
    const runId = await startRun(kernel, "updated");
    await runUntil(kernel, "updated", runId, ({ first, common }) => first === "running" && common === "waiting");
    expect(beginsOf("updated")).toHaveLength(0);
    open("updated");
    const { run, task: taskRun } = await end("updated", runId);
    expect(run.status).toBe("RUN_STATUS_SUCCESSFUL");
    expect(taskRun("common")?.startedAtMs).toBeGreaterThanOrEqual(taskRun("first")?.endedAtMs ?? Infinity);
    expect(await outputOf(kernel, "updated", runId, "common")).toBe("said late\n");
  }, 30_000);

  test("task-debug prints the variables of the run, under the short name of the documentation", async () => {
    await register(kernel, "debugged", [
      newCommonTask("debug", "show").setting("filter", "true").variable("A_TOKEN", "t"),
    ]);
    const { config } = await kernel.api.getPipeline({ pipelineId: "debugged" });
    expect(config?.tasks[0]?.common?.name).toBe("task-debug");
    const runId = await startRun(kernel, "debugged");
    await end("debugged", runId);
    const output = await outputOf(kernel, "debugged", runId, "show");
    expect(output).toContain(`GOFER_RUN_ID=${runId}\n`);
    expect(output).not.toContain("A_TOKEN");
  }, 30_000);

  test("what it hands on is an object of the run, and a value of the tasks behind it", async () => {
    await register(kernel, "handson", [
      scripted("first", { outputs: JSON.stringify({ answer: "42", empty: "" }) }),
      script("second", 'echo "got $ANSWER."')
        .variable("ANSWER", "run_object{{first/answer}}")
        .dependsOn("first", "success"),
      scripted("third", { say: "run_object{{first/answer}}" }).dependsOn("first", "success"),
    ]);
    const runId = await startRun(kernel, "handson");
    const { run } = await end("handson", runId);
    expect(run.status).toBe("RUN_STATUS_SUCCESSFUL");
    expect(await outputOf(kernel, "handson", runId, "second")).toBe("got 42.\n");
    expect(await outputOf(kernel, "handson", runId, "third")).toBe("42 \n");
    const { objects } = await kernel.api.listRunObjects({ pipelineId: "handson", runId });
    expect(objects.map(({ key, sizeBytes }) => [key, sizeBytes])).toEqual([
      ["first/answer", 2],
      ["first/empty", 0],
    ]);
  }, 30_000);

  test("an output that cannot be an object fails the task with its name", async () => {
    await register(kernel, "oddname", [scripted("odd", { outputs: JSON.stringify({ "a b": "1" }) })]);
    const { task } = await end("oddname", await startRun(kernel, "oddname"));
    expect(task("odd")?.reason?.message).toMatch(/outputs cannot be kept: output "odd\/a b" is not 1 to 128 of/);
  }, 30_000);

  test("secrets of the pipeline reach its settings, and are hidden in its output", async () => {
    await register(kernel, "hidden", [scripted("tell", { say: "it is pipeline_secret{{word}}" })]);
    await kernel.goferWith("open-sesame", "secret", "pipeline", "put", "hidden", "word", "@-");
    const runId = await startRun(kernel, "hidden");
    await end("hidden", runId);
    const output = await outputOf(kernel, "hidden", runId, "tell");
    expect(output).toMatch(/^it is /);
    expect(output).not.toContain("open-sesame");
    await kernel.gofer("secret", "pipeline", "delete", "hidden", "word", "--yes");
    const { task } = await end("hidden", await startRun(kernel, "hidden"));
    expect(task("tell")?.reason?.message).toMatch(/setting say refers to pipeline_secret\{\{word\}\}.*does not exist/);
  }, 30_000);

  test("it fails with what it says, and is repeated as its retries say", async () => {
    await register(kernel, "failing", [
      scripted("never", { say: "trying", fail: "the valve is stuck" }),
      scripted("second", { flaky: gate("flaky") }).retries({ attempts: 3, backoff: "1ms" }),
    ]);
    const runId = await startRun(kernel, "failing");
    const { run, task } = await end("failing", runId);
    expect(run.status).toBe("RUN_STATUS_FAILED");
    expect(task("never")).toMatchObject({
      status: "TASK_RUN_STATUS_FAILED",
      reason: { message: "the valve is stuck" },
    });
    expect(task("second")).toMatchObject({ status: "TASK_RUN_STATUS_SUCCESSFUL", attempt: 2 });
    expect(await outputOf(kernel, "failing", runId, "never")).toBe("trying \n");
  }, 30_000);

  test("output that is long is streamed while it runs, and stored whole", async () => {
    await register(kernel, "longtext", [scripted("talks", { big: "10000", until: gate("talked") })]);
    const runId = await startRun(kernel, "longtext");
    let seen = 0;
    for await (const { data } of kernel.api.streamLogs({
      pipelineId: "longtext",
      runId,
      taskId: "talks",
      follow: true,
    })) {
      seen += data.length;
      if (data.includes("line 10000\n")) open("talked");
    }
    const all = Array.from({ length: 10_000 }, (_, index) => `line ${index + 1}\n`).join("");
    expect(seen).toBe(all.length);
    expect(await outputOf(kernel, "longtext", runId, "talks")).toBe(all);
  }, 60_000);
});

describe("a common task ends when it is told to", () => {
  test("cancelled gracefully, it ends as cancelled with its output", async () => {
    await register(kernel, "cancelled", [scripted("waits", { say: "waiting", until: gate("never") })]);
    const runId = await startRun(kernel, "cancelled");
    await isRunningTask("cancelled", runId, "waits");
    await kernel.api.cancelRun({ pipelineId: "cancelled", runId });
    const { run, task } = await end("cancelled", runId);
    expect(run.status).toBe("RUN_STATUS_CANCELLED");
    expect(task("waits")?.reason?.message).toMatch(/^cancelled by /);
    expect(await outputOf(kernel, "cancelled", runId, "waits")).toBe("waiting \n");
  }, 30_000);

  test("one that does not listen is cancelled by force at once", async () => {
    await register(kernel, "stubborn", [scripted("stays", { stubborn: "yes" })]);
    const runId = await startRun(kernel, "stubborn");
    await isRunningTask("stubborn", runId, "stays");
    await kernel.api.cancelRun({ pipelineId: "stubborn", runId, force: true });
    expect((await end("stubborn", runId)).run.status).toBe("RUN_STATUS_CANCELLED");
  }, 25_000);

  test("its timeout ends it with the reason", async () => {
    await register(kernel, "tooslow", [scripted("slow", { until: gate("never") }).timeout("100ms")]);
    const { task } = await end("tooslow", await startRun(kernel, "tooslow"));
    expect(task("slow")).toMatchObject({
      status: "TASK_RUN_STATUS_FAILED",
      reason: { kind: "REASON_KIND_TIMED_OUT", message: "task slow took longer than its timeout of 0.1 s" },
    });
  }, 30_000);
});

describe("what an admin configures may refer to global secrets", () => {
  const put = (value: string, ...words: string[]) =>
    kernel.goferWith(value, "secret", "global", "put", "hello", "@-", ...words);

  test("a plugin whose secret does not exist says what to do, and works when that is done", async () => {
    const { plugin } = await kernel.api.getPlugin({ alias: "speaking" });
    expect(plugin?.message).toBe(
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
    await register(kernel, "greeted", [scripted("greets")]);
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

describe("the command line", () => {
  test("lists common tasks, shows what one takes and who uses it, and does what an admin does with plugins", async () => {
    await register(kernel, "listed", [newCommonTask("debug", "show").setting("filter", "true")]);
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
  const manifest = {
    name: "trigger-scripted",
    version: "1.0.0",
    contracts: [{ name: "gofer.trigger.v1", features: ["EVENTS", "SCHEDULE"] }],
    entrypoint: { command: [process.execPath, join(program, "..", "trigger-scripted.mjs")] },
  };
  writeFileSync(join(source, "gofer-plugin.json"), JSON.stringify(manifest));
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

describe("an upgrade of its plugin while it works", () => {
  const archive = (version: string) =>
    packPlugin(join(folder, `scripted-${version}.tgz`), {
      name: "task-scripted",
      version,
      contracts: [{ name: "gofer.task.v1" }],
      entrypoint: { command: [process.execPath, program, version] },
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
    await register(kernel, first, [task]);
    await register(kernel, second, [newCommonTask(alias, "works").settings({ say: "by $VERSION" })]);
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
    await register(kernel, pipeline, [newCommonTask(alias, "works").settings({ until: gate("never") })]);
    const runId = await startRun(kernel, pipeline);
    await isRunningTask(pipeline, runId, "works");
    await gofer("upgrade", alias, await archive("2.0.0"));
    await kernel.api.restartPlugin({ alias });
    const { task } = await end(pipeline, runId);
    expect(task("works")).toMatchObject({ status: "TASK_RUN_STATUS_UNKNOWN" });
  }, 60_000);
});

describe("a pipeline is refused", () => {
  test("whose common task is not installed, or does not take its settings: with all that is wrong", async () => {
    const config = newPipeline("refused", "refused").tasks(
      newCommonTask("nobody", "unknown"),
      newCommonTask("scheduler-process", "mistaken"),
      newCommonTask("debug", "settings").settings({ filtr: "true", filter: "maybe" }),
      scripted("good", { say: "pipeline_secret{{later}}" }),
    ).config;
    const refusal = kernel.api.createPipeline({ config });
    await expect(refusal).rejects.toMatchObject({ code: "invalid" });
    await expect(refusal).rejects.toThrow(
      /task "unknown" \(common task "nobody"\): no common task is installed as "nobody": there are .*scripted, task-debug[^]*task "mistaken"[^]*task "settings" \(common task "task-debug"\): .*filtr.*did you mean filter\?[^]*filter: /,
    );
    await expect(kernel.api.getPipeline({ pipelineId: "refused" })).rejects.toMatchObject({ code: "notFound" });
  }, 30_000);
});

describe("a common task survives", () => {
  test("the kernel: killed while it works, the next one tells what is known of it, has its output, and does not do it again", async () => {
    await register(kernel, "rejoined", [scripted("works", { big: "5000", until: gate("rejoin") })]);
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

  test("the kernel: one that its plugin resumes goes on over the end of the kernel and of the plugin, and runs once", async () => {
    await register(kernel, "resumed", [
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
    await register(kernel, "plugdead", [scripted("works", { say: "on it", until: gate("plugdead") })]);
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
    await register(kernel, "disabled", [scripted("works", { say: "at last" })]);
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

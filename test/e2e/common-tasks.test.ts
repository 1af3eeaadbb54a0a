import { rmSync } from "node:fs";
import { newCommonTask, newPipeline } from "@gofer/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { outputOf, runUntil, script, startRun, untilFile } from "../support/pipelines.js";
import { createTaskWorld } from "../support/task-world.js";

const world = createTaskWorld();
const { kernel, isRunning, register, scripted, gate, open, beginsOf, end, isRunningTask } = world;

beforeAll(() => world.start());
afterAll(() => world[Symbol.asyncDispose]());

describe("a common task", () => {
  test("B02: runs beside containers: dependencies, description, variables, output, result", async () => {
    await register("beside", [
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
    await register("updated", [
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
    await register("debugged", [newCommonTask("debug", "show").setting("filter", "true").variable("A_TOKEN", "t")]);
    const { config } = await kernel.api.getPipeline({ pipelineId: "debugged" });
    expect(config?.tasks[0]?.common?.name).toBe("task-debug");
    const runId = await startRun(kernel, "debugged");
    await end("debugged", runId);
    const output = await outputOf(kernel, "debugged", runId, "show");
    expect(output).toContain(`GOFER_RUN_ID=${runId}\n`);
    expect(output).not.toContain("A_TOKEN");
  }, 30_000);

  test("what it hands on is an object of the run, and a value of the tasks behind it", async () => {
    await register("handson", [
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
    await register("oddname", [scripted("odd", { outputs: JSON.stringify({ "a b": "1" }) })]);
    const { task } = await end("oddname", await startRun(kernel, "oddname"));
    expect(task("odd")?.reason?.message).toMatch(/outputs cannot be kept: output "odd\/a b" is not 1 to 128 of/);
  }, 30_000);

  test("secrets of the pipeline reach its settings, and are hidden in its output", async () => {
    await register("hidden", [scripted("tell", { say: "it is pipeline_secret{{word}}" })]);
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
    await register("failing", [
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
    await register("longtext", [scripted("talks", { big: "10000", until: gate("talked") })]);
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
    await register("cancelled", [scripted("waits", { say: "waiting", until: gate("never") })]);
    const runId = await startRun(kernel, "cancelled");
    await isRunningTask("cancelled", runId, "waits");
    await kernel.api.cancelRun({ pipelineId: "cancelled", runId });
    const { run, task } = await end("cancelled", runId);
    expect(run.status).toBe("RUN_STATUS_CANCELLED");
    expect(task("waits")?.reason?.message).toMatch(/^cancelled by /);
    expect(await outputOf(kernel, "cancelled", runId, "waits")).toBe("waiting \n");
  }, 30_000);

  test("one that does not listen is cancelled by force at once", async () => {
    await register("stubborn", [scripted("stays", { stubborn: "yes" })]);
    const runId = await startRun(kernel, "stubborn");
    await isRunningTask("stubborn", runId, "stays");
    await kernel.api.cancelRun({ pipelineId: "stubborn", runId, force: true });
    expect((await end("stubborn", runId)).run.status).toBe("RUN_STATUS_CANCELLED");
  }, 25_000);

  test("its timeout ends it with the reason", async () => {
    await register("tooslow", [scripted("slow", { until: gate("never") }).timeout("100ms")]);
    const { task } = await end("tooslow", await startRun(kernel, "tooslow"));
    expect(task("slow")).toMatchObject({
      status: "TASK_RUN_STATUS_FAILED",
      reason: { kind: "REASON_KIND_TIMED_OUT", message: "task slow took longer than its timeout of 0.1 s" },
    });
  }, 30_000);
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

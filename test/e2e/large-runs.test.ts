import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { newCustomTask } from "@gofer/sdk";
import { wholeRun } from "@gofer/sdk/whole";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestKernel } from "../support/kernel.js";
import { register, script, startRun } from "../support/pipelines.js";

const tasks = 10_000;
const limit = 150;
const kernel = new TestKernel({ GOFER_SERVER_STORAGE_RESULTS_LIMIT: String(limit), GOFER_CLI_FORMAT: "pretty" });
beforeAll(() => kernel.start());
afterAll(() => kernel[Symbol.asyncDispose]());

const marker = (name: string) => join(kernel.dataDirectory, name);
const until = (name: string) => `until [ -e ${marker(name)} ]; do sleep 0.05; done`;

/** Two tasks that run until they are let go; all others wait for the first and are skipped when it fails. */
async function startLarge(id: string): Promise<{ namespace: string; pipelineId: string; runId: number }> {
  await register(kernel, id, [
    script("first", `echo begun; echo the first says this; ${until(`${id}-first`)}; exit 1`),
    script("second", until(`${id}-second`)),
    ...Array.from({ length: tasks - 2 }, (_, index) =>
      newCustomTask(`task_${index}`, "any").command("true").dependsOn("first"),
    ),
  ]);
  return { namespace: "", pipelineId: id, runId: await startRun(kernel, id) };
}

test("a run of 10,000 tasks is listed in pages, and watched by what changes", { timeout: 60_000 }, async () => {
  const id = `large_${Date.now()}`;
  const ref = await startLarge(id);
  let sent = 0;
  let messages = 0;
  let before = 0;
  const running = new Set<string>();
  const counted = async function* () {
    for await (const message of kernel.api.watchRun(ref)) {
      messages++;
      sent += message.taskRuns.length;
      expect(message.taskRuns.length).toBeLessThanOrEqual(200);
      yield message;
    }
  };
  for await (const { taskRuns, run } of wholeRun(counted())) {
    if (run?.state === "RUN_STATE_PENDING" || taskRuns.length < tasks) continue;
    expect(taskRuns.slice(0, 3).map(({ taskId }) => taskId)).toEqual(["first", "second", "task_0"]);
    for (const taskRun of taskRuns.slice(0, 2))
      if (taskRun.state === "TASK_RUN_STATE_RUNNING") running.add(taskRun.taskId);
    if (run?.state === "RUN_STATE_COMPLETE") {
      expect(taskRuns.length).toBe(tasks);
      const skipped = taskRuns.filter(({ status }) => status === "TASK_RUN_STATUS_SKIPPED");
      expect(skipped.length).toBe(tasks - 2);
    } else if (running.size === 2 && before === 0) {
      // From here on one task changes, and then all others once.
      before = sent;
      writeFileSync(marker(`${id}-second`), "");
    } else if (taskRuns[1]?.state === "TASK_RUN_STATE_COMPLETE") {
      expect(sent - before).toBeLessThan(20);
      writeFileSync(marker(`${id}-first`), "");
    }
  }
  // As they are at first, once more for what changed meanwhile, and when they are skipped.
  expect(sent).toBeLessThan(3 * tasks + 100);
  expect(messages).toBeGreaterThan(tasks / 200);

  const page = await kernel.api.listTaskRuns({ ...ref, pageSize: 500 });
  expect(page.taskRuns.length).toBe(limit);
  // None is lost when the command ends before its reader has taken all of it.
  const { stdout } = await kernel.gofer("taskrun", "list", id, "--format", "json");
  const listed = stdout.toString().trim().split("\n");
  expect(new Set(listed.map((line) => (JSON.parse(line) as { taskId: string }).taskId)).size).toBe(tasks);
  const shown = (await kernel.gofer("run", "get", id)).stdout.toString().split("\n");
  expect(shown.filter((line) => /^ +\S (first|second|task_\d+) /.test(line)).length).toBe(tasks);
});

test("watching it fits the screen and shows what a running task says last", { timeout: 60_000 }, async () => {
  const id = `screen_${Date.now()}`;
  await startLarge(id);
  const gofer = `${process.execPath} ${join(process.cwd(), "cli", "bin", "gofer.mjs")}`;
  const watching = kernel.spawnProgram("script", [
    "-qec",
    `stty rows 24 cols 80; exec ${gofer} run watch ${id}`,
    "/dev/null",
  ]);
  const frames: string[] = [];
  let text = "";
  for await (const chunk of watching.stdout.setEncoding("utf8")) {
    text += String(chunk);
    if (text.includes("the first says this") && /second +running/.test(text)) writeFileSync(marker(`${id}-first`), "");
    if (/9,?998 skipped|more: \d+ skipped/.test(text)) writeFileSync(marker(`${id}-second`), "");
    frames.splice(0, frames.length, ...text.split("\u001b[J"));
  }
  expect(frames.length).toBeGreaterThan(3);
  // What is left there at the end may scroll.
  const last = frames.pop();
  for (const frame of frames) {
    const up = Number(/\u001b\[(\d+)A/.exec(frame)?.[1] ?? 0);
    const lines = frame
      .replaceAll(/\u001b\[[\d;]*[A-Za-z]/g, "")
      .trim()
      .split("\r\n");
    expect(up).toBeLessThan(24);
    expect(lines.length).toBeLessThan(24);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  }
  expect(text).toMatch(/first +running.*the first says this/);
  expect(text).toMatch(/… and \d+ more: /);
  expect(last).toMatch(/failed[^]*first +failed[^]*more: \d+ skipped/);
});

test("where there is no terminal it tells each change once and ends with what matters", {
  timeout: 60_000,
}, async () => {
  const id = `plain_${Date.now()}`;
  await startLarge(id);
  writeFileSync(marker(`${id}-first`), "");
  writeFileSync(marker(`${id}-second`), "");
  const { code, stdout, stderr } = await kernel.gofer("run", "watch", id);
  expect(code).toBe(10);
  expect(stdout.length).toBe(0);
  const lines = stderr.trim().split("\n");
  expect(lines.filter((line) => line.includes("task_7777 skipped")).length).toBe(1);
  expect(lines.slice(-100).join("\n")).toMatch(/failed[^]*first +failed[^]*more: \d+ skipped/);
  expect(stderr).not.toContain("\u001b");
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newCustomTask } from "@gofer/sdk";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestKernel } from "../support/kernel.js";
import { register, runUntil, startRun } from "../support/pipelines.js";
import { misbehavingPlugin } from "../support/plugin-folder.js";

const plugins = mkdtempSync(join(tmpdir(), "gofer-pulling-"));
const kernel = new TestKernel({ GOFER_PLUGIN_DIR: plugins, GOFER_SCHEDULER_ENGINE: "scheduler-pulling" });

beforeAll(async () => {
  const program = join(import.meta.dirname, "..", "fixtures", "plugins", "scheduler-pulling.mjs");
  misbehavingPlugin(plugins, "scheduler-pulling", [], {
    name: "scheduler-pulling",
    contracts: [{ name: "gofer.scheduler.v1" }],
    entrypoint: { command: [process.execPath, program] },
  });
  await kernel.start();
});
afterAll(async () => {
  await kernel[Symbol.asyncDispose]();
  rmSync(plugins, { recursive: true });
});

test("while an image is pulled every view of the run says how far it is, and no event is kept of it", async () => {
  const image = join(kernel.dataDirectory, "pulled");
  await register(kernel, "pulls", [newCustomTask("task", image).command("true")]);
  const pulling = `pulling ${image}, 45 of 120 MB`;
  const runId = await startRun(kernel, "pulls");
  const watched = kernel.gofer("run", "watch", "pulls");
  const waited = kernel.gofer("run", "wait", "pulls");
  for await (const { taskRuns } of kernel.api.watchRun({ pipelineId: "pulls", runId })) {
    const reason = taskRuns.find(({ taskId }) => taskId === "task")?.reason;
    if (reason?.message === pulling) break;
    // Until its plugin has started.
    if (reason) expect(reason.kind).toBe("REASON_KIND_PLUGIN_UNAVAILABLE");
  }
  const views = [
    ["run", "get", "pulls"],
    ["run", "list", "pulls"],
    ["run", "why", "pulls"],
    ["taskrun", "get", "pulls", "@latest", "task"],
    ["taskrun", "list", "pulls"],
  ];
  for (const view of views) expect((await kernel.gofer(...view)).stdout.toString()).toContain(pulling);
  writeFileSync(image, "");
  const { taskRuns } = await runUntil(kernel, "pulls", runId);
  expect(taskRuns.map(({ status, reason }) => [status, reason])).toEqual([["TASK_RUN_STATUS_SUCCESSFUL", null]]);
  const lines = (await watched).stderr.split("\n");
  expect(lines.filter((line) => line.includes(pulling))).toHaveLength(1);
  // Where it stands when nothing holds it back any more is no news.
  expect(lines.slice(lines.findIndex((line) => line.includes(pulling)))).not.toContain("◌ task processing");
  expect((await waited).stderr.split("\n").filter((line) => line.includes(pulling))).toEqual([
    `run ${runId} of pulls waits: task task: ${pulling}`,
  ]);
  const kinds: string[] = [];
  for await (const { event } of kernel.api.listEvents({ pipelineId: "pulls", runId })) kinds.push(event?.kind ?? "");
  expect(kinds).toEqual([
    "run_created",
    "run_started",
    "task_run_created",
    "task_run_started",
    "task_run_completed",
    "run_completed",
  ]);
});

test("who waits for a run whose registry cannot be reached is told so once, and that it is tried again", async () => {
  await register(kernel, "away", [newCustomTask("task", "image-away").command("true")]);
  const { code, stderr } = await kernel.gofer("run", "start", "--wait", "away");
  const trouble = 'image image-away: cannot reach its registry (plugin "scheduler-pulling" 1.0.0, PrepareImage)';
  expect(stderr.split("\n").filter((line) => line.includes("reach"))).toEqual([
    `run 1 of away waits: task task: ${trouble}, trying again`,
  ]);
  expect(code).toBe(0);
});

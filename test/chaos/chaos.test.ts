import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { newPipeline } from "@gofer/sdk";
import { isFault } from "@gofer/sdk/fault";
import { expect, test } from "vitest";
import { TestKernel } from "../support/kernel.js";
import { pluginsOnly } from "../support/plugin-folder.js";
import { findViolations, type ObservedRun, type World } from "./checker.js";
import { type SeededRandom, seededRandom } from "./random.js";
import { type PlannedPipeline, planPipeline, taskOf } from "./workload.js";

const kills = Number(process.env["GOFER_CHAOS_KILLS"] ?? 50);
const seed = Number(process.env["GOFER_CHAOS_SEED"] ?? Date.now() % 1_000_000);
const pipelineCount = 12;
const patienceMs = 60_000;

const isAway = (error: unknown) =>
  isFault(error, "unavailable") || isFault(error, "cancelled") || isFault(error, "deadline");

/** Tries again while the kernel is away: what is tested kills it. */
async function persistently<T>(act: () => Promise<T>): Promise<T> {
  for (let lastError: unknown, fromMs = Date.now(); ; ) {
    if (Date.now() - fromMs > patienceMs) throw new Error("the kernel does not come back", { cause: lastError });
    try {
      return await act();
    } catch (error) {
      if (!isAway(error)) throw error;
      lastError = error;
      await delay(50);
    }
  }
}

async function register(kernel: TestKernel, pipeline: PlannedPipeline, world: string): Promise<void> {
  const { config } = newPipeline(pipeline.id, pipeline.id)
    .parallelism(pipeline.parallelism)
    .tasks(...pipeline.tasks.map((task) => taskOf(task, world)));
  await kernel.api.createPipeline({ namespace: "", config });
}

/** Starts runs until it is told to stop; a start whose answer is lost may have made a run, and the ledger knows. */
async function startRuns(
  kernel: TestKernel,
  pipelines: readonly PlannedPipeline[],
  random: SeededRandom,
  signal: AbortSignal,
) {
  while (!signal.aborted) {
    const { id } = random.pick(pipelines);
    try {
      await kernel.api.startRun({ namespace: "", pipelineId: id, variables: {} });
    } catch (error) {
      if (!isAway(error)) throw error;
    }
    await delay(20 + random.below(120));
  }
}

/** Kills the kernel or its scheduler plugin at random moments, and has the kernel back each time. */
async function killAtRandom(kernel: TestKernel, random: SeededRandom): Promise<void> {
  for (let count = 0; count < kills; count++) {
    await delay(random.below(random.chance(0.3) ? 60 : 700));
    if (random.chance(0.6)) {
      await kernel.stop("SIGKILL");
      await kernel.start();
      continue;
    }
    const { plugins } = await persistently(() => kernel.api.listPlugins({}));
    const pid = plugins.find(({ roles }) => roles.includes("scheduler"))?.pid ?? 0;
    if (pid > 0) process.kill(pid, "SIGKILL");
  }
}

async function observe(kernel: TestKernel, pipeline: PlannedPipeline): Promise<readonly ObservedRun[]> {
  const page = { namespace: "", pipelineId: pipeline.id, pageSize: 500, status: "RUN_STATUS_UNSPECIFIED" as const };
  const observed: ObservedRun[] = [];
  for (let pageToken = ""; ; ) {
    const { runs, nextPageToken } = await persistently(() => kernel.api.listRuns({ ...page, pageToken }));
    for (const { id: runId } of runs) observed.push(await observeRun(kernel, pipeline.id, runId));
    if (nextPageToken === "") return observed;
    pageToken = nextPageToken;
  }
}

async function observeRun(kernel: TestKernel, pipelineId: string, runId: number): Promise<ObservedRun> {
  const ref = { namespace: "", pipelineId, runId };
  for await (const { run } of kernel.api.watchRun(ref)) if (run?.state === "RUN_STATE_COMPLETE") break;
  const [{ run }, { taskRuns }] = await Promise.all([kernel.api.getRun(ref), kernel.api.listTaskRuns(ref)]);
  const word = (value = "") => value.replace(/^(TASK_)?RUN_(STATE|STATUS)_/, "").toLowerCase();
  const attempts: { taskId: string; attempt: number; status: string; output: string }[] = [];
  for (const { taskId, attempt, state, status } of taskRuns) {
    const chunks: Buffer[] = [];
    const request = { ...ref, taskId, attempt, follow: true, tailLines: 0 };
    for await (const { data } of kernel.api.streamLogs(request)) chunks.push(data);
    const shown = state === "TASK_RUN_STATE_COMPLETE" ? status : state;
    attempts.push({ taskId, attempt, status: word(shown), output: Buffer.concat(chunks).toString() });
  }
  return { pipelineId, runId, state: word(run?.state), status: word(run?.status), attempts };
}

function lookAround(folder: string, kernel: TestKernel): World {
  const marks = readdirSync(folder).map((name) => {
    const lines = readFileSync(join(folder, name), "utf8").split("\n");
    const count = (word: string) => lines.filter((line) => line === word).length;
    return [name, { started: count("start"), ended: count("end") }] as const;
  });
  const tasks = readdirSync(join(kernel.dataDirectory, "plugins", "scheduler-process", "tasks"));
  return { marks: new Map(marks), leftovers: tasks.map((name) => `directory of task ${name}`) };
}

test(
  `whatever is killed ${kills} times, every task runs once an attempt, every run ends right, no output is lost (seed ${seed})`,
  async () => {
    const random = seededRandom(seed);
    const plugins = pluginsOnly("scheduler-process");
    const settings = { GOFER_PLUGIN_DIR: plugins, GOFER_TASK_RUN_LOG_EXPIRY: "0", GOFER_LOG_LEVEL: "error" };
    await using kernel = new TestKernel(settings);
    await using _plugins = { [Symbol.asyncDispose]: () => rm(plugins, { recursive: true }) };
    const folder = join(kernel.dataDirectory, "world");
    mkdirSync(folder);
    await kernel.start();
    const pipelines = Array.from({ length: pipelineCount }, (_, index) => planPipeline(random, index));
    for (const pipeline of pipelines) await register(kernel, pipeline, folder);
    const stop = new AbortController();
    const starting = startRuns(kernel, pipelines, seededRandom(seed + 1), stop.signal);
    await killAtRandom(kernel, random);
    stop.abort();
    await starting;
    const runs: ObservedRun[] = [];
    for (const pipeline of pipelines) runs.push(...(await observe(kernel, pipeline)));
    // Removing follows the end of a task; a directory that stays is a violation.
    await expect.poll(() => lookAround(folder, kernel).leftovers, { timeout: 30_000 }).toEqual([]);
    expect(findViolations(pipelines, runs, lookAround(folder, kernel))).toEqual([]);
    expect(runs.length).toBeGreaterThan(kills / 2);
  },
  60_000 + kills * 20_000,
);

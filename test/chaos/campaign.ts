import { setTimeout as delay } from "node:timers/promises";
import { newPipeline } from "@gofer/sdk";
import { isFault } from "@gofer/sdk/fault";
import { expect } from "vitest";
import type { TestKernel } from "../support/kernel.js";
import type { Arena } from "./arena.js";
import { findViolations, type ObservedRun, type Outage } from "./checker.js";
import { whileMoving, within } from "./patience.js";
import { type SeededRandom, seededRandom } from "./random.js";
import { type PlannedPipeline, planPipeline } from "./workload.js";

export interface Campaign {
  readonly seed: number;
  readonly kills: number;
  readonly pipelines: number;
  /** Longest time between two runs. */
  readonly pauseMs: number;
  /** How many runs may be under way: one that is killed all the time gets little done. */
  readonly openRuns: number;
  /** Of ten kills so many hit the backend, where there is one. */
  readonly backendKills: number;
}

/** How long anything may take that takes a second or two. */
const patienceMs = 45_000;

/** Kills at random moments while runs go on, then has everything come to its end and lets the checker look. */
export async function fight(arena: Arena, campaign: Campaign): Promise<void> {
  const { kernel } = arena;
  const random = seededRandom(campaign.seed);
  await within(patienceMs, "the kernel starts", kernel.start());
  await within(patienceMs, "the scheduler is there", schedulerRuns(arena.kernel));
  await proveEyes(arena);
  const pipelines = Array.from({ length: campaign.pipelines }, (_, index) => planPipeline(random, index));
  for (const pipeline of pipelines) await register(arena, pipeline);
  const stop = new AbortController();
  const starting = startRuns(kernel, pipelines, campaign, stop.signal);
  const outages: Outage[] = [];
  try {
    await killAtRandom(arena, campaign, random, outages);
  } finally {
    stop.abort();
    await starting;
  }
  const runs: ObservedRun[] = [];
  for (const pipeline of pipelines) runs.push(...(await observe(arena, pipeline)));
  // Removing follows the end of a task; what stays is a violation.
  await expect.poll(arena.leftovers, { timeout: patienceMs, interval: 100 }).toEqual([]);
  const world = { marks: arena.marks(), leftovers: [], ...(arena.killBackend ? { outages } : {}) };
  expect(findViolations(pipelines, runs, world)).toEqual([]);
  // Otherwise the kills met next to nothing.
  expect(runs.length).toBeGreaterThan(campaign.kills / 5);
}

async function schedulerRuns(kernel: TestKernel): Promise<void> {
  const runs = async () => {
    const { plugins } = await kernel.api.listPlugins({});
    return plugins.some(({ roles, state }) => roles.includes("scheduler") && state === "STATE_RUNNING");
  };
  while (!(await runs())) await delay(50);
}

/** Who looks for what is left must see what is left. */
async function proveEyes({ litter, leftovers }: Arena): Promise<void> {
  expect(await leftovers()).toEqual([]);
  {
    await using left = await litter();
    expect(await leftovers()).toHaveLength(left.pieces);
  }
  expect(await leftovers()).toEqual([]);
}

const isAway = (error: unknown) =>
  isFault(error, "unavailable") || isFault(error, "cancelled") || isFault(error, "deadline");

/** Tries again while the kernel is away: what is tested kills it. */
async function persistently<T>(what: string, act: () => Promise<T>): Promise<T> {
  for (let lastError: unknown, fromMs = Date.now(); ; ) {
    if (Date.now() - fromMs > patienceMs)
      throw new Error(`the kernel does not come back: ${what}`, { cause: lastError });
    try {
      return await act();
    } catch (error) {
      if (!isAway(error)) throw error;
      lastError = error;
      await delay(50);
    }
  }
}

async function register({ kernel, task }: Arena, pipeline: PlannedPipeline): Promise<void> {
  const { config } = newPipeline(pipeline.id, pipeline.id)
    .parallelism(pipeline.parallelism)
    .tasks(...pipeline.tasks.map(task));
  await kernel.api.createPipeline({ namespace: "", config });
}

/** Starts runs until it is told to stop, so many that all kills meet some; a start whose answer is lost may have made a run, and the ledger knows. */
async function startRuns(
  kernel: TestKernel,
  pipelines: readonly PlannedPipeline[],
  { seed, pauseMs, openRuns }: Campaign,
  signal: AbortSignal,
) {
  const random = seededRandom(seed + 1);
  const open: { pipelineId: string; runId: number }[] = [];
  const unlessAway = async <T>(act: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await act();
    } catch (error) {
      if (!isAway(error)) throw error;
      return undefined;
    }
  };
  while (!signal.aborted) {
    const [oldest] = open;
    if (open.length >= openRuns && oldest) {
      const answer = await unlessAway(() => kernel.api.getRun({ namespace: "", ...oldest }, { timeoutMs: 5000 }));
      if (answer?.run?.state === "RUN_STATE_COMPLETE") open.shift();
      else await delay(50);
      continue;
    }
    const { id } = random.pick(pipelines);
    const request = { namespace: "", pipelineId: id, variables: {} };
    const started = await unlessAway(() => kernel.api.startRun(request, { timeoutMs: 5000 }));
    if (started?.run) open.push({ pipelineId: id, runId: started.run.id });
    await delay(20 + random.below(pauseMs));
  }
}

/** A kernel takes a plugin that ends more often in its time for one in a crash loop, and lets it rest. */
const pluginKillsAtOnce = 3;

/** Kills the kernel, its scheduler plugin, or what is below it, and has it back each time. */
async function killAtRandom(arena: Arena, { kills, backendKills }: Campaign, random: SeededRandom, outages: Outage[]) {
  const { kernel, killBackend } = arena;
  let pluginKills = 0;
  for (let count = 1; count <= kills; count++) {
    const before = begun(arena);
    await delay(random.below(random.chance(0.3) ? 60 : 700));
    // On a slow machine nothing would ever get anywhere otherwise.
    if (random.chance(0.4)) for (let waits = 0; waits < 100 && begun(arena) === before; waits++) await delay(30);
    const kill = random.next();
    if (killBackend && kill < backendKills / 10) {
      note(`kill ${count}: the backend`);
      const fromMs = Date.now();
      await within(patienceMs, `the backend is back after kill ${count}`, killBackend());
      outages.push({ fromMs, toMs: Date.now() });
    } else if (kill < 0.6 || pluginKills === pluginKillsAtOnce) {
      pluginKills = 0;
      note(`kill ${count}: the kernel`);
      await kernel.stop("SIGKILL");
      await within(patienceMs, `the kernel is back after kill ${count}`, kernel.start());
    } else {
      const pid = await schedulerProcess(kernel);
      note(`kill ${count}: the scheduler plugin, process ${pid}`);
      killIfThere(pid);
      pluginKills++;
    }
  }
}

/** Waits for it: after another kill it may not be there yet, and a kill that hits nothing is none. */
async function schedulerProcess({ api }: TestKernel): Promise<number> {
  const find = async () => {
    for (;;) {
      const { plugins } = await persistently("plugins are listed", () => api.listPlugins({}));
      const pid = plugins.find(({ roles }) => roles.includes("scheduler"))?.pid ?? 0;
      if (pid > 0) return pid;
      await delay(20);
    }
  };
  return within(patienceMs, "the scheduler plugin runs", find());
}

/** Among what the kernel writes, where that is asked for. */
function note(what: string): void {
  if (process.env["GOFER_CHAOS_LOG"]) process.stderr.write(`${JSON.stringify({ time: Date.now(), msg: what })}\n`);
}

/** It may be dead already by the kill before this one. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

async function observe(arena: Arena, pipeline: PlannedPipeline): Promise<readonly ObservedRun[]> {
  const page = { namespace: "", pipelineId: pipeline.id, pageSize: 500, status: "RUN_STATUS_UNSPECIFIED" as const };
  const observed: ObservedRun[] = [];
  for (let pageToken = ""; ; ) {
    const list = () => arena.kernel.api.listRuns({ ...page, pageToken });
    const { runs, nextPageToken } = await persistently(`runs of ${pipeline.id} are listed`, list);
    for (const { id: runId } of runs) {
      const what = `run ${runId} of ${pipeline.id} ends, and all its output is stored`;
      const standing = () => howItStands(arena, pipeline.id, runId);
      const work = observeRun(arena.kernel, pipeline.id, runId);
      observed.push(await whileMoving(patienceMs, what, work, () => begun(arena), standing));
    }
    if (nextPageToken === "") return observed;
    pageToken = nextPageToken;
  }
}

/** How many attempts have begun outside. */
function begun({ marks }: Arena): number {
  return [...marks().values()].reduce((sum, { started }) => sum + started, 0);
}

async function observeRun(kernel: TestKernel, pipelineId: string, runId: number): Promise<ObservedRun> {
  const ref = { namespace: "", pipelineId, runId };
  for await (const { run } of kernel.api.watchRun(ref)) if (run?.state === "RUN_STATE_COMPLETE") break;
  const [{ run }, { taskRuns }] = await Promise.all([kernel.api.getRun(ref), kernel.api.listTaskRuns(ref)]);
  const word = (value = "") => value.replace(/^(TASK_)?RUN_(STATE|STATUS)_/, "").toLowerCase();
  const attempts: ObservedRun["attempts"][number][] = [];
  for (const { taskId, attempt, state, status, reason, startedAtMs, endedAtMs } of taskRuns) {
    const chunks: Buffer[] = [];
    const request = { ...ref, taskId, attempt, follow: true, tailLines: 0 };
    for await (const { data } of kernel.api.streamLogs(request)) chunks.push(data);
    const shown = state === "TASK_RUN_STATE_COMPLETE" ? status : state;
    const output = Buffer.concat(chunks).toString();
    attempts.push({
      taskId,
      attempt,
      status: word(shown),
      output,
      startedAtMs,
      endedAtMs,
      reason: reason?.message ?? "",
    });
  }
  return { pipelineId, runId, state: word(run?.state), status: word(run?.status), attempts };
}

/** What a run waits for, as the kernel has it, and what there is outside. */
async function howItStands({ kernel, leftovers }: Arena, pipelineId: string, runId: number): Promise<string> {
  const ref = { namespace: "", pipelineId, runId };
  const [{ run }, { taskRuns }, { plugins }, outside] = await Promise.all([
    kernel.api.getRun(ref),
    kernel.api.listTaskRuns(ref),
    kernel.api.listPlugins({}),
    leftovers(),
  ]);
  return [
    `run: ${run?.state} ${run?.status} ${run?.reason?.message ?? ""}`,
    ...taskRuns.map(
      ({ taskId, attempt, state, status, reason, logComplete }) =>
        `task ${taskId}, attempt ${attempt}: ${state} ${status} ${reason?.message ?? ""}${logComplete ? "" : " (output not complete)"}`,
    ),
    ...plugins.map(({ alias, state, message }) => `plugin ${alias}: ${state} ${message}`),
    ...outside.map((item) => `outside: ${item}`),
  ].join("\n");
}

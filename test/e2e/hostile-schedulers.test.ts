import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestKernel } from "../support/kernel.js";
import { hostileScheduler } from "../support/plugin-folder.js";

const plugins = mkdtempSync(join(tmpdir(), "gofer-hostile-"));
const kernel = new TestKernel({
  GOFER_PLUGIN_DIR: plugins,
  GOFER_LOG_LEVEL: "fatal",
  GOFER_TASK_RUN_LOG_LIMIT: "256KiB",
});
const logLimitBytes = 256 << 10;
/** They keep the kernel busy as long as they are there. */
const floods = ["events", "thief"];
/** Their containers write without an end. */
const writers = ["logs-huge", "logs-tiny", "logs-stuck", "logs-empty", "logs-vast", "logs-late"];
const others = ["logs-broken", "list", "vast", "garbage", "wire", "mute", "liar", "dies", "still"];

beforeAll(async () => {
  const own = join(import.meta.dirname, "..", "..", "plugins", "scheduler-process");
  symlinkSync(own, join(plugins, "scheduler-process"));
  for (const behaviour of [...floods, ...writers, ...others]) hostileScheduler(plugins, behaviour);
  await kernel.start();
  const file = join(kernel.dataDirectory, "one.json");
  const task = { id: "task", container: { image: "any", command: ["echo", "done"] } };
  writeFileSync(file, JSON.stringify({ id: "one", tasks: [task] }));
  expect((await kernel.gofer("pipeline", "create", file)).code).toBe(0);
  // Of schedulers only the one in use is enabled by itself.
  await Promise.all([...floods, ...others].map((alias) => kernel.api.enablePlugin({ alias })));
});
afterAll(async () => {
  await kernel[Symbol.asyncDispose]();
  rmSync(plugins, { recursive: true });
});

async function shown(alias: string): Promise<string> {
  const { plugin } = await kernel.api.getPlugin({ alias });
  return `${plugin?.state ?? ""} ${plugin?.health ?? ""} ${plugin?.message ?? ""}`;
}

/** Begins a run on a scheduler, and makes the honest one that of the next run. */
async function startOn(alias: string): Promise<{ pipelineId: string; runId: number }> {
  await kernel.api.usePlugin({ role: "scheduler", alias });
  const { run } = await kernel.api.startRun({ pipelineId: "one" });
  await kernel.api.usePlugin({ role: "scheduler", alias: "scheduler-process" });
  return { pipelineId: "one", runId: run?.id ?? 0 };
}

/** A run on the honest scheduler ends well, and has its output. */
async function runOne(): Promise<void> {
  const { run: started } = await kernel.api.startRun({ pipelineId: "one" });
  const ref = { pipelineId: "one", runId: started?.id ?? 0 };
  for await (const { run: seen } of kernel.api.watchRun(ref))
    if (seen?.state === "RUN_STATE_COMPLETE") expect(seen.status).toBe("RUN_STATUS_SUCCESSFUL");
  const output: Buffer[] = [];
  for await (const { data } of kernel.api.streamLogs({ ...ref, follow: true })) output.push(data);
  expect(Buffer.concat(output).toString()).toBe("done\n");
}

test("while schedulers flood, and lie about the containers of another one, its runs end as they do", async () => {
  await expect
    .poll(() => Promise.all(floods.map(shown)), { timeout: 30_000 })
    .toEqual(floods.map(() => expect.stringContaining("STATE_RUNNING HEALTH_HEALTHY") as unknown));
  for (let run = 0; run < 5; run++) await runOne();
  await Promise.all(floods.map((alias) => kernel.api.disablePlugin({ alias, force: true })));
}, 60_000);

test("output without an end takes the disk that a log may take and says so, its task goes on, and so do honest runs", async () => {
  const runs = new Map<string, { pipelineId: string; runId: number }>();
  for (const alias of writers) runs.set(alias, await startOn(alias));
  for (let run = 0; run < 5; run++) await runOne();

  /** What one who follows the output gets until it is told that there is no more. */
  const written = async (alias: string, isAll: (text: string) => boolean) => {
    let text = "";
    for await (const { data } of kernel.api.streamLogs({ ...runs.get(alias), follow: true })) {
      text += data.toString();
      if (isAll(text.slice(-200))) break;
    }
    return text;
  };
  const isCut = (text: string) => text.endsWith("bytes of task_run_log_limit]\n");
  for (const [alias, letter] of [
    ["logs-huge", "h"],
    ["logs-tiny", "t"],
    ["logs-stuck", "s"],
  ] as const)
    expect(await written(alias, isCut)).toMatch(
      new RegExp(`^${letter}+\n\\[gofer: the rest of this output was left out`),
    );
  expect(await written("logs-late", (text) => text.length >= 3)).toBe("all");
  expect(await written("logs-vast", (text) => text.length >= 1)).toBe("v");
  await runOne();

  const folder = join(kernel.dataDirectory, "logs");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.includes(".1"));
  for (const name of files) expect(statSync(join(folder, name)).size).toBeLessThan(logLimitBytes + 1000);
  for (const ref of runs.values()) {
    expect((await kernel.api.getRun(ref)).run?.state).toBe("RUN_STATE_RUNNING");
    await kernel.api.cancelRun(ref);
    for await (const { run } of kernel.api.watchRun(ref))
      if (run?.state === "RUN_STATE_COMPLETE") expect(run.status).toBe("RUN_STATUS_CANCELLED");
  }
}, 120_000);

test("who looks at a task whose output cannot be read sees that more is awaited, and why", async () => {
  const ref = await startOn("logs-broken");
  const problem =
    "more of its output is awaited in vain, trying again: scheduler/logs-broken ended the stream of output";
  await expect
    .poll(async () => (await kernel.gofer("run", "why", "one", String(ref.runId))).stdout.toString(), {
      timeout: 30_000,
    })
    .toContain(problem);
  const shown = await kernel.gofer("taskrun", "get", "one", String(ref.runId), "task");
  expect(shown.stdout.toString()).toContain(
    "output     0 bytes, more is awaited in vain, trying again: scheduler/logs",
  );
  await kernel.api.cancelRun(ref);
}, 60_000);

test("a scheduler that never answers a start keeps its own run, and no other", async () => {
  const kept = await startOn("still");
  await runOne();
  const { run } = await kernel.api.getRun(kept);
  expect([run?.state, run?.scheduler]).toEqual(["RUN_STATE_RUNNING", "still"]);
}, 60_000);

test.each([
  ["list", 'STATE_RUNNING HEALTH_UNHEALTHY scheduler "list" lists more than can be looked at'],
  ["vast", 'STATE_RUNNING HEALTH_UNHEALTHY plugin "vast" 1.0.0, WatchEvents: '],
  ["garbage", 'STATE_RUNNING HEALTH_UNHEALTHY plugin "garbage" 1.0.0, WatchEvents: '],
  ["mute", 'STATE_RUNNING HEALTH_UNHEALTHY scheduler "mute" sends nothing on WatchEvents'],
  ["wire", ' "wire" '],
  ["liar", 'STATE_INCOMPATIBLE HEALTH_UNSPECIFIED plugin "liar" 1.0.0 says it is {"name":"somebody-else"'],
  ["dies", 'plugin "dies" '],
])(
  "what is wrong with a scheduler that is hostile (%s) is shown with its name, and runs go on elsewhere",
  async (alias, message) => {
    await expect.poll(() => shown(alias), { timeout: 30_000 }).toContain(message);
    await runOne();
  },
  60_000,
);

test("a scheduler that was shown as unfit begins anew with its next process", async () => {
  const before = (await kernel.api.getPlugin({ alias: "mute" })).plugin?.pid;
  await kernel.api.restartPlugin({ alias: "mute" });
  await expect.poll(() => shown("mute"), { timeout: 20_000 }).toBe("STATE_RUNNING HEALTH_HEALTHY ");
  expect((await kernel.api.getPlugin({ alias: "mute" })).plugin?.pid).not.toBe(before);
}, 30_000);

test("what they sent without an end and in vast messages never filled the kernel's memory", () => {
  const most = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${kernel.pid}/status`, "utf8"))?.[1]) / 1024;
  expect(most).toBeLessThan(500);
});

import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { TestKernel } from "../support/kernel.js";
import { pipeline } from "../support/trigger-world.js";

const root = join(import.meta.dirname, "..", "..");
const count = 2000;
const minuteMs = 60_000;
/** An hour of fires each minute, or just enough to see two. */
const rounds = process.env["GOFER_TEST_LONG"] ? 60 : 2;

const folder = mkdtempSync(join(tmpdir(), "gofer-second-"));
const plugins = join(folder, "plugins");
const clock = join(folder, "clock");
const kernelHeap = join(folder, "kernel-heap");
install(
  "trigger-clocked",
  "1.0.0",
  "gofer.trigger.v1",
  ["SCHEDULE"],
  join(root, "test/fixtures/plugins/trigger-clocked.mjs"),
  {
    folder: clock,
  },
);
// Tasks that cost nothing: what is left is the engine.
install(
  "scheduler-noop",
  "0.1.0",
  "gofer.scheduler.v1",
  ["STREAM_STARTS"],
  join(root, "bench/dist/scheduler-noop.js"),
  {
    stats_file: join(folder, "stats.json"),
  },
);
symlinkSync(join(root, "plugins", "store-sqlite"), join(plugins, "store-sqlite"));
const gofer = new TestKernel(
  { GOFER_PLUGIN_DIR: plugins, GOFER_SCHEDULER_ENGINE: "noop", GOFER_TEST_HEAP_FILE: kernelHeap },
  join(root, "test", "fixtures", "faulty-kernel.mjs"),
);
afterAll(async () => {
  await gofer[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

function install(name: string, version: string, contract: string, features: string[], program: string, config: object) {
  mkdirSync(join(plugins, name), { recursive: true });
  mkdirSync(clock, { recursive: true });
  const contracts = [{ name: contract, features }];
  const manifest = { name, version, contracts, entrypoint: { command: [process.execPath, program] } };
  writeFileSync(join(plugins, name, "gofer-plugin.json"), JSON.stringify({ ...manifest, development: { config } }));
}

const id = (index: number) => `p${String(index).padStart(4, "0")}`;
const all = Array.from({ length: count }, (_, index) => index);
const linesOf = (file: string) => readFileSync(file, "utf8").split("\n").filter(Boolean).map(Number);

async function isRunning(alias: string): Promise<void> {
  const stop = new AbortController();
  const changes = gofer.api.listEvents({ kinds: ["plugin_state_changed"], follow: true }, { signal: stop.signal });
  for await (const _change of changes)
    if ((await gofer.api.getPlugin({ alias })).plugin?.state === "STATE_RUNNING") return;
}

/** In parts, because a call each at once would be as many streams of one connection. */
async function eachPipeline<T>(call: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let from = 0; from < count; from += 100)
    results.push(...(await Promise.all(all.slice(from, from + 100).map(call))));
  return results;
}

async function heapOfKernel(): Promise<number> {
  const before = linesOf(kernelHeap).length;
  const watcher = watch(kernelHeap);
  process.kill(gofer.pid, "SIGUSR2");
  while (linesOf(kernelHeap).length === before) await once(watcher, "change");
  watcher.close();
  return linesOf(kernelHeap).at(-1) ?? 0;
}

/** What is under way when it is looked at comes on top of what stays: the least of each third is compared. */
function expectFlat(heap: readonly number[]): void {
  const third = Math.floor(heap.length / 3);
  expect(Math.min(...heap.slice(2 * third))).toBeLessThan(1.1 * Math.min(...heap.slice(third, 2 * third)));
}

test(`2,000 pipelines that are due at the same second, ${rounds} times: all accounted for, and the kernel answers meanwhile`, {
  timeout: rounds * 30_000 + 60_000,
}, async () => {
  writeFileSync(kernelHeap, "");
  await gofer.start();
  for (const alias of ["trigger-clocked", "scheduler-noop"]) await isRunning(alias);
  const firstMs = Math.ceil(Date.now() / 1000) * 1000 + 10 * minuteMs;
  const settings = { every: "1m", start: new Date(firstMs).toISOString() };
  await eachPipeline((index) =>
    gofer.api.createPipeline({ config: pipeline(id(index), { each: settings }, { trigger: "trigger-clocked" }) }),
  );
  const subscribed = async (index: number) => {
    const { subscriptions } = await gofer.api.getPipeline({ pipelineId: id(index) });
    return subscriptions[0]?.state === "STATE_ACTIVE" && subscriptions[0].nextAtMs === firstMs;
  };
  await expect.poll(() => subscribed(count - 1), { timeout: 20_000 }).toBe(true);

  const stop = new AbortController();
  const request = { kinds: ["run_completed"], follow: true };
  const completions = gofer.api.listEvents(request, { signal: stop.signal })[Symbol.asyncIterator]();
  const heap: number[] = [];
  for (let round = 0; round < rounds; round++) {
    writeFileSync(join(clock, "time.new"), String(firstMs + round * minuteMs));
    renameSync(join(clock, "time.new"), join(clock, "time"));
    let isOver = false;
    const over = (async () => {
      for (let left = count; left > 0; left--) expect((await completions.next()).done).toBe(false);
      isOver = true;
    })();
    do await gofer.api.getServiceInfo({}, { timeoutMs: 5000 });
    while (!isOver);
    await over;
    heap.push(await heapOfKernel());
  }
  stop.abort();

  const verdicts = await eachPipeline(async (index) => {
    const { schedules } = await gofer.api.getSchedule({ pipelineId: id(index), count: 100 });
    return (schedules[0]?.verdicts ?? []).map(({ expectedAtMs, runId }) => [expectedAtMs - firstMs, runId]).reverse();
  });
  const expected = Array.from({ length: rounds }, (_, round) => [round * minuteMs, round + 1]);
  for (const told of verdicts) expect(told).toEqual(expected);
  expect((await gofer.api.getServiceInfo({})).liveRuns).toBe(0);
  if (rounds < 6) return;
  const heapOfTrigger = linesOf(join(clock, "heap"));
  const inMb = (values: readonly number[]) => values.map((bytes) => Math.round(bytes / 1e5) / 10);
  process.stdout.write(`MB after each fire: ${JSON.stringify({ kernel: inMb(heap), trigger: inMb(heapOfTrigger) })}\n`);
  expectFlat(heap);
  expectFlat(heapOfTrigger);
});

import { statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { newCustomTask, newPipeline } from "@gofer/sdk";
import SqliteDatabase from "better-sqlite3";
import type { Floors } from "./floors.js";
import { cpuMs, KernelProcess, memoryMb } from "./kernel-process.js";
import { type Figure, median } from "./measure.js";
import { noopScheduler } from "./noop-plugin.js";

const runs = 100_000;
const events = 1_000_000;
const liveRuns = 1000;
const pipelines = 1000;

const config = (id: string) => newPipeline(id, id).tasks(newCustomTask("task", "none").command("true")).config;

/** How much a large history and many live runs cost, against none. */
export async function measureScale(floors: Floors): Promise<readonly Figure[]> {
  const empty = await withKernel(async (bench) => {
    await bench.kernel.createPipeline({ namespace: "", config: config("busy") });
    return measureCalls(bench, 1);
  });
  return [...(await measureHistory(empty)), ...(await measureLive(floors)), ...(await measureIdle())];
}

async function withKernel<T>(act: (bench: KernelProcess) => Promise<T>): Promise<T> {
  await using bench = new KernelProcess({ GOFER_SCHEDULER_ENGINE: "noop", GOFER_TASK_RUN_LOG_EXPIRY: "0" });
  bench.install(noopScheduler(bench));
  await bench.start();
  return await act(bench);
}

type Calls = Readonly<Record<"list" | "get" | "start" | "events", number>>;

/** Median latencies of the everyday calls, in milliseconds. */
async function measureCalls({ kernel }: KernelProcess, firstRun: number): Promise<Calls> {
  const ref = { namespace: "", pipelineId: "busy" };
  const time = async (act: (index: number) => Promise<unknown>) => {
    const samples: number[] = [];
    for (let index = 0; index < 200; index++) {
      const from = performance.now();
      await act(index);
      samples.push(performance.now() - from);
    }
    return median(samples);
  };
  const start = await time(() => kernel.startRun({ ...ref, variables: {} }));
  const get = await time((index) => kernel.getRun({ ...ref, runId: firstRun + (index % 100) }));
  const list = await time(() =>
    kernel.listRuns({ ...ref, pageSize: 20, pageToken: "", status: "RUN_STATUS_UNSPECIFIED" }),
  );
  const request = { ...ref, afterSequence: 0, reverse: false, follow: false, kinds: [], runId: firstRun, limit: 20 };
  const readEvents = async () => {
    for await (const message of kernel.listEvents(request)) void message;
  };
  return { start, get, list, events: await time(readEvents) };
}

async function measureHistory(empty: Calls): Promise<readonly Figure[]> {
  await using bench = new KernelProcess({ GOFER_SCHEDULER_ENGINE: "noop", GOFER_TASK_RUN_LOG_EXPIRY: "0" });
  bench.install(noopScheduler(bench));
  await bench.start();
  await bench.kernel.createPipeline({ namespace: "", config: config("busy") });
  const { run } = await bench.kernel.startRun({ namespace: "", pipelineId: "busy", variables: {} });
  for await (const message of bench.kernel.watchRun({ namespace: "", pipelineId: "busy", runId: run?.id ?? 0 }))
    void message;
  await bench.stop();
  const sizes = multiply(join(bench.dataDirectory, "kernel.db"));
  const bootMs = await bench.start();
  const full = await measureCalls(bench, runs / 2);
  const compare = (name: keyof Calls, what: string): Figure => ({
    name: `${what}, 100,000 runs and 1,000,000 events`,
    value: full[name],
    unit: "ms",
    floor: "empty ledger",
    ratio: full[name] / empty[name],
    goal: "<= 1.5",
  });
  return [
    compare("start", "start a run"),
    compare("get", "get a run"),
    compare("list", "list 20 runs"),
    compare("events", "list 20 events of a run"),
    {
      name: "event row and its index",
      value: sizes.event,
      unit: "bytes",
      floor: "JSON row with an index (348 bytes)",
      ratio: sizes.event / 348,
      goal: "<= 0.3",
    },
    { name: "run row with one task run", value: sizes.run, unit: "bytes" },
    { name: "boot with that history", value: bootMs, unit: "ms" },
  ];
}

/** Copies the one run and its events in the file many times: the same rows as if they had happened. */
function multiply(path: string): { readonly event: number; readonly run: number } {
  const database = new SqliteDatabase(path);
  const sizeOf = () => {
    database.pragma("wal_checkpoint(TRUNCATE)");
    return statSync(path).size;
  };
  const columns = (table: string, without: string) =>
    (database.pragma(`table_info(${table})`) as { name: string }[])
      .map(({ name }) => name)
      .filter((name) => name !== without);
  const before = sizeOf();
  const others = columns("runs", "key");
  const runColumns = others.map((name) => (name === "id" ? "r.id + n.value" : `r.${name}`)).join(", ");
  const taskColumns = columns("task_runs", "run")
    .map((name) => `t.${name}`)
    .join(", ");
  const series = (count: number) =>
    `WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ${count})`;
  database.exec(
    `${series(runs)} INSERT INTO runs (${others.join(", ")}) SELECT ${runColumns} FROM runs r, n WHERE r.id = 1`,
  );
  database.exec(
    `INSERT INTO task_runs SELECT r.key, ${taskColumns} FROM runs r JOIN task_runs t ON t.run = 1 WHERE r.key > 1`,
  );
  database.exec(`UPDATE pipelines SET last_run_id = (SELECT max(id) FROM runs)`);
  const withRuns = sizeOf();
  const eventColumns = columns("events", "sequence")
    .map((name) => (name === "run" ? "e.run + n.value / 10" : `e.${name}`))
    .join(", ");
  database.exec(
    `${series(events)} INSERT INTO events SELECT NULL, ${eventColumns} FROM events e, n
     WHERE e.sequence = (SELECT max(sequence) FROM events WHERE run IS NOT NULL)`,
  );
  const withEvents = sizeOf();
  database.close();
  return { run: (withRuns - before) / runs, event: (withEvents - withRuns) / events };
}

async function measureLive({ nodeStartMs }: Floors): Promise<readonly Figure[]> {
  await using bench = new KernelProcess({ GOFER_SCHEDULER_ENGINE: "noop" });
  bench.install(noopScheduler(bench));
  const emptyBootMs = await bench.start();
  const held = newPipeline("held", "held").tasks(
    newCustomTask("task", "none").command("true").variable("BENCH_HOLD", "1"),
  );
  await bench.kernel.createPipeline({ namespace: "", config: held.config });
  const beforeMb = memoryMb(bench.pid, "Rss");
  for (let index = 0; index < liveRuns; index++) {
    await bench.kernel.startRun({ namespace: "", pipelineId: "held", variables: {} });
  }
  const heldMb = memoryMb(bench.pid, "Rss") - beforeMb;
  await bench.stop("SIGKILL");
  const bootMs = await bench.start();
  return [
    {
      name: "kernel and one plugin ready, empty",
      value: emptyBootMs,
      unit: "ms",
      floor: "N",
      ratio: emptyBootMs / nodeStartMs,
    },
    { name: "the same with 1,000 live runs", value: bootMs, unit: "ms", floor: "empty", ratio: bootMs / emptyBootMs },
    { name: "memory for 1,000 live runs", value: heldMb, unit: "MB" },
  ];
}

async function measureIdle(): Promise<readonly Figure[]> {
  return withKernel(async (bench) => {
    for (let index = 0; index < pipelines; index++) {
      await bench.kernel.createPipeline({ namespace: "", config: config(`idle_${index}`) });
    }
    await delay(2000);
    const [cpu, from] = [cpuMs(bench.pid), performance.now()];
    await delay(10_000);
    const share = ((cpuMs(bench.pid) - cpu) / (performance.now() - from)) * 100;
    return [{ name: "idle with 1,000 pipelines", value: share, unit: "% of a processor" }];
  });
}

import { readFileSync } from "node:fs";
import type { KernelClient } from "@gofer/sdk";
import { newCustomTask, newPipeline, type PipelineBuilder } from "@gofer/sdk";
import type { Floors } from "./floors.js";
import { cpuMs, KernelProcess } from "./kernel-process.js";
import { type Figure, median, quantile } from "./measure.js";
import { noopScheduler, statsFileOf } from "./noop-plugin.js";

interface Shape {
  readonly id: string;
  readonly tasks: number;
  /** Runs in flight at once. */
  readonly inFlight: number;
  readonly runs: number;
  readonly build: (pipeline: PipelineBuilder) => PipelineBuilder;
}

const task = (index: number) => newCustomTask(`t${String(index).padStart(5, "0")}`, "none").command("true");
const idOf = (index: number) => `t${String(index).padStart(5, "0")}`;

const one = (pipeline: PipelineBuilder) => pipeline.tasks(task(0));
const chain = (length: number) => (pipeline: PipelineBuilder) =>
  pipeline.tasks(
    ...Array.from({ length }, (_, index) => (index === 0 ? task(0) : task(index).dependsOn(idOf(index - 1)))),
  );
const parallel = (width: number) => (pipeline: PipelineBuilder) =>
  pipeline.tasks(...Array.from({ length: width }, (_, index) => task(index)));
const fan = (width: number) => (pipeline: PipelineBuilder) => {
  const middle = Array.from({ length: width }, (_, index) => task(index + 1).dependsOn(idOf(0)));
  const last = task(width + 1).dependsOnMany(
    Object.fromEntries(middle.map(({ config }) => [config.id, "success" as const])),
  );
  return pipeline.tasks(task(0), ...middle, last);
};
/** Layers of 100, each task with three parents in the layer before. */
const layers = (count: number) => (pipeline: PipelineBuilder) =>
  pipeline.tasks(
    ...Array.from({ length: count * 100 }, (_, index) => {
      const builder = task(index);
      const layer = Math.floor(index / 100) - 1;
      if (layer < 0) return builder;
      const parents = [0, 7, 31].map((step) => idOf(layer * 100 + ((index + step) % 100)));
      return builder.dependsOnMany(Object.fromEntries(parents.map((parent) => [parent, "success" as const])));
    }),
  );

const shapes = (scale: number): readonly Shape[] => [
  { id: "one_serial", tasks: 1, inFlight: 1, runs: 200 * scale, build: one },
  { id: "one_256", tasks: 1, inFlight: 256, runs: 4000 * scale, build: one },
  { id: "chain40", tasks: 40, inFlight: 1, runs: 10 * scale, build: chain(40) },
  { id: "parallel40x16", tasks: 40, inFlight: 16, runs: 300 * scale, build: parallel(40) },
  { id: "fan1000", tasks: 1002, inFlight: 1, runs: 5 * scale, build: fan(1000) },
  { id: "dag10000", tasks: 10_000, inFlight: 1, runs: 1 * scale, build: layers(100) },
];

interface Measured {
  readonly shape: Shape;
  readonly tookMs: number;
  readonly runMs: readonly number[];
  readonly kernelCpuMs: number;
  readonly changesPerCommit: number;
}

/** The engine alone: a scheduler that does nothing, over the real contract, with everything durable. */
export async function measureEngine(floors: Floors, scale: number): Promise<readonly Figure[]> {
  const measured = new Map<string, Measured>();
  await using bench = new KernelProcess({ GOFER_SCHEDULER_ENGINE: "noop" });
  bench.install(noopScheduler(bench));
  await bench.start();
  for (const shape of shapes(scale)) {
    process.stderr.write(`  ${shape.id}\n`);
    measured.set(shape.id, await measureShape(bench, shape));
  }
  await bench.stop();
  const notes = JSON.parse(readFileSync(statsFileOf(bench), "utf8")) as {
    startAfterExit: number[];
    startAfterFiring: number[];
  };
  return figuresOf(floors, measured, notes);
}

async function measureShape({ kernel, pid }: KernelProcess, shape: Shape): Promise<Measured> {
  const { config } = shape.build(newPipeline(shape.id, shape.id));
  await kernel.createPipeline({ namespace: "", config });
  const ended = await watchEnds(kernel, shape.id);
  await runMany(kernel, { ...shape, runs: Math.max(1, Math.ceil(shape.runs / 10)) }, ended);
  const [before, cpuBefore, from] = [await kernel.getServiceInfo({}), cpuMs(pid), performance.now()];
  const runMs = await runMany(kernel, shape, ended);
  const [tookMs, cpuAfter, after] = [performance.now() - from, cpuMs(pid), await kernel.getServiceInfo({})];
  ended.stop();
  return {
    shape,
    tookMs,
    runMs,
    kernelCpuMs: cpuAfter - cpuBefore,
    changesPerCommit: (after.stateChanges - before.stateChanges) / Math.max(1, after.commits - before.commits),
  };
}

/** Tells when a run has ended. */
export interface Ends {
  readonly of: (runId: number) => Promise<void>;
  readonly stop: () => void;
}

/** One stream of events tells the end of every run: a stream for each run would measure the streams. */
export async function watchEnds(kernel: KernelClient, pipelineId: string): Promise<Ends> {
  const stop = new AbortController();
  const done = new Set<number>();
  const waiting = new Map<number, () => void>();
  const request = {
    namespace: "",
    afterSequence: 0,
    reverse: false,
    follow: true,
    kinds: ["run_completed"],
    pipelineId,
    runId: 0,
    limit: 0,
  };
  void (async () => {
    for await (const { event } of kernel.listEvents(request, { signal: stop.signal })) {
      const runId = event?.runId ?? 0;
      done.add(runId);
      waiting.get(runId)?.();
    }
  })().catch(() => undefined);
  return {
    of: (runId) => (done.has(runId) ? Promise.resolve() : new Promise((resolve) => waiting.set(runId, resolve))),
    stop: () => stop.abort(),
  };
}

/** Runs of one pipeline, so many at once; how long each took, in milliseconds. */
export async function runMany(
  kernel: KernelClient,
  { id, inFlight, runs }: Pick<Shape, "id" | "inFlight" | "runs">,
  ends: Ends,
): Promise<readonly number[]> {
  const tookMs: number[] = [];
  let started = 0;
  const worker = async () => {
    while (started++ < runs) {
      const from = performance.now();
      const variables = { BENCH_FIRED_AT: String(performance.timeOrigin + from) };
      const { run } = await kernel.startRun({ namespace: "", pipelineId: id, variables });
      await ends.of(run?.id ?? 0);
      tookMs.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return tookMs;
}

function figuresOf(
  { unaryPerSecond, unaryCpuUs, pingMs, fdatasyncMs }: Floors,
  measured: ReadonlyMap<string, Measured>,
  notes: { readonly startAfterExit: readonly number[]; readonly startAfterFiring: readonly number[] },
): readonly Figure[] {
  const get = (id: string): Measured => {
    const found = measured.get(id);
    if (!found) throw new Error(`${id} was not measured`);
    return found;
  };
  const tasksPerSecond = (id: string) => {
    const { shape, tookMs } = get(id);
    return (shape.runs * shape.tasks * 1000) / tookMs;
  };
  const rate = (id: string, what: string, goal: string): Figure => {
    const value = tasksPerSecond(id);
    return { name: what, value, unit: "task runs/s", floor: "G", ratio: value / unaryPerSecond, goal };
  };
  const chainStepMs = median(get("chain40").runMs) / 40;
  const latencyMs = median(get("one_serial").runMs);
  const wide = get("parallel40x16");
  const wideRate = tasksPerSecond("parallel40x16");
  const cpuUs = (wide.kernelCpuMs * 1000) / (wide.shape.runs * wide.shape.tasks);
  const ofWide = (id: string, what: string, goal: string): Figure => {
    const value = tasksPerSecond(id);
    return { name: what, value, unit: "task runs/s", floor: "40 x 16", ratio: value / wideRate, goal };
  };
  return [
    rate("parallel40x16", "40 parallel tasks x 16 runs", ">= 3"),
    rate("one_256", "one-task runs by StartRun, 256 in flight", ">= 0.5"),
    {
      name: "chain of 40, per step",
      value: chainStepMs,
      unit: "ms",
      floor: "F",
      ratio: chainStepMs / fdatasyncMs,
      goal: "<= 8",
    },
    { name: "the same, in messages", value: chainStepMs, unit: "ms", floor: "P", ratio: chainStepMs / pingMs },
    {
      name: "one-task run, start to durable end",
      value: latencyMs,
      unit: "ms",
      floor: "F",
      ratio: latencyMs / fdatasyncMs,
      goal: "<= 20",
    },
    ofWide("fan1000", "1,000 wide fan-out and fan-in", ">= 0.5"),
    ofWide("dag10000", "one graph of 10,000 tasks", ">= 0.5"),
    { name: "state changes per commit, 40 x 16", value: wide.changesPerCommit, unit: "changes", goal: ">= 100" },
    {
      name: "kernel CPU per task run, 40 x 16",
      value: cpuUs,
      unit: "us",
      floor: "CPU of a unary call",
      ratio: cpuUs / unaryCpuUs,
      goal: "<= 0.3",
    },
    { name: "exit to next start, p50", value: quantile(notes.startAfterExit, 0.5), unit: "ms" },
    { name: "exit to next start, p99", value: quantile(notes.startAfterExit, 0.99), unit: "ms" },
    { name: "StartRun to start of the task, p50", value: quantile(notes.startAfterFiring, 0.5), unit: "ms" },
    { name: "StartRun to start of the task, p99", value: quantile(notes.startAfterFiring, 0.99), unit: "ms" },
  ];
}

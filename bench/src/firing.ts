import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, watch } from "node:fs";
import { join } from "node:path";
import type { KernelClient } from "@gofer/sdk";
import { newCustomTask, newPipeline, newTrigger } from "@gofer/sdk";
import type { Floors } from "./floors.js";
import { KernelProcess } from "./kernel-process.js";
import { type Figure, median, quantile } from "./measure.js";
import { noopScheduler, statsFileOf } from "./noop-plugin.js";

interface Shape {
  readonly id: string;
  /** A subscription may have a thousand live runs: several of one pipeline fire at once. */
  readonly subscriptions: number;
  /** Of each subscription. */
  readonly count: number;
  readonly inFlight: number;
  readonly pauseMs: number;
}

interface Fired {
  /** From the first firing to the last acknowledgement. */
  readonly tookMs: number;
  readonly ackMs: readonly number[];
  /** From each firing until its run is known to have ended durably. */
  readonly endMs: readonly number[];
}

/** The way from a trigger plugin's firing to its acknowledgement, to the start of the task, and to the end of the run. */
export async function measureFiring(
  { unaryPerSecond, fdatasyncMs }: Floors,
  scale: number,
): Promise<readonly Figure[]> {
  await using bench = new KernelProcess({ GOFER_SCHEDULER_ENGINE: "noop" });
  const folder = join(bench.directory, "fired");
  mkdirSync(folder);
  bench.install(noopScheduler(bench));
  bench.install({
    ...{ name: "trigger-noop", contract: "gofer.trigger.v1", program: "trigger-noop" },
    config: { folder },
  });
  await bench.start();
  await isRunning(bench.kernel, "trigger-noop");
  // First, so that what the scheduler notes of it comes first.
  const single = await fire(bench.kernel, folder, {
    id: "single",
    subscriptions: 1,
    count: 200 * scale,
    inFlight: 1,
    pauseMs: 10,
  });
  const many = await fire(bench.kernel, folder, {
    id: "many",
    subscriptions: 16,
    count: Math.min(900, 500 * scale),
    inFlight: 16,
    pauseMs: 0,
  });
  await bench.stop();
  const { startAfterFiring } = JSON.parse(readFileSync(statsFileOf(bench), "utf8")) as { startAfterFiring: number[] };
  const starts = startAfterFiring.slice(0, single.ackMs.length);

  const runsPerSecond = (many.ackMs.length * 1000) / many.tookMs;
  const endMs = median(single.endMs);
  return [
    {
      ...{ name: "one-task runs, firing to ack, 256 in flight", value: runsPerSecond, unit: "runs/s" },
      ...{ floor: "G", ratio: runsPerSecond / unaryPerSecond, goal: ">= 1.5" },
    },
    {
      ...{ name: "one-task run, firing to durable end, p50", value: endMs, unit: "ms" },
      ...{ floor: "F", ratio: endMs / fdatasyncMs, goal: "<= 20" },
    },
    { name: "one-task run, firing to durable end, p99", value: quantile(single.endMs, 0.99), unit: "ms" },
    { name: "firing to ack, p50", value: median(single.ackMs), unit: "ms" },
    { name: "firing to ack, p99", value: quantile(single.ackMs, 0.99), unit: "ms" },
    { name: "firing to start of the task, p50", value: median(starts), unit: "ms", goal: "<= 10" },
    { name: "firing to start of the task, p99", value: quantile(starts, 0.99), unit: "ms" },
  ];
}

async function isRunning(kernel: KernelClient, alias: string): Promise<void> {
  const stop = new AbortController();
  const request = { kinds: ["plugin_state_changed"], follow: true };
  for await (const { event } of kernel.listEvents(request, { signal: stop.signal }))
    if (event?.details["plugin"] === alias && event.details["state"] === "running") return;
}

/** Has the trigger fire for a pipeline of its own until all its runs have ended. */
async function fire(
  kernel: KernelClient,
  folder: string,
  { id, subscriptions, count, inFlight, pauseMs }: Shape,
): Promise<Fired> {
  process.stderr.write(`  ${id}\n`);
  const settings = { count: String(count), in_flight: String(inFlight), pause_ms: String(pauseMs) };
  const labels = Array.from({ length: subscriptions }, (_, index) => `${id}${index}`);
  const { config } = newPipeline(id, id)
    .tasks(newCustomTask("task", "none").command("true"))
    .triggers(...labels.map((label) => newTrigger("trigger-noop", label).settings(settings)));
  await kernel.createPipeline({ namespace: "", config });
  const ended = endsOf(kernel, id, count * subscriptions);
  const files = labels.map((label) => join(folder, `${label}.json`));
  const watcher = watch(folder);
  while (!files.every((file) => existsSync(file))) await once(watcher, "change");
  watcher.close();
  const notes = files.map(
    (file) => JSON.parse(readFileSync(file, "utf8")) as { fromMs: number; untilMs: number; ackMs: number[] },
  );
  const ackMs = notes.flatMap((note) => note.ackMs);
  const tookMs = Math.max(...notes.map(({ untilMs }) => untilMs)) - Math.min(...notes.map(({ fromMs }) => fromMs));
  const endedAtMs = await ended;
  const endMs: number[] = [];
  let pageToken = "";
  do {
    const page = await kernel.listRuns({ namespace: "", pipelineId: id, pageSize: 500, pageToken });
    for (const { id: runId, variables } of page.runs)
      endMs.push((endedAtMs.get(runId) ?? Number.NaN) - Number(variables["BENCH_FIRED_AT"]));
    pageToken = page.nextPageToken;
  } while (pageToken !== "");
  return { tookMs, ackMs, endMs };
}

/** When the ends of so many runs were told, by run. */
async function endsOf(kernel: KernelClient, pipelineId: string, count: number): Promise<ReadonlyMap<number, number>> {
  const endedAtMs = new Map<number, number>();
  const stop = new AbortController();
  const request = { namespace: "", follow: true, kinds: ["run_completed"], pipelineId };
  for await (const { event } of kernel.listEvents(request, { signal: stop.signal })) {
    if (event) endedAtMs.set(event.runId, performance.timeOrigin + performance.now());
    if (endedAtMs.size === count) break;
  }
  return endedAtMs;
}

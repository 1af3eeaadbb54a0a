import { newCustomTask, newPipeline } from "@gofer/sdk";
import { wholeRun } from "@gofer/sdk/whole";
import type { Floors } from "./floors.js";
import { KernelProcess, memoryMb } from "./kernel-process.js";
import type { Figure } from "./measure.js";
import { noopScheduler } from "./noop-plugin.js";

const logMb = 200;

interface Copied {
  readonly inMBps: number;
  readonly outMBps: number;
  /** How much larger the kernel was at most. */
  readonly grownMb: number;
}

/** Output from a plugin to the file, alone, with those who follow it, and with one who does not read. */
export async function measureLogs(floors: Floors): Promise<readonly Figure[]> {
  await using bench = new KernelProcess({ GOFER_SCHEDULER_ENGINE: "noop" });
  bench.install(noopScheduler(bench));
  await bench.start();
  const task = newCustomTask("task", "none").command("true").variable("BENCH_LOG_MB", String(logMb));
  await bench.kernel.createPipeline({ namespace: "", config: newPipeline("logs", "logs").tasks(task).config });
  await copyLog(bench, { followers: 0, stalled: false });
  const alone = await copyLog(bench, { followers: 0, stalled: false });
  const one = await copyLog(bench, { followers: 1, stalled: false });
  const ten = await copyLog(bench, { followers: 10, stalled: false });
  // Beside what is compared with it: hundreds of megabytes that were written before are still on their way to the disk.
  const aloneAgain = await copyLog(bench, { followers: 0, stalled: false });
  const stalled = await copyLog(bench, { followers: 0, stalled: true });
  const toFloor = (name: string, value: number, goal?: string): Figure => ({
    name,
    value,
    unit: "MB/s",
    floor: "L",
    ratio: value / floors.streamMBps,
    ...(goal === undefined ? {} : { goal }),
  });
  const compared = (name: string, value: number, beside: Copied, goal: string): Figure => ({
    name,
    value,
    unit: "MB/s",
    floor: "without followers",
    ratio: value / beside.inMBps,
    goal,
  });
  return [
    toFloor("plugin to file", alone.inMBps, ">= 0.4"),
    toFloor("plugin to file, 1 follower", one.inMBps),
    toFloor("plugin to file, 10 followers", ten.inMBps),
    compared("10 followers, out in all", ten.outMBps, alone, ">= 1"),
    compared("plugin to file, 1 follower that does not read", stalled.inMBps, aloneAgain, ">= 0.9"),
    {
      name: "growth of the kernel, 10 followers and one that does not read",
      value: Math.max(ten.grownMb, stalled.grownMb),
      unit: "MB",
      goal: "<= 64",
    },
  ];
}

async function copyLog(
  { kernel, pid }: KernelProcess,
  { followers, stalled }: { readonly followers: number; readonly stalled: boolean },
): Promise<Copied> {
  const beforeMb = memoryMb(pid, "Rss");
  let mostMb = beforeMb;
  const sampler = setInterval(() => (mostMb = Math.max(mostMb, memoryMb(pid, "Rss"))), 50);
  const from = performance.now();
  const { run } = await kernel.startRun({ namespace: "", pipelineId: "logs", variables: {} });
  const ref = { namespace: "", pipelineId: "logs", runId: run?.id ?? 0 };
  const request = { ...ref, taskId: "task", attempt: 0, follow: true, tailLines: 0 };
  const stop = new AbortController();
  const idle = stalled ? kernel.streamLogs(request, { signal: stop.signal })[Symbol.asyncIterator]() : undefined;
  await idle?.next();
  const readers = Array.from({ length: followers }, async () => {
    let bytes = 0;
    for await (const { data } of kernel.streamLogs(request)) bytes += data.length;
    return bytes;
  });
  let tookMs = 0;
  for await (const { taskRuns } of wholeRun(kernel.watchRun(ref)))
    if (taskRuns[0]?.logComplete === true) tookMs = performance.now() - from;
  if (tookMs === 0) {
    // The run was over before its output was stored.
    while (!(await kernel.getTaskRun({ ...ref, taskId: "task", attempt: 0 })).taskRun?.logComplete);
    tookMs = performance.now() - from;
  }
  const read = (await Promise.all(readers)).reduce((sum, bytes) => sum + bytes, 0) / 1e6;
  const readMs = performance.now() - from;
  clearInterval(sampler);
  stop.abort();
  await idle?.return?.(undefined);
  return { inMBps: logMb / (tookMs / 1000), outMBps: read / (readMs / 1000), grownMb: mostMb - beforeMb };
}

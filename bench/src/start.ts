import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { cpus } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Floors } from "./floors.js";
import { KernelProcess, memoryMb } from "./kernel-process.js";
import { type Figure, median } from "./measure.js";
import { noopScheduler, statsFileOf } from "./noop-plugin.js";

const official = ["scheduler-process", "store-sqlite", "secret-sqlite", "trigger-interval", "trigger-cron"] as const;
const commandLine = fileURLToPath(new URL("../../cli/bin/gofer.mjs", import.meta.url));

/** How long what people wait for takes to start, and what it needs of memory when it has. */
export async function measureStart({ nodeStartMs }: Floors): Promise<readonly Figure[]> {
  const bareMs = await startOfKernel();
  const restartMs = await restartOfPlugin();
  const { readyMs, pssMb, versionMs, listMs } = await startWithPlugins();
  const ratio = (value: number, unitMs: number) => ({ value, unit: "ms", ratio: value / unitMs });
  // Six processes start at once; with fewer processors they take turns.
  const together = (nodeStartMs * (official.length + 1)) / Math.min(cpus().length, official.length + 1);
  return [
    { name: "kernel alone, ready", ...ratio(bareMs, nodeStartMs), floor: "N", goal: "<= 2" },
    { name: "kernel and 5 plugins, ready", ...ratio(readyMs, together), floor: "6 N / processors", goal: "<= 2.5" },
    {
      name: "plugin restarted, handshake to first good call",
      ...ratio(restartMs, nodeStartMs),
      floor: "N",
      goal: "<= 1",
    },
    { name: "memory of kernel and 5 plugins (PSS)", value: pssMb, unit: "MB", goal: "<= 180" },
    { name: "gofer --version", ...ratio(versionMs, nodeStartMs), floor: "N" },
    { name: "gofer namespace list", ...ratio(listMs, nodeStartMs), floor: "N" },
  ];
}

async function startOfKernel(): Promise<number> {
  await using kernel = new KernelProcess({ GOFER_EXTERNAL_EVENTS_API_HOST: "127.0.0.1:0" });
  return await kernel.start();
}

/** From the handshake of a plugin that was started again to its first call that is answered well, in milliseconds. */
async function restartOfPlugin(): Promise<number> {
  await using kernel = new KernelProcess({ GOFER_SCHEDULER_ENGINE: "noop" });
  const plugin = noopScheduler(kernel);
  kernel.install(plugin);
  await kernel.start();
  const samples: number[] = [];
  for (let restart = 0; restart < 7; restart++) {
    await allRunning(kernel);
    await kernel.kernel.restartPlugin({ alias: plugin.name });
    // Each process leaves its notes when it ends; the first one was not a restart.
    const notes = JSON.parse(readFileSync(statsFileOf(kernel), "utf8")) as { configuredAfterHandshake: number };
    rmSync(statsFileOf(kernel));
    if (restart > 0) samples.push(notes.configuredAfterHandshake);
  }
  return median(samples);
}

async function startWithPlugins() {
  await using kernel = new KernelProcess({
    GOFER_EXTERNAL_EVENTS_API_HOST: "127.0.0.1:0",
    GOFER_SCHEDULER_ENGINE: "process",
  });
  for (const name of official) kernel.link(name);
  const from = performance.now();
  await kernel.start();
  const plugins = await allRunning(kernel);
  const readyMs = performance.now() - from;
  const here = { GOFER_DATA_DIR: kernel.dataDirectory };
  const versionMs = await timeOf(["--version"], here);
  const listMs = await timeOf(["namespace", "list"], here);
  const pssMb = [kernel.pid, ...plugins].reduce((sum, pid) => sum + memoryMb(pid, "Pss"), 0);
  return { readyMs, pssMb, versionMs, listMs };
}

/** Process ids of the plugins, once all of them run. Throws what one of them says that cannot, or has not after a minute. */
async function allRunning(kernel: KernelProcess): Promise<readonly number[]> {
  const until = performance.now() + 60_000;
  for (;;) {
    const { plugins } = await kernel.kernel.listPlugins({});
    if (plugins.every(({ state }) => state === "STATE_RUNNING")) return plugins.map(({ pid }) => pid);
    for (const { alias, state, message } of plugins)
      if (state === "STATE_INCOMPATIBLE" || (state !== "STATE_RUNNING" && performance.now() > until))
        throw new Error(`plugin ${alias} does not run: ${state} ${message}`);
    await delay(5);
  }
}

/** Milliseconds that a command of the command line takes. */
async function timeOf(words: readonly string[], environment: Readonly<Record<string, string>>): Promise<number> {
  const from = performance.now();
  const child = spawn(process.execPath, [commandLine, ...words], {
    env: { PATH: process.env["PATH"], ...environment },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = (await once(child, "close")) as [number];
  if (code !== 0) throw new Error(`gofer ${words.join(" ")} ended with ${code}`);
  return performance.now() - from;
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, symlinkSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { newCustomTask, newPipeline } from "@gofer/sdk";
import { runMany, watchEnds } from "./engine.js";
import type { Floors } from "./floors.js";
import { KernelProcess } from "./kernel-process.js";
import { type Figure, median } from "./measure.js";

const image = "gofer-bench:1";
const socketPath = "/var/run/docker.sock";
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** One call of the engine by the smallest client there is. */
function call(method: string, path: string, body?: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json" };
    const sent = request({ socketPath, agent, method, path, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (piece: string) => (text += piece));
      response.on("end", () => {
        const { statusCode = 0 } = response;
        if (statusCode >= 400) reject(new Error(`${method} ${path}: ${statusCode} ${text}`));
        else resolve(text);
      });
    });
    sent.on("error", reject);
    sent.end(body ? JSON.stringify(body) : undefined);
  });
}

interface Rate {
  readonly perSecond: number;
  readonly p50Ms: number;
}

async function rateOf(inFlight: number, count: number, one: () => Promise<void>): Promise<Rate> {
  const tookMs: number[] = [];
  let begun = 0;
  const worker = async () => {
    while (begun++ < count) {
      const from = performance.now();
      await one();
      tookMs.push(performance.now() - from);
    }
  };
  const from = performance.now();
  await Promise.all(Array.from({ length: inFlight }, worker));
  return { perSecond: (count * 1000) / (performance.now() - from), p50Ms: median(tookMs) };
}

/** What the engine itself needs for a container: create, start, wait, remove. */
const plain = (networkMode: string) => async (): Promise<void> => {
  const body = { Image: image, Cmd: ["true"], HostConfig: { NetworkMode: networkMode } };
  const { Id: id } = JSON.parse(await call("POST", "/containers/create", body)) as { Id: string };
  await call("POST", `/containers/${id}/start`);
  await call("POST", `/containers/${id}/wait`);
  await call("DELETE", `/containers/${id}?v=1`);
};

/** What a person would type: a container on the default bridge by the engine's own command line. */
async function dockerRun(): Promise<void> {
  const [code] = (await once(spawn("docker", ["run", "--rm", image, "true"], { stdio: "inherit" }), "close")) as [
    number,
  ];
  if (code !== 0) throw new Error(`docker run ended with ${code}`);
}

type Network = "none" | "own" | "run";

async function throughGofer(
  { kernel }: KernelProcess,
  network: Network,
  { inFlight, runs, width }: { inFlight: number; runs: number; width: number },
): Promise<Rate> {
  const id = `${network}_${inFlight}`;
  const tasks = Array.from({ length: width }, (_, index) =>
    newCustomTask(`task_${index}`, image).command("true").network(network),
  );
  const { config } = newPipeline(id, id).tasks(...tasks);
  await kernel.createPipeline({ namespace: "", config });
  const ended = await watchEnds(kernel, id);
  await runMany(kernel, { id, inFlight, runs: Math.max(1, inFlight) }, ended);
  const from = performance.now();
  const tookMs = await runMany(kernel, { id, inFlight, runs }, ended);
  const rate = { perSecond: (runs * width * 1000) / (performance.now() - from), p50Ms: median(tookMs) };
  ended.stop();
  return rate;
}

/**
 * `true` in containers, through the whole system, against what the engine does by itself at the same concurrency in the same round.
 * Nothing where no engine answers.
 */
export async function measureDocker(_floors: Floors, scale: number): Promise<readonly Figure[]> {
  if (process.env["GOFER_BENCH_DOCKER"] === "") return [];
  const figures: Figure[] = [];
  await using bench = new KernelProcess({ GOFER_SCHEDULER_ENGINE: "docker" });
  const plugins = join(bench.directory, "plugins");
  mkdirSync(plugins, { recursive: true });
  const plugin = fileURLToPath(new URL("../../plugins/scheduler-docker", import.meta.url));
  symlinkSync(plugin, join(plugins, "scheduler-docker"));
  await bench.start();
  const rate = (name: string, { perSecond }: Rate): Figure => ({ name, value: perSecond, unit: "containers/s" });
  const against = (name: string, measured: Rate, floor: Rate, what: string, goal: string): Figure => ({
    ...rate(`${name}, against ${what}`, measured),
    ...{ floor: what, ratio: measured.perSecond / floor.perSecond, goal },
  });
  for (const inFlight of [1, 4, 8]) {
    const runs = Math.ceil((inFlight === 1 ? 12 : 24) * scale);
    process.stderr.write(`  ${inFlight} at once\n`);
    const engineNone = await rateOf(inFlight, runs, plain("none"));
    const engineBridge = await rateOf(inFlight, runs, plain("bridge"));
    const typed = await rateOf(inFlight, runs, dockerRun);
    const none = await throughGofer(bench, "none", { inFlight, runs, width: 1 });
    const own = await throughGofer(bench, "own", { inFlight, runs, width: 1 });
    const at = `${inFlight} at once`;
    figures.push(
      rate(`D, no network, ${at}`, engineNone),
      rate(`D, bridge, ${at}`, engineBridge),
      rate(`R, docker run on the bridge, ${at}`, typed),
      against(`network none, ${at}`, none, engineNone, "D, no network", ">= 0.95"),
      against(`network none, ${at}`, none, typed, "R", ">= 1.6"),
      against(`network own, ${at}`, own, engineBridge, "D, bridge", ">= 0.95"),
      against(`network own, ${at}`, own, typed, "R", ">= 1.6"),
    );
    if (inFlight === 1)
      figures.push({ name: "added to a task, p50", value: none.p50Ms - engineNone.p50Ms, unit: "ms", goal: "<= 5" });
    if (inFlight === 8) {
      const shared = await throughGofer(bench, "run", { inFlight: 1, runs: Math.ceil(3 * scale), width: 8 });
      const tasks = "network run, 8 tasks of a run at once";
      figures.push(
        against(tasks, shared, engineBridge, "D, bridge", ">= 0.95"),
        against(tasks, shared, typed, "R", ">= 1.6"),
      );
    }
  }
  return figures;
}

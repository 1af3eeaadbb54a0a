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

/** What the engine itself needs for a container: create, start, wait, remove. */
async function plain(networkMode: string, inFlight: number, count: number): Promise<Rate> {
  const tookMs: number[] = [];
  let begun = 0;
  const worker = async () => {
    while (begun++ < count) {
      const from = performance.now();
      const body = { Image: image, Cmd: ["true"], HostConfig: { NetworkMode: networkMode } };
      const { Id: id } = JSON.parse(await call("POST", "/containers/create", body)) as { Id: string };
      await call("POST", `/containers/${id}/start`);
      await call("POST", `/containers/${id}/wait`);
      await call("DELETE", `/containers/${id}?v=1`);
      tookMs.push(performance.now() - from);
    }
  };
  const from = performance.now();
  await Promise.all(Array.from({ length: inFlight }, worker));
  return { perSecond: (count * 1000) / (performance.now() - from), p50Ms: median(tookMs) };
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
  const against = (name: string, rate: Rate, floor: Rate, what: string, goal: string): Figure => ({
    ...{ name, value: rate.perSecond, unit: "containers/s", floor: what },
    ...{ ratio: rate.perSecond / floor.perSecond, goal },
  });
  for (const inFlight of [1, 4, 8]) {
    const runs = Math.ceil((inFlight === 1 ? 12 : 24) * scale);
    process.stderr.write(`  ${inFlight} at once\n`);
    const engine = { none: await plain("none", inFlight, runs), bridge: await plain("bridge", inFlight, runs) };
    const none = await throughGofer(bench, "none", { inFlight, runs, width: 1 });
    const own = await throughGofer(bench, "own", { inFlight, runs, width: 1 });
    const names = { none: `D, no network, ${inFlight} at once`, bridge: `D, bridge, ${inFlight} at once` };
    figures.push(
      { name: names.none, value: engine.none.perSecond, unit: "containers/s" },
      { name: names.bridge, value: engine.bridge.perSecond, unit: "containers/s" },
      against(`network none, ${inFlight} at once`, none, engine.none, "D, no network", ">= 0.95"),
      against(`network own, ${inFlight} at once`, own, engine.bridge, "D, bridge", ">= 1.6"),
    );
    if (inFlight === 1)
      figures.push({ name: "added to a task, p50", value: none.p50Ms - engine.none.p50Ms, unit: "ms", goal: "<= 5" });
    if (inFlight === 8) {
      const shared = await throughGofer(bench, "run", { inFlight: 1, runs: Math.ceil(3 * scale), width: 8 });
      figures.push(against("network run, 8 tasks of a run at once", shared, engine.bridge, "D, bridge", ">= 1.6"));
    }
  }
  return figures;
}

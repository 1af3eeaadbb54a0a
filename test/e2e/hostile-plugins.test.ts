import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestKernel } from "../support/kernel.js";
import { misbehavingPlugin } from "../support/plugin-folder.js";

const plugins = mkdtempSync(join(tmpdir(), "gofer-hostile-"));
const kernel = new TestKernel({ GOFER_PLUGIN_DIR: plugins, GOFER_LOG_LEVEL: "fatal" });
/** All of them at once. */
const floods = ["stdout", "stderr", "records"] as const;

beforeAll(async () => {
  const official = join(import.meta.dirname, "..", "..", "plugins");
  for (const name of ["scheduler-process", "store-sqlite"]) symlinkSync(join(official, name), join(plugins, name));
  for (const kind of floods) misbehavingPlugin(plugins, `floods-${kind}`, ["floods", kind]);
  misbehavingPlugin(plugins, "flutters", ["flutters"]);
  misbehavingPlugin(plugins, "mute", ["mute"]);
  misbehavingPlugin(plugins, "dies-again", ["dies-again"]);
  await kernel.start();
  const file = join(kernel.dataDirectory, "one.json");
  const task = { id: "task", container: { image: "any", command: ["true"] } };
  writeFileSync(file, JSON.stringify({ id: "one", tasks: [task] }));
  expect((await kernel.gofer("pipeline", "create", file)).code).toBe(0);
});
afterAll(async () => {
  await kernel[Symbol.asyncDispose]();
  rmSync(plugins, { recursive: true });
});

/** Resolves when so many lines of a plugin were dropped as too many. */
async function flooding(alias: string): Promise<void> {
  for await (const { message } of kernel.api.streamPluginLogs({ alias, follow: true }))
    if (message.includes("lines dropped")) return;
}
async function tailOf(alias: string): Promise<number> {
  let lines = 0;
  for await (const _line of kernel.api.streamPluginLogs({ alias, follow: false })) lines++;
  return lines;
}

test("while plugins flood, flutter, are mute and die, runs go on and what the kernel keeps of them is bounded", async () => {
  await Promise.all(floods.map((kind) => flooding(`floods-${kind}`)));
  for (let run = 0; run < 10; run++) {
    const { run: started } = await kernel.api.startRun({ pipelineId: "one" });
    for await (const { run: seen } of kernel.api.watchRun({ pipelineId: "one", runId: started?.id ?? 0 }))
      if (seen?.state === "RUN_STATE_COMPLETE") expect(seen.status).toBe("RUN_STATUS_SUCCESSFUL");
    // The end of the tail is what was there at the call: it does not run after the plugin.
    for (const kind of floods) expect(await tailOf(`floods-${kind}`)).toBeLessThanOrEqual(1000);
  }
  expect((await kernel.gofer("pipeline", "store", "put", "one", "key=value", "--force")).code).toBe(0);
  const causes = async () => (await kernel.api.getPlugin({ alias: "dies-again" })).crashes.map(({ cause }) => cause);
  await expect.poll(async () => (await causes()).join(), { timeout: 20_000 }).toContain("SIGKILL");

  const most = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${kernel.pid}/status`, "utf8"))?.[1]) / 1024;
  expect(most).toBeLessThan(400);
  const logs = join(kernel.dataDirectory, "plugin-logs");
  for (const name of readdirSync(logs)) expect(statSync(join(logs, name)).size, name).toBeLessThan(16 << 20);
}, 60_000);

test("a kernel with hostile plugins stops, and leaves none of them", async () => {
  const { plugins: all } = await kernel.api.listPlugins({});
  const pids = all.map(({ pid }) => pid).filter((pid) => pid > 0);
  expect(pids.length).toBeGreaterThanOrEqual(floods.length + 2);
  await kernel.stop();
  for (const pid of pids) expect(isAlive(pid), `process ${pid}`).toBe(false);
}, 30_000);

function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CommonTaskBuilder, type CustomTaskBuilder, newCommonTask } from "@gofer/sdk";
import { TestKernel } from "./kernel.js";
import { register, runUntil } from "./pipelines.js";
import { pluginsOnly } from "./plugin-folder.js";

const fixtures = join(import.meta.dirname, "..", "fixtures", "plugins");
/** The program of the scripted common task; it is told its version. */
export const scriptedTask = join(fixtures, "task-scripted.mjs");

export const triggerManifest = {
  name: "trigger-scripted",
  version: "1.0.0",
  contracts: [{ name: "gofer.trigger.v1", features: ["EVENTS", "SCHEDULE"] }],
  entrypoint: { command: [process.execPath, join(fixtures, "trigger-scripted.mjs")] },
};

/** A kernel with a common task ("scripted") that does what its settings say, and a folder for what it waits for. */
export function createTaskWorld() {
  const folder = mkdtempSync(join(tmpdir(), "gofer-common-"));
  const begun = join(folder, "begun");
  writeFileSync(begun, "");
  const plugins = pluginsOnly("scheduler-process", "store-sqlite", "secret-sqlite", "task-debug");
  /** Has the kernel find a plugin when it starts. */
  const installPlugin = (alias: string, manifest: Readonly<Record<string, unknown>>) => {
    mkdirSync(join(plugins, alias), { recursive: true });
    writeFileSync(join(plugins, alias, "gofer-plugin.json"), JSON.stringify(manifest));
  };
  installPlugin("scripted", {
    name: "task-scripted",
    version: "1.0.0",
    contracts: [{ name: "gofer.task.v1" }],
    entrypoint: { command: [process.execPath, scriptedTask, "1.0.0"] },
    development: { config: { begun } },
  });
  const kernel = new TestKernel({ GOFER_PLUGIN_DIR: plugins, GOFER_TASK_RUN_STOP_TIMEOUT: "30s" });

  async function isRunning(alias: string): Promise<void> {
    const stop = new AbortController();
    const changes = kernel.api.listEvents({ kinds: ["plugin_state_changed"], follow: true }, { signal: stop.signal });
    for await (const _change of changes) {
      if ((await kernel.api.getPlugin({ alias })).plugin?.state === "STATE_RUNNING") return;
    }
  }

  return {
    kernel,
    folder,
    /** A line "pipeline/…" for each begin of the scripted task. */
    begun,
    installPlugin,
    isRunning,
    async start(): Promise<void> {
      await kernel.start();
      for (const alias of ["scripted", "task-debug", "store-sqlite", "secret-sqlite"]) await isRunning(alias);
    },
    /** A test that is tried again registers its pipeline again. */
    async register(id: string, tasks: readonly (CommonTaskBuilder | CustomTaskBuilder)[]): Promise<void> {
      await kernel.api.deletePipeline({ pipelineId: id, force: true }).catch(() => undefined);
      writeFileSync(begun, readFileSync(begun, "utf8").replaceAll(new RegExp(`^${id}/.*\n`, "gm"), ""));
      await register(kernel, id, tasks);
    },
    scripted: (id: string, settings: Readonly<Record<string, string>> = {}) =>
      newCommonTask("scripted", id).settings(settings),
    /** A file that a task waits for until the test makes it. */
    gate: (name: string) => join(folder, name),
    open: (name: string) => writeFileSync(join(folder, name), ""),
    beginsOf: (pipelineId: string) =>
      readFileSync(begun, "utf8")
        .split("\n")
        .filter((line) => line.startsWith(`${pipelineId}/`)),
    /** The run at its end, and the newest attempt of a task. */
    async end(pipelineId: string, runId: number) {
      const { run, taskRuns } = await runUntil(kernel, pipelineId, runId);
      return { run, task: (id: string) => taskRuns.filter(({ taskId }) => taskId === id).at(-1) };
    },
    isRunningTask: (pipelineId: string, runId: number, taskId: string) =>
      runUntil(kernel, pipelineId, runId, (states) => states[taskId] === "running"),
    async [Symbol.asyncDispose](): Promise<void> {
      await kernel[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
      rmSync(plugins, { recursive: true });
    },
  };
}

import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { CustomTaskBuilder } from "@gofer/sdk";
import { TestKernel } from "../support/kernel.js";
import { pluginsOnly } from "../support/plugin-folder.js";
import type { World } from "./checker.js";
import { type PlannedTask, taskOf } from "./workload.js";

/** Where a campaign takes place: a kernel with one scheduler, and what the outside shows of its tasks. */
export interface Arena extends AsyncDisposable {
  readonly kernel: TestKernel;
  readonly task: (task: PlannedTask) => CustomTaskBuilder;
  /** Notes of the tasks themselves, by "pipeline.run.task". */
  readonly marks: () => World["marks"];
  /** What is there of tasks that should all be gone. */
  readonly leftovers: () => Promise<readonly string[]>;
  /** Kills what is below the scheduler, and has it back. */
  readonly killBackend?: () => Promise<void>;
}

export const kernelSettings = { GOFER_TASK_RUN_LOG_EXPIRY: "0", GOFER_LOG_LEVEL: "error" };

export function marksIn(folder: string): World["marks"] {
  const marks = readdirSync(folder).map((name) => {
    const lines = readFileSync(join(folder, name), "utf8").split("\n");
    const count = (word: string) => lines.filter((line) => line === word).length;
    return [name, { started: count("start"), ended: count("end") }] as const;
  });
  return new Map(marks);
}

/** Tasks are processes of this machine. */
export async function openProcessArena(): Promise<Arena> {
  const plugins = pluginsOnly("scheduler-process");
  const kernel = new TestKernel({ ...kernelSettings, GOFER_PLUGIN_DIR: plugins });
  const folder = join(kernel.dataDirectory, "world");
  mkdirSync(folder);
  const tasks = join(kernel.dataDirectory, "plugins", "scheduler-process", "tasks");
  return {
    kernel,
    task: (task) => taskOf(task, folder, "any"),
    marks: () => marksIn(folder),
    leftovers: async () => readdirSync(tasks).map((name) => `directory of task ${name}`),
    async [Symbol.asyncDispose]() {
      await kernel[Symbol.asyncDispose]();
      await rm(plugins, { recursive: true });
    },
  };
}

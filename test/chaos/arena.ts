import { spawn } from "node:child_process";
import { once } from "node:events";
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
  /** Leaves what a scheduler might leave, of every kind, until it is disposed of: as often must `leftovers` tell of something. */
  readonly litter: () => Promise<AsyncDisposable & { readonly pieces: number }>;
  /** Kills what is below the scheduler, and has it back. */
  readonly killBackend?: () => Promise<void>;
}

export const kernelSettings = {
  GOFER_TASK_RUN_LOG_EXPIRY: "0",
  GOFER_LOG_LEVEL: process.env["GOFER_CHAOS_LOG"] ?? "error",
};

export function marksIn(folder: string): World["marks"] {
  const marks = readdirSync(folder).map((name) => {
    const lines = readFileSync(join(folder, name), "utf8").split("\n");
    const count = (word: string) => lines.filter((line) => line === word).length;
    return [name, { started: count("start"), ended: count("end") }] as const;
  });
  return new Map(marks);
}

/** Processes of this machine that have the text in their command. */
export function processesNaming(text: string): readonly string[] {
  return readdirSync("/proc").flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    const command = commandOf(pid);
    return command.includes(text) ? [`process ${pid}: ${command.slice(0, 120)}`] : [];
  });
}

function commandOf(pid: string): string {
  try {
    return readFileSync(join("/proc", pid, "cmdline"), "utf8").replaceAll("\0", " ");
  } catch {
    // It has ended.
    return "";
  }
}

/** A process as a task of this world would be, until it is disposed of. */
export async function straggler(world: string): Promise<AsyncDisposable> {
  const child = spawn("sh", ["-c", `read -r _ # ${world}/`], { stdio: ["pipe", "ignore", "ignore"] });
  await once(child, "spawn");
  return {
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await once(child, "exit");
    },
  };
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
    leftovers: async () => [
      ...readdirSync(tasks).map((name) => `directory of task ${name}`),
      ...processesNaming(`${folder}/`),
    ],
    async litter() {
      const directory = join(tasks, "left");
      mkdirSync(directory);
      const left = await straggler(folder);
      return {
        pieces: 2,
        async [Symbol.asyncDispose]() {
          await left[Symbol.asyncDispose]();
          await rm(directory, { recursive: true });
        },
      };
    },
    async [Symbol.asyncDispose]() {
      await kernel[Symbol.asyncDispose]();
      await rm(plugins, { recursive: true });
    },
  };
}

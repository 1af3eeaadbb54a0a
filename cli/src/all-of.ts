import type { KernelClient } from "@gofer/sdk";
import { pagesOf } from "@gofer/sdk/whole";
import type { RunRequest } from "./run-ref.js";

type Plugin = Awaited<ReturnType<KernelClient["listPlugins"]>>["plugins"][number];
type TaskRun = Awaited<ReturnType<KernelClient["listTaskRuns"]>>["taskRuns"][number];

/** Every installed plugin, ordered by alias. */
export async function allPlugins(kernel: KernelClient): Promise<readonly Plugin[]> {
  const plugins: Plugin[] = [];
  for await (const page of pagesOf((page) => kernel.listPlugins(page, { timeoutMs: 5000 })))
    plugins.push(...page.plugins);
  return plugins;
}

/** Every attempt of every task of a run, in the order of the config. */
export async function allTaskRuns(kernel: KernelClient, run: RunRequest): Promise<readonly TaskRun[]> {
  const taskRuns: TaskRun[] = [];
  for await (const page of pagesOf((page) => kernel.listTaskRuns({ ...run, ...page }))) taskRuns.push(...page.taskRuns);
  return taskRuns;
}

import { dirname } from "node:path";
import {
  type CommonTaskBuilder,
  type CustomTaskBuilder,
  newCustomTask,
  newPipeline,
  type PipelineBuilder,
} from "@gofer/sdk";
import { wholeRun } from "@gofer/sdk/whole";
import type { TestKernel } from "./kernel.js";

/** A task that runs a shell script. */
export function script(id: string, text: string): CustomTaskBuilder {
  return newCustomTask(id, "any").command("sh", "-c", text);
}

/** Shell text that waits for a file; it ends with the folder, so that a test that was killed leaves nothing behind. */
export const untilFile = (path: string) => `while [ -d ${dirname(path)} ] && ! [ -e ${path} ]; do sleep 0.05; done`;

/** Registers a pipeline through the API. */
export async function register(
  kernel: TestKernel,
  id: string,
  tasks: readonly (CommonTaskBuilder | CustomTaskBuilder)[],
  shape: (pipeline: PipelineBuilder) => PipelineBuilder = (pipeline) => pipeline,
): Promise<void> {
  const pipeline = shape(newPipeline(id, id).tasks(...tasks));
  const problems = pipeline.validate();
  if (problems.length > 0) throw new Error(problems.join("\n"));
  await kernel.api.createPipeline({ namespace: "", config: pipeline.config });
}

export async function startRun(kernel: TestKernel, pipelineId: string): Promise<number> {
  const { run } = await kernel.api.startRun({ namespace: "", pipelineId, variables: {} });
  return run?.id ?? 0;
}

/** The run and its task runs as they are when a condition holds, or at the end. */
export async function runUntil(
  kernel: TestKernel,
  pipelineId: string,
  runId: number,
  isReached: (
    states: Readonly<Record<string, string>>,
    run: { readonly state: string; readonly status: string },
  ) => boolean = () => false,
) {
  const messages = kernel.api.watchRun({ namespace: "", pipelineId, runId });
  for await (const { run, taskRuns } of wholeRun(messages)) {
    if (!run) continue;
    const statuses = Object.fromEntries(
      taskRuns.map(({ taskId, state, status }) => [
        taskId,
        (state === "TASK_RUN_STATE_COMPLETE" ? status : state).replace(/^TASK_RUN_(STATE|STATUS)_/, "").toLowerCase(),
      ]),
    );
    if (run.state === "RUN_STATE_COMPLETE" || isReached(statuses, run)) return { run, taskRuns, statuses };
  }
  throw new Error(`run ${runId} of ${pipelineId} was not seen to its end`);
}

/** What a task of a run wrote. */
export async function outputOf(
  kernel: TestKernel,
  pipelineId: string,
  runId: number,
  taskId: string,
  { attempt = 0, follow = true, tailLines = 0 } = {},
): Promise<string> {
  const chunks: Buffer[] = [];
  const request = { namespace: "", pipelineId, runId, taskId, attempt, follow, tailLines };
  for await (const { data } of kernel.api.streamLogs(request)) chunks.push(data);
  return Buffer.concat(chunks).toString();
}

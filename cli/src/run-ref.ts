import { Fault } from "@gofer/sdk/fault";
import type { Context } from "./command.js";

export interface RunRequest {
  readonly namespace: string;
  readonly pipelineId: string;
  readonly runId: number;
}

/** The run that an argument means: a number, @latest, or @failed (the newest that failed). */
export async function findRun(
  { kernel, namespace }: { readonly kernel: Pick<Context["kernel"], "listRuns">; readonly namespace: string },
  pipelineId = "",
  run = "@latest",
): Promise<RunRequest> {
  if (/^\d+$/.test(run) && Number.isSafeInteger(Number(run))) return { namespace, pipelineId, runId: Number(run) };
  if (/^\d+$/.test(run))
    throw new Fault(
      "notFound",
      `pipeline "${pipelineId}" has no run ${run}: gofer run list ${pipelineId} shows its runs`,
    );
  if (run !== "@latest" && run !== "@failed")
    throw new Fault("invalid", `run ${JSON.stringify(run)} is not a number, @latest or @failed`);
  const status = run === "@failed" ? "RUN_STATUS_FAILED" : "RUN_STATUS_UNSPECIFIED";
  const { runs } = await kernel.listRuns({ namespace, pipelineId, pageSize: 1, pageToken: "", status });
  const [found] = runs;
  if (!found)
    throw new Fault(
      "notFound",
      run === "@failed"
        ? `pipeline "${pipelineId}" has no failed run: gofer run list ${pipelineId} shows its runs`
        : `pipeline "${pipelineId}" has no run yet: gofer run start ${pipelineId}`,
    );
  return { namespace, pipelineId, runId: found.id };
}

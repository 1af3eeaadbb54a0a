import type { Initiator, RunRef } from "../domain/pipeline.js";
import type { RunSummary } from "../domain/run.js";

/** A stored run without its task runs. */
export interface RunRecord extends RunRef {
  /** Identity over all pipelines; part of the keys of its containers. */
  readonly key: number;
  /** Identity of the pipeline: another one that takes its id later has another key. */
  readonly pipelineKey: number;
  readonly pipelineVersion: number;
  readonly initiator: Initiator;
  readonly variables: Readonly<Record<string, string>>;
  readonly createdAtMs: number;
  readonly scheduler: string;
  /** It is so old that its objects were removed. */
  readonly objectsExpired: boolean;
  /** Its output was deleted because newer runs have taken its place. */
  readonly logsExpired: boolean;
  /** The run that it repeats, and whether it keeps what was successful there. */
  readonly retryOf?: { readonly runKey: number; readonly keepsResults: boolean };
  readonly summary: RunSummary;
}

import { createHash } from "node:crypto";
import type { ContainerTask, RunRef } from "../domain/pipeline.js";
import type { RunRecord } from "../ports/ledger.js";

export interface Variable {
  readonly key: string;
  readonly value: string;
  readonly source: "pipelineConfig" | "run" | "trigger" | "system";
}

/**
 * The environment of a task before references are resolved. On a conflict the order of importance is
 * pipeline config, then run or trigger, then system (the original's user documentation).
 */
export function variablesOf(
  record: RunRef & Pick<RunRecord, "variables" | "initiator">,
  task: {
    readonly id: string;
    readonly variables: Readonly<Record<string, string>>;
    /** Undefined for a task that is no container. */
    readonly image: string | undefined;
    /** The task is told how to reach the API, and gets the token of its run. */
    readonly injectApiToken: boolean;
  },
): readonly Variable[] {
  const merged = new Map<string, Variable>();
  const add = (source: Variable["source"], values: Readonly<Record<string, string>>) => {
    for (const [key, value] of Object.entries(values)) merged.set(key, { key, value, source });
  };
  add("system", {
    GOFER_NAMESPACE_ID: record.namespace,
    GOFER_PIPELINE_ID: record.pipelineId,
    GOFER_RUN_ID: String(record.runId),
    GOFER_TASK_ID: task.id,
    ...(task.image === undefined ? {} : { GOFER_TASK_IMAGE: task.image }),
    // What these hold is known only to the task: see containerSpec.
    ...(task.injectApiToken ? apiPlaceholders : {}),
  });
  add(record.initiator.kind === "trigger" ? "trigger" : "run", record.variables);
  add("pipelineConfig", task.variables);
  return [...merged.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** How a task reaches the API, with the token of its run. */
export interface ApiAccess {
  readonly GOFER_API_TOKEN: string;
  /** host:port. */
  readonly GOFER_API_ADDRESS: string;
  /** PEM of the certificate to trust; empty for one that the system's authorities vouch for. */
  readonly GOFER_API_CERTIFICATE: string;
}

const apiPlaceholders: ApiAccess = {
  GOFER_API_TOKEN: "[token of this run]",
  GOFER_API_ADDRESS: "[address of the API]",
  GOFER_API_CERTIFICATE: "[certificate of the API]",
};

/** Key of an attempt's container: unique over the life of the ledger, a DNS label. */
export function containerKey(runKey: number, ordinal: number, attempt: number): string {
  return `r${runKey}-t${ordinal}-a${attempt}`;
}

/** The inverse of `containerKey`; undefined for a key of another make. */
export function parseContainerKey(key: string): { runKey: number; ordinal: number; attempt: number } | undefined {
  const match = /^r(\d+)-t(\d+)-a(\d+)$/.exec(key);
  if (!match) return undefined;
  return { runKey: Number(match[1]), ordinal: Number(match[2]), attempt: Number(match[3]) };
}

const networkModes = {
  default: "MODE_UNSPECIFIED",
  none: "MODE_NONE",
  run: "MODE_RUN",
  own: "MODE_OWN",
} as const satisfies Record<ContainerTask["network"], string>;

/** What a scheduler is told about an attempt. Equal attempts have equal hashes, whenever they are made. */
export function containerSpec(
  record: RunRecord,
  task: { readonly id: string; readonly timeoutMs: number; readonly container: ContainerTask },
  {
    key,
    image,
    variables,
    resolved,
    apiAccess,
  }: {
    key: string;
    image: string;
    variables: readonly Variable[];
    /** Values of variables whose references were resolved. */
    resolved: Readonly<Record<string, string>>;
    apiAccess: ApiAccess | undefined;
  },
) {
  const { entrypoint, command, limits, network } = task.container;
  const spec = {
    key,
    image,
    entrypoint: [...entrypoint],
    command: [...command],
    environment: Object.fromEntries(variables.map(({ key: name, value }) => [name, value])),
    labels: {
      "gofer.namespace": record.namespace,
      "gofer.pipeline": record.pipelineId,
      "gofer.run": String(record.runId),
      "gofer.task": task.id,
    },
    limits: { ...limits, wallTimeMs: 0, required: false },
    network: { mode: networkModes[network], sandbox: network === "run" ? sandboxOf(record.key) : "" },
    ports: [],
    mounts: [],
    keepStdinOpen: false,
    stopSignal: "",
  };
  const specHash = createHash("sha256").update(JSON.stringify(spec)).digest("hex");
  // After the hash: the same attempt may be started again after the API has moved or a secret was replaced, and
  // must be found again then. A scheduler shows hashes, and one over a secret would let it be guessed.
  const injected = variables.flatMap(({ key: name, source }) =>
    source === "system" && apiAccess && isApiVariable(name) ? [[name, apiAccess[name]] as const] : [],
  );
  return { ...spec, environment: { ...spec.environment, ...resolved, ...Object.fromEntries(injected) }, specHash };
}

const isApiVariable = (name: string): name is keyof ApiAccess => name in apiPlaceholders;

/** Name of the sandbox that the tasks of one run share. */
export const sandboxOf = (runKey: number) => `r${runKey}`;

export type DependencyCondition = "any" | "success" | "failure";
export type NetworkMode = "default" | "none" | "run" | "own";

export interface RetryPolicy {
  /** Attempts in all. */
  readonly attempts: number;
  readonly backoffMs: number;
  /** 0 means 5 minutes. */
  readonly maxBackoffMs: number;
  /** Share of the pause that is chosen at random, 0 to 1. */
  readonly jitter: number;
}

export interface ContainerTask {
  readonly type: "container";
  readonly image: string;
  readonly registryAuth?: { readonly username: string; readonly password: string };
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly injectApiToken: boolean;
  readonly limits: { readonly cpuMillis: number; readonly memoryBytes: number; readonly pids: number };
  readonly network: NetworkMode;
}

export interface CommonTask {
  readonly type: "common";
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
}

export interface TaskConfig {
  readonly id: string;
  readonly description: string;
  readonly dependsOn: Readonly<Record<string, DependencyCondition>>;
  readonly variables: Readonly<Record<string, string>>;
  /** 0 means never. */
  readonly timeoutMs: number;
  readonly retries?: RetryPolicy;
  readonly kind: ContainerTask | CommonTask;
}

export interface TriggerConfig {
  readonly name: string;
  readonly label: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** A pipeline as its author wrote it, checked: ids are well-formed and unique, the graph has no cycle. */
export interface PipelineConfig {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** 0 means as many runs at once as the server allows. */
  readonly parallelism: number;
  /** 0 means never. */
  readonly timeoutMs: number;
  readonly tasks: readonly TaskConfig[];
  readonly triggers: readonly TriggerConfig[];
}

export interface PipelineRef {
  readonly namespace: string;
  readonly pipelineId: string;
}

export interface RunRef extends PipelineRef {
  readonly runId: number;
}

/** A registered pipeline. Its config is that of a version. */
export interface Pipeline extends PipelineRef {
  readonly name: string;
  readonly description: string;
  readonly state: "active" | "disabled";
  readonly version: number;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
}

/** Who or what did something. */
export interface Initiator {
  readonly kind: "user" | "trigger" | "system";
  readonly name: string;
}

import { Fault } from "@gofer/sdk/fault";
import { validatePipeline } from "@gofer/sdk/pipeline";
import { type EventKind, eventKinds } from "../../domain/event.js";
import type {
  ContainerTask,
  DependencyCondition,
  PipelineConfig,
  PipelineRef,
  RunRef,
  TaskConfig,
} from "../../domain/pipeline.js";
import type { RunStatus } from "../../domain/run.js";
import { storeKeyPattern, storeKeyRule } from "../../domain/store-key.js";
import type { RequestOf } from "./kernel-service.js";

type PipelineConfigMessage = NonNullable<RequestOf<"createPipeline">["config"]>;
type TaskMessage = PipelineConfigMessage["tasks"][number];

const identifier = /^[A-Za-z0-9_]{3,32}$/;

/** Throws `invalid` with every problem, one a line. */
export function pipelineConfigFromProto(message: PipelineConfigMessage | null | undefined): PipelineConfig {
  if (!message) throw new Fault("invalid", "config is required");
  const problems = validatePipeline(message);
  if (problems.length > 0) throw new Fault("invalid", problems.join("\n"));
  return {
    id: message.id,
    name: message.name || message.id,
    description: message.description,
    parallelism: message.parallelism,
    timeoutMs: message.timeoutMs,
    tasks: message.tasks.map(taskFromProto),
    triggers: message.triggers.map(({ name, label, settings }) => ({ name, label, settings })),
  };
}

const conditions: Partial<Record<string, DependencyCondition>> = {
  DEPENDENCY_CONDITION_ANY: "any",
  DEPENDENCY_CONDITION_SUCCESS: "success",
  DEPENDENCY_CONDITION_FAILURE: "failure",
};

const networks: Partial<Record<string, ContainerTask["network"]>> = {
  NETWORK_MODE_NONE: "none",
  NETWORK_MODE_RUN: "run",
  NETWORK_MODE_OWN: "own",
};

function taskFromProto(task: TaskMessage): TaskConfig {
  const dependsOn = Object.entries(task.dependsOn).map(
    ([id, condition]) => [id, conditions[condition] ?? "any"] as const,
  );
  return {
    id: task.id,
    description: task.description,
    dependsOn: Object.fromEntries(dependsOn),
    variables: task.variables,
    timeoutMs: task.timeoutMs,
    ...(task.retries && task.retries.attempts > 1
      ? {
          retries: {
            attempts: task.retries.attempts,
            backoffMs: task.retries.backoffMs,
            maxBackoffMs: task.retries.maxBackoffMs,
            jitter: task.retries.jitter,
          },
        }
      : {}),
    kind: kindFromProto(task),
  };
}

function kindFromProto({ id, container, common }: TaskMessage): TaskConfig["kind"] {
  if (common) return { type: "common", name: common.name, settings: common.settings };
  if (!container) throw new Fault("invalid", `task "${id}" is neither a container nor a common task`);
  const { cpuMillis = 0, memoryBytes = 0, pids = 0 } = container.limits ?? {};
  return {
    type: "container",
    image: container.image,
    ...(container.registryAuth
      ? { registryAuth: { username: container.registryAuth.username, password: container.registryAuth.password } }
      : {}),
    entrypoint: container.entrypoint,
    command: container.command,
    injectApiToken: container.injectApiToken,
    limits: { cpuMillis, memoryBytes, pids },
    network: networks[container.network] ?? "default",
  };
}

/** What is wrong with an id; empty when nothing is. */
export function identifierProblems(what: string, id: string): string[] {
  return identifier.test(id)
    ? []
    : [`${what} id ${JSON.stringify(id.slice(0, 64))} is not 3 to 32 characters of A-Z a-z 0-9 _`];
}

/** An empty namespace means "default". */
export function namespaceFrom(request: { namespace: string }): string {
  return request.namespace || "default";
}

/** Throws `invalid`. */
export function pipelineRefFrom(request: { namespace: string; pipelineId: string }): PipelineRef {
  const namespace = namespaceFrom(request);
  const problems = [
    ...identifierProblems("namespace", namespace),
    ...identifierProblems("pipeline", request.pipelineId),
  ];
  if (problems.length > 0) throw new Fault("invalid", problems.join("\n"));
  return { namespace, pipelineId: request.pipelineId };
}

/** Throws `invalid`. */
export function runRefFrom(request: { namespace: string; pipelineId: string; runId: number }): RunRef {
  if (!Number.isSafeInteger(request.runId) || request.runId < 1)
    throw new Fault("invalid", `run id ${request.runId} is not a number from 1`);
  return { ...pipelineRefFrom(request), runId: request.runId };
}

/** Key of an object or a secret. Throws `invalid`. */
export function storeKeyFrom({ key }: { key: string }): string {
  if (!storeKeyPattern.test(key))
    throw new Fault("invalid", `key ${JSON.stringify(key.slice(0, 64))} is not ${storeKeyRule}`);
  return key;
}

/** Throws `invalid` and names the known kinds. */
export function eventKindsFrom(kinds: readonly string[]): readonly EventKind[] {
  const unknown = kinds.filter((kind) => !eventKinds.some((known) => known === kind));
  if (unknown.length > 0)
    throw new Fault("invalid", `unknown event kind ${unknown.join(", ")}: the kinds are ${eventKinds.join(", ")}`);
  return eventKinds.filter((kind) => kinds.includes(kind));
}

export function runStatusFrom(status: string): RunStatus | undefined {
  const statuses: Partial<Record<string, RunStatus>> = {
    RUN_STATUS_SUCCESSFUL: "successful",
    RUN_STATUS_FAILED: "failed",
    RUN_STATUS_CANCELLED: "cancelled",
  };
  return statuses[status];
}

/** Variables of a run: names that an environment can hold. Throws `invalid` with all problems. */
export function variablesFrom(variables: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const problems = Object.entries(variables).flatMap(([key, value]) => {
    if (key === "" || /[=\0]/.test(key)) return [`variable name ${JSON.stringify(key)} is empty or holds "=" or NUL`];
    if (value.includes("\0")) return [`the value of variable ${key} holds NUL`];
    return Buffer.byteLength(value) >= 128 << 10
      ? [`the value of variable ${key} is longer than 128 KiB: put it into an object`]
      : [];
  });
  if (problems.length > 0) throw new Fault("invalid", problems.join("\n"));
  return variables;
}

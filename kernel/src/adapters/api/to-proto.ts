import type { Variable } from "../../app/task-spec.js";
import type { RecordedEvent } from "../../domain/event.js";
import type { ContainerTask, Initiator, Pipeline, PipelineConfig } from "../../domain/pipeline.js";
import type { Reason, ReasonKind, RunState, RunStatus, TaskRunState, TaskRunStatus } from "../../domain/run.js";
import type { RunRecord, TaskRunRecord } from "../../ports/ledger.js";
import type { PluginHealth, PluginRole, PluginSnapshot, PluginState } from "../../ports/plugin-host.js";
import type { ResponseOf } from "./kernel-service.js";

type PipelineMessage = NonNullable<ResponseOf<"createPipeline">["pipeline"]>;
type PipelineConfigMessage = NonNullable<ResponseOf<"getPipeline">["config"]>;
type RunMessage = NonNullable<ResponseOf<"startRun">["run"]>;
type TaskRunMessage = NonNullable<ResponseOf<"getTaskRun">["taskRun"]>;
type ReasonMessage = NonNullable<RunMessage["reason"]>;
type PluginMessage = NonNullable<ResponseOf<"getPlugin">["plugin"]>;
type EventMessage = NonNullable<ResponseOf<"listEvents">["event"]>;

export const runStates = {
  pending: "RUN_STATE_PENDING",
  running: "RUN_STATE_RUNNING",
  complete: "RUN_STATE_COMPLETE",
} as const satisfies Record<RunState, string>;

export const runStatuses = {
  successful: "RUN_STATUS_SUCCESSFUL",
  failed: "RUN_STATUS_FAILED",
  cancelled: "RUN_STATUS_CANCELLED",
} as const satisfies Record<RunStatus, string>;

const taskRunStates = {
  waiting: "TASK_RUN_STATE_WAITING",
  processing: "TASK_RUN_STATE_PROCESSING",
  running: "TASK_RUN_STATE_RUNNING",
  complete: "TASK_RUN_STATE_COMPLETE",
} as const satisfies Record<TaskRunState, string>;

const taskRunStatuses = {
  successful: "TASK_RUN_STATUS_SUCCESSFUL",
  failed: "TASK_RUN_STATUS_FAILED",
  cancelled: "TASK_RUN_STATUS_CANCELLED",
  skipped: "TASK_RUN_STATUS_SKIPPED",
  unknown: "TASK_RUN_STATUS_UNKNOWN",
} as const satisfies Record<TaskRunStatus, string>;

const reasonKinds = {
  abnormalExit: "REASON_KIND_ABNORMAL_EXIT",
  outOfMemory: "REASON_KIND_OUT_OF_MEMORY",
  imageError: "REASON_KIND_IMAGE_ERROR",
  startError: "REASON_KIND_START_ERROR",
  schedulerError: "REASON_KIND_SCHEDULER_ERROR",
  failedPrecondition: "REASON_KIND_FAILED_PRECONDITION",
  cancelled: "REASON_KIND_CANCELLED",
  timedOut: "REASON_KIND_TIMED_OUT",
  lost: "REASON_KIND_LOST",
  queued: "REASON_KIND_QUEUED",
  pluginUnavailable: "REASON_KIND_PLUGIN_UNAVAILABLE",
  taskFailed: "REASON_KIND_TASK_FAILED",
  pullingImage: "REASON_KIND_PULLING_IMAGE",
} as const satisfies Record<ReasonKind, string>;

const initiatorKinds = { user: "KIND_USER", trigger: "KIND_TRIGGER", system: "KIND_SYSTEM" } as const satisfies Record<
  Initiator["kind"],
  string
>;

const variableSources = {
  pipelineConfig: "SOURCE_PIPELINE_CONFIG",
  run: "SOURCE_RUN",
  trigger: "SOURCE_TRIGGER",
  system: "SOURCE_SYSTEM",
} as const satisfies Record<Variable["source"], string>;

const pluginStates = {
  stopped: "STATE_STOPPED",
  starting: "STATE_STARTING",
  running: "STATE_RUNNING",
  draining: "STATE_DRAINING",
  backoff: "STATE_BACKOFF",
  crashLoop: "STATE_CRASH_LOOP",
  incompatible: "STATE_INCOMPATIBLE",
  quarantined: "STATE_QUARANTINED",
} as const satisfies Record<PluginState, string>;

const pluginHealth = {
  unknown: "HEALTH_UNSPECIFIED",
  healthy: "HEALTH_HEALTHY",
  degraded: "HEALTH_DEGRADED",
  unhealthy: "HEALTH_UNHEALTHY",
} as const satisfies Record<PluginHealth, string>;

const roleNames = {
  scheduler: "scheduler",
  objectStore: "object_store",
  secretStore: "secret_store",
  trigger: "trigger",
  task: "task",
} as const satisfies Record<PluginRole, string>;

const conditions = {
  any: "DEPENDENCY_CONDITION_ANY",
  success: "DEPENDENCY_CONDITION_SUCCESS",
  failure: "DEPENDENCY_CONDITION_FAILURE",
} as const;

const networkModes = {
  default: "NETWORK_MODE_UNSPECIFIED",
  none: "NETWORK_MODE_NONE",
  run: "NETWORK_MODE_RUN",
  own: "NETWORK_MODE_OWN",
} as const satisfies Record<ContainerTask["network"], string>;

export function pipelineToProto(pipeline: Pipeline, lastRun: RunMessage | undefined): PipelineMessage {
  return {
    namespace: pipeline.namespace,
    id: pipeline.pipelineId,
    name: pipeline.name,
    description: pipeline.description,
    state: pipeline.state === "active" ? "STATE_ACTIVE" : "STATE_DISABLED",
    version: pipeline.version,
    createdAtMs: pipeline.createdAtMs,
    modifiedAtMs: pipeline.modifiedAtMs,
    lastRun: lastRun ?? null,
  };
}

export function pipelineConfigToProto(config: PipelineConfig): PipelineConfigMessage {
  return {
    ...config,
    tasks: config.tasks.map((task) => {
      const { kind, dependsOn, retries, ...rest } = task;
      const shared = {
        ...rest,
        variables: { ...rest.variables },
        dependsOn: Object.fromEntries(Object.entries(dependsOn).map(([id, condition]) => [id, conditions[condition]])),
        retries: retries ? { ...retries } : null,
      };
      if (kind.type === "common")
        return { ...shared, kind: "common", common: { name: kind.name, settings: { ...kind.settings } } };
      const { type: _container, registryAuth, entrypoint, command, network, limits, ...container } = kind;
      return {
        ...shared,
        kind: "container",
        container: {
          ...container,
          registryAuth: registryAuth ? { ...registryAuth, password: maskLiteral(registryAuth.password) } : null,
          entrypoint: [...entrypoint],
          command: [...command],
          limits: { ...limits },
          network: networkModes[network],
        },
      };
    }),
    triggers: config.triggers.map((trigger) => ({ ...trigger, settings: { ...trigger.settings } })),
  };
}

/** A password that is not a reference is never shown. */
const maskLiteral = (password: string) => (password.includes("{{") || password === "" ? password : "[secret]");

/** What of a run is not in its record: why it waits, and which run it repeats. */
export interface RunDetails {
  readonly waitsFor: Reason | undefined;
  readonly retryOf: number;
}

export function runToProto(record: RunRecord, { waitsFor, retryOf }: RunDetails): RunMessage {
  const { summary } = record;
  return {
    namespace: record.namespace,
    pipelineId: record.pipelineId,
    id: record.runId,
    pipelineVersion: record.pipelineVersion,
    state: runStates[summary.state],
    status: summary.status ? runStatuses[summary.status] : "RUN_STATUS_UNSPECIFIED",
    reason: reasonToProto(summary.reason ?? waitsFor),
    initiator: initiatorToProto(record.initiator),
    variables: { ...record.variables },
    createdAtMs: record.createdAtMs,
    startedAtMs: summary.startedAtMs,
    endedAtMs: summary.endedAtMs,
    scheduler: record.scheduler,
    retryOf,
    logsExpired: record.logsExpired,
    objectsExpired: record.objectsExpired,
  };
}

/** What of a task run is in its pipeline's config, in its log, in another run or in memory only. */
export interface TaskRunDetails {
  /** How far the pull of its image is. */
  readonly pull: Reason | undefined;
  readonly image: string;
  readonly variables: readonly Variable[];
  readonly dependsOn: readonly string[];
  readonly logBytes: number;
  readonly lastLine: Buffer;
  /** Why its output is awaited in vain; empty when nothing is wrong. */
  readonly outputProblem: string;
  readonly keptFromRunId: number;
}

export function taskRunToProto(
  record: RunRecord,
  { taskRun, logComplete }: TaskRunRecord,
  details: TaskRunDetails,
): TaskRunMessage {
  const { outcome } = taskRun;
  return {
    namespace: record.namespace,
    pipelineId: record.pipelineId,
    runId: record.runId,
    taskId: taskRun.taskId,
    attempt: taskRun.attempt,
    state: taskRunStates[taskRun.state],
    status: outcome ? taskRunStatuses[outcome.status] : "TASK_RUN_STATUS_UNSPECIFIED",
    reason: reasonToProto(outcome?.reason ?? taskRun.ending?.outcome.reason ?? details.pull ?? taskRun.waitingFor),
    ...(outcome?.exitCode === undefined ? {} : { exitCode: outcome.exitCode, _exitCode: "exitCode" as const }),
    image: details.image,
    imageDigest: taskRun.imageDigest,
    externalName: taskRun.externalName,
    variables: details.variables.map(({ key, value, source }) => ({ key, value, source: variableSources[source] })),
    createdAtMs: taskRun.createdAtMs,
    startedAtMs: taskRun.startedAtMs,
    endedAtMs: taskRun.endedAtMs,
    logBytes: details.logBytes,
    lastLine: details.lastLine,
    outputProblem: details.outputProblem,
    logComplete,
    dependsOn: [...details.dependsOn],
    keptFromRunId: details.keptFromRunId,
  };
}

function reasonToProto(reason: Reason | undefined): ReasonMessage | null {
  return reason ? { kind: reasonKinds[reason.kind], message: reason.message } : null;
}

function initiatorToProto({ kind, name }: Initiator) {
  return { kind: initiatorKinds[kind], name };
}

export function eventToProto(event: RecordedEvent): EventMessage {
  return {
    sequence: event.sequence,
    kind: event.kind,
    namespace: event.namespace ?? "",
    pipelineId: event.pipelineId ?? "",
    runId: event.runId ?? 0,
    taskId: event.taskId ?? "",
    details: { ...event.details },
    initiator: initiatorToProto(event.initiator),
    occurredAtMs: event.occurredAtMs,
  };
}

export function pluginToProto(plugin: PluginSnapshot): PluginMessage {
  return {
    alias: plugin.alias,
    name: plugin.name,
    version: plugin.version,
    roles: plugin.roles.map((role) => roleNames[role]),
    enabled: plugin.enabled,
    state: pluginStates[plugin.state],
    health: pluginHealth[plugin.health],
    message: plugin.message,
    restarts: plugin.restarts,
    pid: plugin.pid ?? 0,
    startedAtMs: plugin.startedAtMs ?? 0,
    source: plugin.source,
    attributes: { ...plugin.attributes },
  };
}

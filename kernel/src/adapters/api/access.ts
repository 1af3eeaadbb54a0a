import type { ServiceImpl } from "@gofer/sdk/rpc";
import type { ApiGrant } from "../../domain/permission.js";
import type { KernelHandlers } from "./kernel-service.js";

/** What a call does: a change leaves an event that names who made it. */
export type Effect = "reads" | "changes";

/** Where the thing of a request is. An empty namespace means "default". */
export interface Place {
  readonly namespace: string;
  /** Undefined for things that are not of one pipeline; no run token reaches them. */
  readonly pipelineId?: string;
  /** Undefined for things of the whole pipeline. */
  readonly runId?: number;
}

/**
 * Who may make a call:
 * - `anyone`: a caller without a token too;
 * - `known`: the holder of any token that works. The handler shows each only what is his: it takes the
 *   caller from `callerOf`;
 * - `place`: who may see the place of the request: management, clients of the namespace, and with
 *   `runTokens` the tasks of that run;
 * - `management`.
 *
 * A plugin needs the grant of the row; one without a grant is open to no plugin when it is of a place.
 */
export type Access<Request> =
  | { readonly may: "anyone" | "management"; readonly does: Effect }
  | { readonly may: "known"; readonly does: Effect; readonly grant?: ApiGrant | undefined }
  | {
      readonly may: "place";
      readonly does: Effect;
      readonly grant: ApiGrant | undefined;
      readonly runTokens: boolean;
      /** Of the request, or of the first message of a stream of requests. */
      readonly placeOf: (request: Request) => Place;
    };

interface InNamespace {
  readonly namespace: string;
}
interface OfPipeline extends InNamespace {
  readonly pipelineId: string;
}
interface OfRun extends OfPipeline {
  readonly runId: number;
}

const anyone = <Does extends Effect>(does: Does) => ({ may: "anyone", does }) as const;
const known = <Does extends Effect>(does: Does, grant?: ApiGrant) => ({ may: "known", does, grant }) as const;
const management = <Does extends Effect>(does: Does) => ({ may: "management", does }) as const;

/** Things of a namespace, for its clients. */
const inNamespace = <Does extends Effect>(does: Does, grant: ApiGrant | undefined) =>
  ({
    may: "place",
    does,
    grant,
    runTokens: false,
    placeOf: ({ namespace }: InNamespace): Place => ({ namespace }),
  }) as const;

/** A namespace itself, for its clients. */
const ofNamespace = <Does extends Effect>(does: Does, grant: ApiGrant | undefined) =>
  ({
    may: "place",
    does,
    grant,
    runTokens: false,
    placeOf: ({ id }: { readonly id: string }): Place => ({ namespace: id }),
  }) as const;

/** Things of a pipeline, for the clients of its namespace and the tasks of its runs. */
const ofPipeline = <Does extends Effect>(does: Does, grant: ApiGrant | undefined) =>
  ({
    may: "place",
    does,
    grant,
    runTokens: true,
    placeOf: ({ namespace, pipelineId }: OfPipeline): Place => ({ namespace, pipelineId }),
  }) as const;

/** Things of a run, for the clients of its namespace and the run's own tasks. */
const ofRun = <Does extends Effect>(does: Does, grant: ApiGrant | undefined) =>
  ({
    may: "place",
    does,
    grant,
    runTokens: true,
    placeOf: ({ namespace, pipelineId, runId }: OfRun): Place => ({ namespace, pipelineId, runId }),
  }) as const;

/** An upload says in its first message where it goes; without a header the handler refuses it. */
const ofUpload = <Does extends Effect>(does: Does, grant: ApiGrant | undefined) =>
  ({
    may: "place",
    does,
    grant,
    runTokens: true,
    placeOf: ({ header }: { readonly header?: (OfPipeline & Partial<OfRun>) | null }): Place =>
      header ? { ...header } : { namespace: "" },
  }) as const;

/**
 * A stream of requests that says in its first message where it goes; without a start the handler refuses it. Open to
 * no plugin: a shell in a task reads its secrets, which no plugin may.
 */
const ofAttach = <Does extends Effect>(does: Does) =>
  ({
    may: "place",
    does,
    grant: undefined,
    runTokens: false,
    placeOf: ({ start }: { readonly start?: InNamespace | null }): Place => ({ namespace: start?.namespace ?? "" }),
  }) as const;

type FirstRequest<Handler> = Handler extends (request: infer Request, call: never) => unknown
  ? Request extends AsyncIterable<infer Message>
    ? Message
    : Request
  : never;

type KernelImpl = ServiceImpl<KernelHandlers>;

/**
 * Exhaustive over the RPCs: one without a row does not compile, nor does one in a namespace whose request
 * does not say in which.
 */
export const access = {
  getServiceInfo: anyone("reads"),
  toggleEventIngress: management("changes"),
  bootstrapToken: anyone("changes"),
  createToken: management("changes"),
  getToken: management("reads"),
  listTokens: management("reads"),
  enableToken: management("changes"),
  disableToken: management("changes"),
  deleteToken: management("changes"),
  whoAmI: known("reads"),
  createNamespace: management("changes"),
  getNamespace: ofNamespace("reads", "namespaces:read"),
  listNamespaces: known("reads", "namespaces:read"),
  updateNamespace: management("changes"),
  deleteNamespace: management("changes"),
  createPipeline: inNamespace("changes", "pipelines:write"),
  updatePipeline: inNamespace("changes", "pipelines:write"),
  planPipeline: inNamespace("reads", "pipelines:read"),
  getPipeline: ofPipeline("reads", "pipelines:read"),
  listPipelines: inNamespace("reads", "pipelines:read"),
  enablePipeline: inNamespace("changes", "pipelines:write"),
  disablePipeline: inNamespace("changes", "pipelines:write"),
  deletePipeline: inNamespace("changes", "pipelines:write"),
  listPipelineVersions: ofPipeline("reads", "pipelines:read"),
  rollbackPipeline: inNamespace("changes", "pipelines:write"),
  startRun: inNamespace("changes", "runs:write"),
  getRun: ofRun("reads", "runs:read"),
  listRuns: ofPipeline("reads", "runs:read"),
  watchRun: ofRun("reads", "runs:read"),
  cancelRun: inNamespace("changes", "runs:write"),
  cancelAllRuns: inNamespace("changes", "runs:write"),
  retryRun: inNamespace("changes", "runs:write"),
  listTaskRuns: ofRun("reads", "runs:read"),
  getTaskRun: ofRun("reads", "runs:read"),
  cancelTaskRun: inNamespace("changes", "runs:write"),
  deleteRunLogs: inNamespace("changes", "runs:write"),
  attachTaskRun: ofAttach("changes"),
  streamLogs: ofRun("reads", "logs:read"),
  listEvents: known("reads", "events:read"),
  getEvent: known("reads", "events:read"),
  putPipelineObject: ofUpload("changes", "objects:write"),
  getPipelineObject: ofPipeline("reads", "objects:read"),
  listPipelineObjects: ofPipeline("reads", "objects:read"),
  deletePipelineObject: ofPipeline("changes", "objects:write"),
  putRunObject: ofUpload("changes", "objects:write"),
  getRunObject: ofRun("reads", "objects:read"),
  listRunObjects: ofRun("reads", "objects:read"),
  deleteRunObject: ofRun("changes", "objects:write"),
  putPipelineSecret: inNamespace("changes", undefined),
  getPipelineSecret: inNamespace("reads", undefined),
  listPipelineSecrets: inNamespace("reads", undefined),
  deletePipelineSecret: inNamespace("changes", undefined),
  putGlobalSecret: management("changes"),
  getGlobalSecret: management("reads"),
  listGlobalSecrets: management("reads"),
  deleteGlobalSecret: management("changes"),
  rekeySecrets: management("changes"),
  listTriggers: inNamespace("reads", "triggers:read"),
  getTrigger: inNamespace("reads", "triggers:read"),
  listCommonTasks: inNamespace("reads", "pipelines:read"),
  getCommonTask: inNamespace("reads", "pipelines:read"),
  getSchedule: inNamespace("reads", "triggers:read"),
  auditSchedules: inNamespace("reads", "triggers:read"),
  listDeadLetters: management("reads"),
  listPlugins: management("reads"),
  getPlugin: management("reads"),
  streamPluginLogs: management("reads"),
  fetchPlugin: management("reads"),
  installPlugin: management("changes"),
  enablePlugin: management("changes"),
  disablePlugin: management("changes"),
  restartPlugin: management("changes"),
  getPluginConfig: management("reads"),
  checkPluginConfig: management("reads"),
  setPluginConfig: management("changes"),
  upgradePlugin: management("changes"),
  rollbackPlugin: management("changes"),
  uninstallPlugin: management("changes"),
  usePlugin: management("changes"),
  migrateStore: management("changes"),
} as const satisfies { readonly [Method in keyof KernelImpl]: Access<FirstRequest<KernelImpl[Method]>> };

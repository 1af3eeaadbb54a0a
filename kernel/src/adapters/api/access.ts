import type { ServiceImpl } from "@gofer/sdk/rpc";
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
 * - `plugin`: a plugin for itself, and management;
 * - `management`.
 */
export type Access<Request> =
  | { readonly may: "anyone" | "known" | "management" | "plugin"; readonly does: Effect }
  | {
      readonly may: "place";
      readonly does: Effect;
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
const known = <Does extends Effect>(does: Does) => ({ may: "known", does }) as const;
const management = <Does extends Effect>(does: Does) => ({ may: "management", does }) as const;

/** Things of a namespace, for its clients. */
const inNamespace = <Does extends Effect>(does: Does) =>
  ({
    may: "place",
    does,
    runTokens: false,
    placeOf: ({ namespace }: InNamespace): Place => ({ namespace }),
  }) as const;

/** A namespace itself, for its clients. */
const ofNamespace = <Does extends Effect>(does: Does) =>
  ({
    may: "place",
    does,
    runTokens: false,
    placeOf: ({ id }: { readonly id: string }): Place => ({ namespace: id }),
  }) as const;

/** Things of a pipeline, for the clients of its namespace and the tasks of its runs. */
const ofPipeline = <Does extends Effect>(does: Does) =>
  ({
    may: "place",
    does,
    runTokens: true,
    placeOf: ({ namespace, pipelineId }: OfPipeline): Place => ({ namespace, pipelineId }),
  }) as const;

/** Things of a run, for the clients of its namespace and the run's own tasks. */
const ofRun = <Does extends Effect>(does: Does) =>
  ({
    may: "place",
    does,
    runTokens: true,
    placeOf: ({ namespace, pipelineId, runId }: OfRun): Place => ({ namespace, pipelineId, runId }),
  }) as const;

/** An upload says in its first message where it goes; without a header the handler refuses it. */
const ofUpload = <Does extends Effect>(does: Does) =>
  ({
    may: "place",
    does,
    runTokens: true,
    placeOf: ({ header }: { readonly header?: (OfPipeline & Partial<OfRun>) | null }): Place =>
      header ? { ...header } : { namespace: "" },
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
  getNamespace: ofNamespace("reads"),
  listNamespaces: known("reads"),
  updateNamespace: management("changes"),
  deleteNamespace: management("changes"),
  createPipeline: inNamespace("changes"),
  updatePipeline: inNamespace("changes"),
  getPipeline: ofPipeline("reads"),
  listPipelines: inNamespace("reads"),
  enablePipeline: inNamespace("changes"),
  disablePipeline: inNamespace("changes"),
  deletePipeline: inNamespace("changes"),
  listPipelineVersions: ofPipeline("reads"),
  rollbackPipeline: inNamespace("changes"),
  startRun: inNamespace("changes"),
  getRun: ofRun("reads"),
  listRuns: ofPipeline("reads"),
  watchRun: ofRun("reads"),
  cancelRun: inNamespace("changes"),
  cancelAllRuns: inNamespace("changes"),
  retryRun: inNamespace("changes"),
  listTaskRuns: ofRun("reads"),
  getTaskRun: ofRun("reads"),
  cancelTaskRun: inNamespace("changes"),
  deleteRunLogs: inNamespace("changes"),
  streamLogs: ofRun("reads"),
  listEvents: known("reads"),
  getEvent: known("reads"),
  putPipelineObject: ofUpload("changes"),
  getPipelineObject: ofPipeline("reads"),
  listPipelineObjects: ofPipeline("reads"),
  deletePipelineObject: ofPipeline("changes"),
  putRunObject: ofUpload("changes"),
  getRunObject: ofRun("reads"),
  listRunObjects: ofRun("reads"),
  deleteRunObject: ofRun("changes"),
  putPipelineSecret: inNamespace("changes"),
  getPipelineSecret: inNamespace("reads"),
  listPipelineSecrets: inNamespace("reads"),
  deletePipelineSecret: inNamespace("changes"),
  putGlobalSecret: management("changes"),
  getGlobalSecret: management("reads"),
  listGlobalSecrets: management("reads"),
  deleteGlobalSecret: management("changes"),
  rekeySecrets: management("changes"),
  listTriggers: inNamespace("reads"),
  getTrigger: inNamespace("reads"),
  getSchedule: inNamespace("reads"),
  auditSchedules: inNamespace("reads"),
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
} as const satisfies { readonly [Method in keyof KernelImpl]: Access<FirstRequest<KernelImpl[Method]>> };

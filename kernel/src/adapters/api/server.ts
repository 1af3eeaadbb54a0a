import { encodeOnce, Kernel } from "@gofer/proto";
import { Fault, messageOf } from "@gofer/sdk/fault";
import { addService, type Interceptor } from "@gofer/sdk/rpc";
import { Server, type ServerCredentials } from "@grpc/grpc-js";
import type { Logger } from "pino";
import type { Attach } from "../../app/attach.js";
import type { Authentication } from "../../app/authentication.js";
import type { CommonTasks } from "../../app/common-tasks.js";
import type { Engine } from "../../app/engine.js";
import type { ObjectStore } from "../../app/object-store.js";
import type { PluginDenials } from "../../app/plugin-denials.js";
import type { Registration } from "../../app/registration.js";
import type { SecretKeyring } from "../../app/rekey.js";
import type { Remover } from "../../app/removal.js";
import type { Retention } from "../../app/retention.js";
import type { SecretStore } from "../../app/secret-store.js";
import type { Triggers } from "../../app/triggers.js";
import { isManagement } from "../../domain/caller.js";
import type { Ledger } from "../../ports/ledger.js";
import type { LogStore } from "../../ports/log-store.js";
import type { PluginHost } from "../../ports/plugin-host.js";
import { enforceAccess } from "./access-interceptor.js";
import { attachHandlers } from "./attach.js";
import { commonTaskHandlers } from "./common-tasks.js";
import { eventHandlers } from "./events.js";
import { ingressHandlers } from "./ingress.js";
import { callerOf } from "./initiator.js";
import { namespaceHandlers } from "./namespaces.js";
import { objectHandlers } from "./objects.js";
import { createPageReader } from "./page.js";
import { pipelineLifecycleHandlers } from "./pipeline-lifecycle.js";
import { pipelineHandlers } from "./pipelines.js";
import { type PluginManagementOptions, pluginManagementHandlers } from "./plugin-management.js";
import { pluginHandlers } from "./plugins.js";
import { runHandlers } from "./runs.js";
import { secretHandlers } from "./secrets.js";
import { createTaskRunDescription, taskRunHandlers } from "./task-runs.js";
import { type TokenHandlerOptions, tokenHandlers } from "./tokens.js";
import { triggerHandlers } from "./triggers.js";

export interface ApiOptions {
  readonly ledger: Ledger;
  readonly engine: Engine;
  readonly attach: Attach;
  readonly retention: Retention;
  readonly host: PluginHost;
  readonly plugins: PluginManagementOptions;
  readonly logs: LogStore;
  readonly objects: ObjectStore;
  readonly secrets: SecretStore;
  readonly keyring: SecretKeyring;
  readonly triggers: Triggers;
  readonly registration: Registration;
  readonly commonTasks: CommonTasks;
  readonly log: Logger;
  readonly now: () => number;
  readonly authentication: Authentication;
  readonly denials: PluginDenials;
  readonly remover: Remover;
  readonly bootstrapProof: TokenHandlerOptions["bootstrapProof"];
  /** Where external events are received; empty when they are not. */
  readonly eventsAddress: string;
  readonly info: {
    readonly developmentMode: boolean;
    readonly version: string;
    readonly startedAtMs: number;
    readonly scheduler: () => string;
    readonly dataDirectory: string;
  };
  /** host:port to listen on; port 0 takes a free one. */
  readonly address: string;
  readonly credentials: ServerCredentials;
  /** Most items of a page of any list. */
  readonly resultsLimit: number;
  /** What an admin should know beside the state of plugins, one sentence each. */
  readonly warnings: () => readonly string[];
}

/** Serves gofer.kernel.v1. Throws `unavailable` when the address is taken. */
export async function openApi(options: ApiOptions): Promise<AsyncDisposable & { readonly address: string }> {
  const { ledger, engine, host, plugins, info, log, address, credentials } = options;
  const server = new Server({ "grpc.max_receive_message_length": 8 << 20 });
  const paged = { ...options, pageFrom: createPageReader(options.resultsLimit) };
  const describeTaskRuns = createTaskRunDescription(options);
  const closing = new AbortController();
  const interceptors = [logBugs(log), enforceAccess(options.authentication, options.denials)];
  addService(
    server,
    // Ten who follow one log get the same messages.
    encodeOnce(Kernel, "StreamLogs"),
    {
      getServiceInfo: (_request, call) => {
        const { version, developmentMode, startedAtMs, scheduler, dataDirectory } = info;
        const caller = callerOf(call);
        const public_ = {
          version,
          developmentMode,
          startedAtMs: 0,
          scheduler: "",
          liveRuns: 0,
          commits: 0,
          stateChanges: 0,
        };
        if (caller.kind === "anonymous") return { ...public_, dataDirectory: "", warnings: [] };
        const known = { ...public_, startedAtMs, scheduler: scheduler() };
        if (!isManagement(caller)) return { ...known, dataDirectory: "", warnings: [] };
        const warnings = host
          .list()
          .flatMap(({ alias, health, state, message }) =>
            message && (health !== "healthy" || state !== "running") ? [`${alias}: ${message}`] : [],
          );
        const all = [...options.warnings(), ...warnings];
        return { ...known, liveRuns: engine.liveRuns, ...ledger.activity, dataDirectory, warnings: all };
      },
      ...ingressHandlers(options),
      ...tokenHandlers(paged),
      ...namespaceHandlers(paged),
      ...pipelineLifecycleHandlers(paged),
      ...pipelineHandlers(paged),
      ...runHandlers({ ...paged, describeTaskRuns }),
      ...taskRunHandlers({ ...paged, describeTaskRuns }),
      ...attachHandlers({ attach: options.attach, closing: closing.signal }),
      ...eventHandlers({ ledger }),
      ...objectHandlers(paged),
      ...secretHandlers(paged),
      ...triggerHandlers(paged),
      ...commonTaskHandlers(paged),
      ...pluginHandlers({ ...paged, ...plugins }),
      ...pluginManagementHandlers(plugins),
    },
    interceptors,
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(address, credentials, (error, bound) => {
      if (error)
        reject(
          new Fault(
            "unavailable",
            `cannot listen on ${address} (${causeOf(error)}): stop what uses it, or set server.host (GOFER_SERVER_HOST)`,
          ),
        );
      else resolve(bound);
    });
  });
  log.debug({ address }, "the API is open");
  return {
    address: `${address.slice(0, address.lastIndexOf(":"))}:${port}`,
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      const timer = setTimeout(() => server.forceShutdown(), 2000);
      await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
      clearTimeout(timer);
    },
  };
}

/** A bug is answered as "internal error"; here is where its stack is kept. */
function logBugs(log: Logger): Interceptor {
  return async (call, next) => {
    try {
      await next();
    } catch (error) {
      if (!(error instanceof Fault) && !call.signal.aborted) {
        log.error({ method: call.method, stack: error instanceof Error ? error.stack : undefined }, messageOf(error));
      }
      throw error;
    }
  };
}

/** What the system says, out of what grpc-js makes of it. */
const causeOf = ({ message }: Error) => /\[(.+)\]/.exec(message)?.[1] ?? message;

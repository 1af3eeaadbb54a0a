import { Kernel } from "@gofer/proto";
import type { KernelClient } from "@gofer/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Access, access } from "../../kernel/src/adapters/api/access.js";
import { createDerivedTokens } from "../../kernel/src/app/credential.js";
import { type ApiGrant, apiGrants } from "../../kernel/src/domain/permission.js";
import { InProcessKernel, outcomeOf } from "../support/in-process.js";
import { misbehavingPlugin } from "../support/plugin-folder.js";

/**
 * Every RPC × every kind of caller. The expected answer of a cell comes from the access table; a fixture says
 * with which request to call, and what one gets who is let in. Changes are called with requests that are
 * refused only after the access check, so that nothing changes while the matrix runs.
 */
type Fixtures = {
  readonly [Method in keyof KernelClient]: {
    readonly request: Parameters<KernelClient[Method]>[0];
    readonly answer?: "ok" | "invalid" | "notFound" | "precondition";
  };
};

const namespace = "default";
const pipelineId = "sleeper";
const run = { namespace, pipelineId, runId: 1 };
const page = { pageSize: 0, pageToken: "" };
const badPipeline = { request: { namespace, pipelineId: "?" }, answer: "invalid" } as const;

const object = { ...run, key: "none" };
const badKey = { namespace, pipelineId, key: "" };

/** A stream of requests that can be sent more than once. */
const upload = <T>(message: T): AsyncIterable<T> => ({
  async *[Symbol.asyncIterator]() {
    yield message;
  },
});

const fixtures: Fixtures = {
  getServiceInfo: { request: {} },
  bootstrapToken: { request: { proof: "" }, answer: "precondition" },
  createToken: {
    request: { kind: "TOKEN_KIND_CLIENT", namespaces: [], metadata: {}, lifetimeMs: 0 },
    answer: "invalid",
  },
  getToken: { request: { id: "none" }, answer: "notFound" },
  listTokens: { request: { namespace: "", ...page } },
  enableToken: { request: { id: "none" }, answer: "notFound" },
  disableToken: { request: { id: "none" }, answer: "notFound" },
  deleteToken: { request: { id: "none" }, answer: "notFound" },
  whoAmI: { request: {} },
  createNamespace: { request: { id: "?", name: "", description: "" }, answer: "invalid" },
  getNamespace: { request: { id: namespace } },
  listNamespaces: { request: page },
  updateNamespace: { request: { id: "none" }, answer: "notFound" },
  deleteNamespace: { request: { id: namespace, force: false }, answer: "precondition" },
  createPipeline: { request: { namespace, config: null }, answer: "invalid" },
  updatePipeline: { request: { namespace, config: null }, answer: "invalid" },
  planPipeline: { request: { namespace, config: null }, answer: "invalid" },
  getPipeline: { request: { namespace, pipelineId, version: 0 } },
  listPipelines: { request: { namespace, ...page } },
  enablePipeline: badPipeline,
  disablePipeline: badPipeline,
  deletePipeline: { request: { ...badPipeline.request, force: false }, answer: "invalid" },
  listPipelineVersions: { request: { namespace, pipelineId, ...page } },
  rollbackPipeline: { request: { ...badPipeline.request, version: 0 }, answer: "invalid" },
  startRun: { request: { ...badPipeline.request, variables: {} }, answer: "invalid" },
  getRun: { request: run },
  listRuns: { request: { namespace, pipelineId, ...page, status: "RUN_STATUS_UNSPECIFIED" } },
  watchRun: { request: run },
  cancelRun: { request: { ...run, runId: 0, force: false }, answer: "invalid" },
  cancelAllRuns: { request: { ...badPipeline.request, force: false }, answer: "invalid" },
  retryRun: { request: { ...run, runId: 0, onlyFailed: false }, answer: "invalid" },
  listTaskRuns: { request: run },
  getTaskRun: { request: { ...run, taskId: "sleep", attempt: 0 } },
  cancelTaskRun: { request: { ...run, runId: 0, taskId: "", force: false }, answer: "invalid" },
  deleteRunLogs: { request: { ...run, runId: 0 }, answer: "invalid" },
  attachTaskRun: {
    request: upload({ start: { ...run, runId: 0, taskId: "sleep", command: ["true"] } }),
    answer: "invalid",
  },
  streamLogs: { request: { ...run, taskId: "", attempt: 0, follow: false, tailLines: 0 } },
  getEvent: { request: { sequence: 0 }, answer: "notFound" },
  listEvents: {
    request: {
      namespace: "",
      afterSequence: 0,
      reverse: false,
      follow: false,
      kinds: [],
      pipelineId: "",
      runId: 0,
      limit: 1,
    },
  },
  putPipelineObject: { request: upload({ header: { ...badKey, force: false } }), answer: "invalid" },
  getPipelineObject: { request: object, answer: "notFound" },
  listPipelineObjects: { request: { namespace, pipelineId, ...page } },
  deletePipelineObject: { request: badKey, answer: "invalid" },
  putRunObject: { request: upload({ header: { ...run, key: "", force: false } }), answer: "invalid" },
  getRunObject: { request: object, answer: "notFound" },
  listRunObjects: { request: { ...run, ...page } },
  deleteRunObject: { request: { ...run, key: "" }, answer: "invalid" },
  putPipelineSecret: { request: { ...badKey, value: Buffer.from("x"), force: false }, answer: "invalid" },
  getPipelineSecret: { request: { ...badKey, includeValue: false }, answer: "invalid" },
  listPipelineSecrets: { request: { namespace, pipelineId, ...page } },
  deletePipelineSecret: { request: badKey, answer: "invalid" },
  putGlobalSecret: { request: { key: "", value: Buffer.from("x"), force: false }, answer: "invalid" },
  getGlobalSecret: { request: { key: "", includeValue: false }, answer: "invalid" },
  listGlobalSecrets: { request: page },
  deleteGlobalSecret: { request: { key: "" }, answer: "invalid" },
  rekeySecrets: { request: { newKey: Buffer.from("short") }, answer: "invalid" },
  listTriggers: { request: { namespace } },
  getTrigger: { request: { namespace, alias: "trigger-interval" } },
  listCommonTasks: { request: { namespace } },
  getCommonTask: { request: { namespace, alias: "task-debug" } },
  getSchedule: { request: { namespace, pipelineId, count: 1 } },
  auditSchedules: { request: { namespace, sinceMs: 0 } },
  listDeadLetters: { request: { namespace: "", trigger: "", ...page } },
  // On, as it is: what is the same already leaves no event.
  toggleEventIngress: { request: { change: "CHANGE_ON" } },
  listPlugins: { request: {} },
  getPlugin: { request: { alias: "scheduler-process" } },
  streamPluginLogs: { request: { alias: "scheduler-process", follow: false } },
  fetchPlugin: { request: { source: "?" }, answer: "invalid" },
  installPlugin: { request: { digest: "none" }, answer: "notFound" },
  enablePlugin: { request: { alias: "none" }, answer: "notFound" },
  disablePlugin: { request: { alias: "none" }, answer: "notFound" },
  restartPlugin: { request: { alias: "none" }, answer: "notFound" },
  getPluginConfig: { request: { alias: "none" }, answer: "notFound" },
  checkPluginConfig: { request: { alias: "none" }, answer: "notFound" },
  setPluginConfig: { request: { alias: "none" }, answer: "notFound" },
  upgradePlugin: { request: { alias: "none", digest: "none" }, answer: "notFound" },
  rollbackPlugin: { request: { alias: "none" }, answer: "notFound" },
  uninstallPlugin: { request: { alias: "none" }, answer: "notFound" },
  usePlugin: { request: { role: "none", alias: "none" }, answer: "invalid" },
  migrateStore: { request: { role: "object-store", alias: "none" }, answer: "notFound" },
};

const callers = [
  "no token",
  "wrong",
  "expired",
  "disabled",
  "client of another namespace",
  "client of this one",
  "run token",
  "plugin without grants",
  "plugin that may read",
  "plugin that may write",
  "plugin of an earlier start",
  "management",
] as const;
type CallerName = (typeof callers)[number];

const readGrants = apiGrants.filter((grant) => grant.endsWith(":read"));
const writeGrants = apiGrants.filter((grant) => grant.endsWith(":write"));

/** What a plugin needs for an RPC, by the thing in the RPC's name: the first that fits. */
const things: readonly (readonly [RegExp, string])[] = [
  [/Object/, "objects"],
  [/^streamLogs$/, "logs"],
  [/Run/, "runs"],
  [/Pipeline|CommonTask/, "pipelines"],
  [/Namespace/, "namespaces"],
  [/Event/, "events"],
  [/Trigger|Schedule/, "triggers"],
];

/** Undefined for what is open to no plugin. */
function grantFor(rpc: string, { may, does }: Access<never>): ApiGrant | undefined {
  if (may === "management" || rpc.includes("Secret") || rpc === "attachTaskRun") return undefined;
  const [, thing = ""] = things.find(([name]) => name.test(rpc)) ?? [];
  return apiGrants.find((grant) => grant === `${thing}:${does === "reads" ? "read" : "write"}`);
}

/** What the access table promises, in words of its own: this is the specification. */
function expected(caller: CallerName, rpc: string, row: Access<never>, letIn: string): string {
  const worthless: readonly CallerName[] = ["wrong", "expired", "disabled", "plugin of an earlier start"];
  if (worthless.includes(caller)) return "unauthenticated";
  if (caller === "no token") return row.may === "anyone" ? letIn : "unauthenticated";
  if (caller === "management" || row.may === "anyone" || rpc === "whoAmI") return letIn;
  if (caller.startsWith("plugin ")) {
    const grant = grantFor(rpc, row);
    const has = { "plugin that may read": readGrants, "plugin that may write": writeGrants }[caller as string] ?? [];
    return grant !== undefined && has.includes(grant) ? letIn : "denied";
  }
  if (row.may === "known") return letIn;
  if (row.may === "management") return "denied";
  if (caller === "client of this one") return letIn;
  if (caller === "client of another namespace") return "notFound";
  return caller === "run token" && row.may === "place" && row.runTokens ? letIn : "denied";
}

const kernel = new InProcessKernel();
const tokens = new Map<CallerName, string | undefined>([["no token", undefined]]);

beforeAll(async () => {
  await kernel.start();
  const { text: management } = await kernel.as(undefined).bootstrapToken({ proof: kernel.file("bootstrap-proof") });
  const admin = kernel.as(management);
  const make = async (namespaces: string[], lifetimeMs = 0) => {
    const kind = "TOKEN_KIND_CLIENT";
    const { token, text } = await admin.createToken({ kind, namespaces, metadata: {}, lifetimeMs });
    return { id: token?.id ?? "", text };
  };
  await admin.createNamespace({ id: "other", name: "", description: "" });
  const disabled = await make([namespace]);
  await admin.disableToken({ id: disabled.id });
  const expired = await make([namespace], 1000);
  kernel.advance(1000);
  const shell = (script: string) => ({
    image: "any",
    registryAuth: null,
    entrypoint: [],
    command: ["sh", "-c", script],
    injectApiToken: true,
    limits: null,
    network: "NETWORK_MODE_UNSPECIFIED" as const,
  });
  const task = {
    id: "sleep",
    description: "",
    dependsOn: {},
    variables: {},
    timeoutMs: 0,
    retries: null,
    kind: "container" as const,
    container: shell("echo ready; exec sleep 600"),
  };
  const config = {
    id: pipelineId,
    name: "",
    description: "",
    parallelism: 0,
    timeoutMs: 0,
    tasks: [task],
    triggers: [],
  };
  await admin.createPipeline({ namespace, config });
  await admin.startRun({ namespace, pipelineId, variables: {} });
  for await (const _chunk of admin.streamLogs({ ...run, taskId: "", attempt: 0, follow: true, tailLines: 0 })) break;
  const install = async (alias: string, grants: readonly ApiGrant[]) => {
    const permissions = grants.map((grant) => `api:${grant}`);
    const source = misbehavingPlugin(kernel.dataDirectory, `plugin-${alias}`, [], { permissions });
    const { package: plugin } = await admin.fetchPlugin({ source }, { timeoutMs: 30_000 });
    await admin.installPlugin({ alias, digest: plugin?.digest ?? "" }, { timeoutMs: 30_000 });
    for await (const { event } of admin.listEvents({ follow: true, kinds: ["plugin_state_changed"] }))
      if (event?.details["plugin"] === alias && event.details["state"] === "running") break;
  };
  await install("reads", readGrants);
  await install("writes", writeGrants);
  const derived = createDerivedTokens(kernel.file("token-key"));
  const other = await make(["other"]);
  const own = await make([namespace]);
  tokens
    .set("wrong", `${management.slice(0, -4)}AAAA`)
    .set("expired", expired.text)
    .set("disabled", disabled.text)
    .set("client of another namespace", other.text)
    .set("client of this one", own.text)
    .set("run token", derived.ofRun({ ...run, key: 1 }))
    .set("plugin without grants", derived.ofPlugin({ alias: "scheduler-process", generation: 1 }))
    .set("plugin that may read", derived.ofPlugin({ alias: "reads", generation: 1 }))
    .set("plugin that may write", derived.ofPlugin({ alias: "writes", generation: 1 }))
    .set("plugin of an earlier start", derived.ofPlugin({ alias: "reads", generation: 0 }))
    .set("management", management);
});
afterAll(async () => {
  await kernel.as(tokens.get("management")).cancelRun({ ...run, force: true });
  await outcomeOf(
    kernel.as(tokens.get("management")).streamLogs({ ...run, taskId: "", attempt: 0, follow: true, tailLines: 0 }),
  );
  await kernel[Symbol.asyncDispose]();
});

const rpcs = Object.keys(Kernel.definition).map(
  (name) => `${name.charAt(0).toLowerCase()}${name.slice(1)}` as keyof KernelClient,
);

test("every RPC has a row in the access table and a fixture here", () => {
  expect(Object.keys(access).sort()).toEqual([...rpcs].sort());
  expect(Object.keys(fixtures).sort()).toEqual([...rpcs].sort());
});

describe.each(callers)("%s", (caller) => {
  test.each(rpcs)("%s", async (rpc) => {
    // Time passes, so that the answers are not those for too many failures.
    kernel.advance(60_000);
    const { request, answer = "ok" } = fixtures[rpc];
    const call = kernel.as(tokens.get(caller))[rpc] as (
      request: unknown,
    ) => ReturnType<KernelClient[keyof KernelClient]>;
    expect(await outcomeOf(call(request))).toBe(expected(caller, rpc, access[rpc], answer));
  });
});

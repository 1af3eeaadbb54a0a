import { createHash } from "node:crypto";
import { join } from "node:path";
import type { KernelClient } from "@gofer/sdk";
import { afterAll, beforeAll, expect, test } from "vitest";
import { access } from "../../kernel/src/adapters/api/access.js";
import { InProcessKernel, outcomeOf } from "../support/in-process.js";
import { executingScheduler } from "../support/plugin-folder.js";
import { packPlugin, versionedManifest } from "../support/plugin-package.js";
import { scriptPipeline } from "../support/script-pipeline.js";

/** RPCs that the access table says change something. */
type Change = {
  [Method in keyof typeof access]: (typeof access)[Method]["does"] extends "changes" ? Method : never;
}[keyof typeof access];

const kernel = new InProcessKernel();
let admin: KernelClient;
let adminId = "";
let tokenId = "";
const namespace = "default";
const pipeline = { namespace, pipelineId: "changing" };
const config = (script: string) => ({ namespace, config: scriptPipeline("changing", script) });
const client = { kind: "TOKEN_KIND_CLIENT" as const, namespaces: [namespace], metadata: {}, lifetimeMs: 0 };

const secret = { key: "secret", value: Buffer.from("value"), force: false };
let run = { ...pipeline, runId: 0 };

/** The messages of a put of five bytes. */
async function* upload<Header>(header: Header) {
  const chunk = Buffer.from("bytes");
  yield { part: "header" as const, header };
  yield { part: "chunk" as const, chunk };
  const sha256 = createHash("sha256").update(chunk).digest();
  yield { part: "trailer" as const, trailer: { sizeBytes: chunk.length, sha256 } };
}

async function start(script: string): Promise<{ namespace: string; pipelineId: string; runId: number }> {
  await admin.updatePipeline(config(script));
  const { run } = await admin.startRun({ ...pipeline, variables: {} });
  return { ...pipeline, runId: run?.id ?? 0 };
}

async function completed(ref: Awaited<ReturnType<typeof start>>): Promise<typeof ref> {
  for await (const { run } of admin.watchRun(ref)) if (run?.state === "RUN_STATE_COMPLETE") break;
  return ref;
}

async function running(): Promise<Awaited<ReturnType<typeof start>>> {
  const ref = await start(`echo ${Math.random()}; exec sleep 600`);
  for await (const _output of admin.streamLogs({ ...ref, taskId: "", attempt: 0, follow: true, tailLines: 0 })) break;
  return ref;
}

const plugin = { alias: "changing" };
const patience = { timeoutMs: 60_000 };

/** Digest of a version of a plugin that is ready to be installed. */
async function fetched(version: string): Promise<string> {
  const source = await packPlugin(join(kernel.dataDirectory, `${version}.tgz`), versionedManifest(version));
  return (await admin.fetchPlugin({ source }, patience)).package?.digest ?? "";
}

/** What makes each of them change something, in an order in which they can; what it returns is called last. */
const changes: Readonly<Record<Change, () => Promise<() => Promise<unknown>>>> = {
  bootstrapToken: async () => {
    const proof = kernel.file("bootstrap-proof");
    return async () => {
      const { token, text } = await kernel.as(undefined).bootstrapToken({ proof });
      admin = kernel.as(text);
      adminId = token?.id ?? "";
    };
  },
  createToken: async () => async () => {
    const { token } = await admin.createToken(client);
    tokenId = token?.id ?? "";
  },
  disableToken: async () => () => admin.disableToken({ id: tokenId }),
  enableToken: async () => () => admin.enableToken({ id: tokenId }),
  deleteToken: async () => () => admin.deleteToken({ id: tokenId }),
  createNamespace: async () => () => admin.createNamespace({ id: "space", name: "", description: "" }),
  updateNamespace: async () => () => admin.updateNamespace({ id: "space", name: "changed" }),
  deleteNamespace: async () => () => admin.deleteNamespace({ id: "space", force: false }),
  createPipeline: async () => () => admin.createPipeline(config("true")),
  updatePipeline: async () => () => admin.updatePipeline(config("echo changed")),
  rollbackPipeline: async () => () => admin.rollbackPipeline({ ...pipeline, version: 0 }),
  disablePipeline: async () => () => admin.disablePipeline(pipeline),
  enablePipeline: async () => () => admin.enablePipeline(pipeline),
  startRun: async () => () => admin.startRun({ ...pipeline, variables: {} }),
  putPipelineObject: async () => () => admin.putPipelineObject(upload({ ...pipeline, key: "object", force: false })),
  deletePipelineObject: async () => () => admin.deletePipelineObject({ ...pipeline, key: "object" }),
  putRunObject: async () => {
    run = await completed(await start("true"));
    return () => admin.putRunObject(upload({ ...run, key: "object", force: false }));
  },
  deleteRunObject: async () => () => admin.deleteRunObject({ ...run, key: "object" }),
  putPipelineSecret: async () => () => admin.putPipelineSecret({ ...pipeline, ...secret }),
  deletePipelineSecret: async () => () => admin.deletePipelineSecret({ ...pipeline, key: "secret" }),
  putGlobalSecret: async () => () => admin.putGlobalSecret(secret),
  deleteGlobalSecret: async () => () => admin.deleteGlobalSecret({ key: "secret" }),
  rekeySecrets: async () => () => admin.rekeySecrets({ newKey: Buffer.alloc(0) }),
  toggleEventIngress: async () => () => admin.toggleEventIngress({ change: "CHANGE_UNSPECIFIED" }),
  retryRun: async () => {
    const ref = await completed(await start("exit 1"));
    return () => admin.retryRun({ ...ref, onlyFailed: false });
  },
  deleteRunLogs: async () => {
    const ref = await completed(await start("echo output"));
    return () => admin.deleteRunLogs(ref);
  },
  cancelTaskRun: async () => {
    const ref = await running();
    return () => admin.cancelTaskRun({ ...ref, taskId: "task", force: true });
  },
  attachTaskRun: async () => {
    const { package: found } = await admin.fetchPlugin({ source: executingScheduler(kernel.dataDirectory) }, patience);
    await admin.installPlugin({ alias: "executing", digest: found?.digest ?? "" }, patience);
    await admin.usePlugin({ role: "scheduler", alias: "executing" }, patience);
    const ref = await running();
    async function* requests() {
      yield { event: "start" as const, start: { ...ref, taskId: "task", command: ["echo", "hello"] } };
    }
    return () => outcomeOf(admin.attachTaskRun(requests()));
  },
  cancelRun: async () => {
    const ref = await running();
    return () => admin.cancelRun({ ...ref, force: true });
  },
  cancelAllRuns: async () => {
    await running();
    return () => admin.cancelAllRuns({ ...pipeline, force: true });
  },
  deletePipeline: async () => () => admin.deletePipeline({ ...pipeline, force: true }),
  installPlugin: async () => {
    const digest = await fetched("1.0.0");
    return () => admin.installPlugin({ ...plugin, digest }, patience);
  },
  setPluginConfig: async () => () =>
    admin.setPluginConfig({ ...plugin, change: { config: Buffer.from('{"colour":"red"}') } }, patience),
  restartPlugin: async () => () => admin.restartPlugin(plugin, patience),
  upgradePlugin: async () => {
    const digest = await fetched("1.1.0");
    return () => admin.upgradePlugin({ ...plugin, digest }, patience);
  },
  rollbackPlugin: async () => () => admin.rollbackPlugin(plugin, patience),
  disablePlugin: async () => () => admin.disablePlugin(plugin, patience),
  enablePlugin: async () => () => admin.enablePlugin(plugin, patience),
  usePlugin: async () => () => admin.usePlugin({ role: "scheduler", alias: "scheduler-process" }, patience),
  migrateStore: async () => () => outcomeOf(admin.migrateStore({ role: "object-store", alias: "store-fs" }, patience)),
  uninstallPlugin: async () => () => admin.uninstallPlugin(plugin, patience),
};

beforeAll(() => kernel.start({ GOFER_TASK_RUN_ATTACH: "true" }));
afterAll(() => kernel[Symbol.asyncDispose]());

async function lastEvents(afterSequence: number) {
  const request = { namespace: "", reverse: false, follow: false, kinds: [], pipelineId: "", runId: 0, limit: 0 };
  const events = [];
  for await (const { event } of admin.listEvents({ ...request, afterSequence })) if (event) events.push(event);
  return events;
}

test("every RPC that changes something is tried here", () => {
  const marked = Object.entries(access).flatMap(([name, { does }]) => (does === "changes" ? [name] : []));
  expect(Object.keys(changes).sort()).toEqual(marked.sort());
});

test.each(Object.keys(changes) as Change[])("%s leaves an event that names who did it", async (rpc) => {
  const act = await changes[rpc]();
  const before = rpc === "bootstrapToken" ? 0 : ((await lastEvents(0)).at(-1)?.sequence ?? 0);
  await act();
  const initiator = rpc === "bootstrapToken" ? "anonymous" : `token ${adminId}`;
  const events = await lastEvents(before);
  expect(events.filter((event) => event.initiator?.name === initiator)).not.toEqual([]);
});

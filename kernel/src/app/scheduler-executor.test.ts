import { once } from "node:events";
import { Fault } from "@gofer/sdk/fault";
import { afterEach, expect, test } from "vitest";
import { pendingRun } from "../domain/run.js";
import type { RunRecord } from "../ports/ledger.js";
import type { SchedulerClient } from "../ports/plugin-host.js";
import type { Executor, Order } from "./executor.js";
import { openSchedulerExecutor } from "./scheduler-executor.js";

const record: RunRecord = {
  ...{ key: 1, namespace: "default", pipelineId: "pipe", pipelineKey: 1, runId: 1, pipelineVersion: 1 },
  ...{ scheduler: "some", variables: {}, createdAtMs: 0, logsExpired: false, objectsExpired: false },
  initiator: { kind: "user", name: "me" },
  summary: pendingRun.summary,
};
const task: Order["task"] = {
  ...{ id: "task", description: "", dependsOn: {}, variables: {}, timeoutMs: 0 },
  kind: {
    ...{ type: "container", image: "image", entrypoint: [], command: [], injectApiToken: true, network: "none" },
    limits: { cpuMillis: 0, memoryBytes: 0, pids: 0 },
  },
};
const access = { GOFER_API_TOKEN: "token", GOFER_API_ADDRESS: "localhost:1", GOFER_API_CERTIFICATE: "" };
const opened: { closing: AbortController; executor: Executor }[] = [];

afterEach(async () => {
  for (const { closing, executor } of opened.splice(0)) {
    closing.abort();
    await executor.followed;
  }
});

/** A scheduler that begins whatever it is asked to, and notes the keys. */
function open(apiAccess: () => Promise<typeof access>) {
  const closing = new AbortController();
  const begun: string[] = [];
  const unused = () => {
    throw new Fault("unimplemented", "not asked for here");
  };
  const client: SchedulerClient = {
    async *prepareImage({ image }) {
      yield { prepared: { reference: image ?? "", digest: "sha256:1" }, progress: null, update: "prepared" };
    },
    async start({ containers = [] }) {
      return {
        results: containers.map(({ key = "" }) => {
          begun.push(key);
          const running = { key, specHash: "", state: "STATE_RUNNING", externalName: "", startedAtMs: 1 } as const;
          const started = { status: { ...running, addresses: {}, exit: null }, enforcements: [] };
          return { key, error: null, started, result: "started" as const };
        }),
      };
    },
    async *watchEvents() {
      await once(closing.signal, "abort");
    },
    ...{ list: unused, inspect: unused, streamLogs: unused, stop: unused, remove: unused },
    ...{ streamStarts: unused, exec: unused, streamStats: unused },
  };
  const resolver = { resolveTask: async () => ({ environment: {}, settings: {}, registryAuth: undefined }) };
  const executor = openSchedulerExecutor(
    { alias: "some", closed: closing.signal, features: () => [] },
    client,
    { resolver, apiAccess },
    {
      ...{
        onList: () => undefined,
        onChange: () => undefined,
        onTrouble: () => undefined,
        onHeld: () => undefined,
        onFitness: () => undefined,
      },
      ...{ runningKeys: () => new Set<string>(), expectedKeys: () => new Set<string>() },
    },
  );
  opened.push({ closing, executor });
  return { executor, begun };
}

function order(signal: AbortSignal, onSent = () => undefined): Order {
  return {
    key: "r1-t1-a1",
    run: record,
    task,
    ref: { runKey: 1, taskId: "task", attempt: 1 },
    failures: 0,
    signal,
    onSent,
    onPull: () => undefined,
  };
}

test("an attempt with a token is begun when the token is made", async () => {
  const { executor, begun } = open(async () => access);
  const { signal } = new AbortController();
  expect(await executor.start(order(signal))).toMatchObject({
    observed: { state: "running" },
    imageDigest: "sha256:1",
  });
  expect(begun).toEqual(["r1-t1-a1"]);
});

test("an attempt that is seen to have run while its token is made is not begun", async () => {
  const seen = new AbortController();
  const { executor, begun } = open(async () => {
    seen.abort();
    return access;
  });
  let isSent = false;
  await expect(executor.start(order(seen.signal, () => void (isSent = true)))).rejects.toThrow("aborted");
  expect([begun, isSent]).toEqual([[], false]);
});

import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { Fault, type KernelClient } from "@gofer/sdk";
import { createCertificate } from "@gofer/sdk/plugin";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDerivedTokens } from "../../kernel/src/app/credential.js";
import { InProcessKernel, outcomeOf } from "../support/in-process.js";
import { scriptPipeline } from "../support/script-pipeline.js";

const kernel = new InProcessKernel();
const page = { pageSize: 0, pageToken: "" };
const everything: Parameters<KernelClient["listEvents"]>[0] = {
  namespace: "",
  afterSequence: 0,
  reverse: false,
  follow: false,
  kinds: [],
  pipelineId: "",
  runId: 0,
  limit: 0,
};
let management = "";
let admin: KernelClient;

async function tokenFor(namespaces: string[], lifetimeMs = 0) {
  const request = { kind: "TOKEN_KIND_CLIENT" as const, namespaces, metadata: {}, lifetimeMs };
  const { token, text } = await admin.createToken(request);
  return { id: token?.id ?? "", text, client: kernel.as(text) };
}

async function namespace(id: string): Promise<string> {
  await admin.createNamespace({ id, name: "", description: "" });
  return id;
}

async function completed(ref: { namespace: string; pipelineId: string; runId: number }): Promise<void> {
  for await (const { run } of admin.watchRun(ref)) if (run?.state === "RUN_STATE_COMPLETE") return;
}

async function eventsOf(client: KernelClient, request: Partial<typeof everything> = {}) {
  const events = [];
  for await (const { event } of client.listEvents({ ...everything, ...request })) if (event) events.push(event);
  return events;
}

const messageOf = (call: Promise<unknown>) =>
  call.then(
    () => "answered",
    (error: unknown) => (error instanceof Fault ? error.message : String(error)),
  );

beforeAll(async () => {
  await kernel.start();
  ({ text: management } = await kernel.as(undefined).bootstrapToken({ proof: kernel.file("bootstrap-proof") }));
  admin = kernel.as(management);
});
afterAll(() => kernel[Symbol.asyncDispose]());

test("B64: of twenty who bootstrap at once one gets a token, and afterwards nobody", async () => {
  const fresh = new InProcessKernel();
  await using _closing = fresh;
  await fresh.start();
  const proof = fresh.file("bootstrap-proof");
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, () => outcomeOf(fresh.as(undefined).bootstrapToken({ proof }))),
  );
  expect(outcomes.filter((outcome) => outcome === "ok")).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === "precondition")).toHaveLength(19);
  await fresh.stop();
  await fresh.start();
  expect(await outcomeOf(fresh.as(undefined).bootstrapToken({ proof }))).toBe("precondition");
});

test("B60: a client sees nothing of another namespace, and not whether it is there", async () => {
  const space = await namespace("b60_theirs");
  await admin.createPipeline({ namespace: space, config: scriptPipeline("secretive", "true") });
  await admin.startRun({ namespace: space, pipelineId: "secretive", variables: { password: "x" } });
  const run = { namespace: space, pipelineId: "secretive", runId: 1 };
  await completed(run);
  const { client } = await tokenFor([await namespace("b60_mine")]);
  const absent = (text: string) => text.replaceAll(space, "b60_absent");
  for (const of of [
    (client_: KernelClient, place: typeof run) => client_.getPipeline({ ...place, version: 0 }),
    (client_: KernelClient, place: typeof run) => client_.listPipelines({ namespace: place.namespace, ...page }),
    (client_: KernelClient, place: typeof run) => client_.getRun(place),
    (client_: KernelClient, place: typeof run) => client_.listTaskRuns(place),
    (client_: KernelClient, place: typeof run) => client_.getNamespace({ id: place.namespace }),
  ]) {
    const there = await messageOf(of(client, run));
    expect(there).toContain("there is no namespace");
    expect(absent(there)).toBe(await messageOf(of(client, { ...run, namespace: "b60_absent" })));
  }
  expect(await outcomeOf(client.streamLogs({ ...run, taskId: "", attempt: 0, follow: true, tailLines: 0 }))).toBe(
    "notFound",
  );
  expect((await eventsOf(client)).filter((event) => event.namespace !== "b60_mine")).toEqual([]);
  const [hidden] = await eventsOf(admin, { namespace: space });
  expect(await outcomeOf(client.getEvent({ sequence: hidden?.sequence ?? 0 }))).toBe("notFound");
  const { namespaces } = await client.listNamespaces(page);
  expect(namespaces.map(({ id }) => id)).toEqual(["b60_mine"]);
});

test("B61: what runs as the server is installed by management alone", async () => {
  const { client } = await tokenFor(["default"]);
  expect(await outcomeOf(client.listPlugins({}))).toBe("denied");
  expect(
    await outcomeOf(client.createToken({ kind: "TOKEN_KIND_MANAGEMENT", namespaces: [], metadata: {}, lifetimeMs: 0 })),
  ).toBe("denied");
});

test("B01, B21: the token of a run works over a restart for its run alone, is not listed, and ends with it", async () => {
  const space = await namespace("b01_space");
  const config = scriptPipeline("asks", "echo ready; exec sleep 600", { injectApiToken: true });
  await admin.createPipeline({ namespace: space, config });
  await admin.createPipeline({ namespace: space, config: scriptPipeline("other", "true") });
  const { run } = await admin.startRun({ namespace: space, pipelineId: "asks", variables: {} });
  await admin.startRun({ namespace: space, pipelineId: "other", variables: {} });
  const ref = { namespace: space, pipelineId: "asks", runId: run?.id ?? 0 };
  const logs = { ...ref, taskId: "", attempt: 0, follow: true, tailLines: 0 };
  for await (const _started of admin.streamLogs(logs)) break;
  const keys = Array.from({ length: 50 }, (_, index) => index + 1);
  const derived = createDerivedTokens(kernel.file("token-key"));
  // Of all keys one is that of the run: the token of an earlier or later run of the same name is no good.
  const outcomes = await Promise.all(
    keys.map(async (key) => {
      const text = derived.ofRun({ ...ref, key });
      return { text, outcome: await outcomeOf(kernel.as(text).whoAmI({})) };
    }),
  );
  const working = outcomes.filter(({ outcome }) => outcome === "ok");
  expect(working).toHaveLength(1);
  const text = working[0]?.text ?? "";
  await kernel.stop();
  await kernel.start();
  admin = kernel.as(management);
  const task = kernel.as(text);
  expect(await task.whoAmI({})).toMatchObject({ kind: "KIND_RUN", name: `run ${space}/asks/1`, namespaces: [space] });
  expect(await outcomeOf(task.getRun(ref))).toBe("ok");
  expect(await outcomeOf(task.getRun({ ...ref, pipelineId: "other" }))).toBe("notFound");
  expect(await outcomeOf(task.startRun({ namespace: space, pipelineId: "asks", variables: {} }))).toBe("denied");
  expect((await eventsOf(task)).every((event) => event.pipelineId === "asks" && event.runId === 1)).toBe(true);
  expect((await admin.listTokens({ namespace: space, ...page })).tokens).toEqual([]);
  const following = outcomeOf(
    (async function* () {
      for await (const message of task.listEvents({ ...everything, follow: true }))
        if (message.event?.kind === "never") yield message;
    })(),
  );
  await admin.cancelRun({ ...ref, force: true });
  expect(await following).toBe("unauthenticated");
  expect(await outcomeOf(task.getRun(ref))).toBe("unauthenticated");
});

test("a token that is disabled, or that expires, ends what it is doing", async () => {
  const follow = (client: KernelClient) =>
    outcomeOf(
      (async function* () {
        for await (const message of client.listEvents({ ...everything, kinds: ["service_stopped"], follow: true }))
          yield message;
      })(),
    );
  const disabled = await tokenFor(["default"]);
  await disabled.client.whoAmI({});
  const first = follow(disabled.client);
  // The stream is open once a later call of the same connection is answered.
  await disabled.client.whoAmI({});
  await admin.disableToken({ id: disabled.id });
  expect(await first).toBe("unauthenticated");
  await admin.enableToken({ id: disabled.id });
  expect(await outcomeOf(disabled.client.whoAmI({}))).toBe("ok");
  const expiring = await tokenFor(["default"], 300);
  expect(await follow(expiring.client)).toBe("unauthenticated");
});

test("the last management token that works cannot be lost", async () => {
  const { token } = await admin.whoAmI({});
  const id = token?.id ?? "";
  expect(await outcomeOf(admin.disableToken({ id }))).toBe("precondition");
  expect(await outcomeOf(admin.deleteToken({ id }))).toBe("precondition");
});

test("failures are held back and recorded once, and a good token always works", async () => {
  const wrong = kernel.as(`${management.slice(0, -6)}AAAAAA`);
  const before = (await eventsOf(admin, { kinds: ["authentication_failed"] })).length;
  kernel.advance(120_000);
  const outcomes: string[] = [];
  for (let attempt = 0; attempt < 40; attempt++) outcomes.push(await outcomeOf(wrong.whoAmI({})));
  expect(outcomes.slice(0, 20).every((outcome) => outcome === "unauthenticated")).toBe(true);
  expect(outcomes.at(-1)).toBe("exhausted");
  expect(await outcomeOf(admin.whoAmI({}))).toBe("ok");
  const events = await eventsOf(admin, { kinds: ["authentication_failed"] });
  expect(events.length - before).toBe(1);
  expect(events.at(-1)?.details).toMatchObject({ peer: "127.0.0.1" });
  expect(JSON.stringify(events)).not.toContain("AAAAAA");
  kernel.advance(120_000);
});

test("B08: updating a namespace leaves the others", async () => {
  await namespace("b08_one");
  await namespace("b08_two");
  await admin.updateNamespace({ id: "b08_one", name: "renamed" });
  const { namespaces } = await admin.listNamespaces(page);
  expect(namespaces.filter(({ name }) => name === "renamed").map(({ id }) => id)).toEqual(["b08_one"]);
  expect(await outcomeOf(admin.updateNamespace({ id: "b08_none", name: "x" }))).toBe("notFound");
});

test("B14: an update that is refused leaves the pipeline, its runs and its version", async () => {
  const place = { namespace: "default", pipelineId: "b14_pipe" };
  await admin.createPipeline({ namespace: "default", config: scriptPipeline("b14_pipe", "true") });
  await admin.startRun({ ...place, variables: {} });
  await completed({ ...place, runId: 1 });
  const bad = { ...scriptPipeline("b14_pipe", "true", { image: "" }), parallelism: -1 };
  expect(await outcomeOf(admin.updatePipeline({ namespace: "default", config: bad }))).toBe("invalid");
  const { pipeline, config } = await admin.getPipeline({ ...place, version: 0 });
  expect([pipeline?.version, config?.tasks[0]?.container?.image]).toEqual([1, "any"]);
  expect(await outcomeOf(admin.getRun({ ...place, runId: 1 }))).toBe("ok");
});

test("B51: credentials of a registry reach the stored pipeline, and a literal password is not shown", async () => {
  const registryAuth = { username: "robot", password: "hunter2" };
  const config = scriptPipeline("b51_pipe", "true", { registryAuth });
  await admin.createPipeline({ namespace: "default", config });
  const shown = await admin.getPipeline({ namespace: "default", pipelineId: "b51_pipe", version: 0 });
  expect(shown.config?.tasks[0]?.container?.registryAuth).toEqual({ username: "robot", password: "[secret]" });
});

test("B23: a namespace that is deleted leaves nothing behind, and one of the same name begins empty", async () => {
  const space = await namespace("b23_space");
  const { id: tokenId, client } = await tokenFor([space]);
  await client.createPipeline({ namespace: space, config: scriptPipeline("sleeper", "echo here; exec sleep 600") });
  await client.createPipeline({ namespace: space, config: scriptPipeline("done", "echo done") });
  await client.startRun({ namespace: space, pipelineId: "done", variables: {} });
  await client.startRun({ namespace: space, pipelineId: "sleeper", variables: {} });
  await completed({ namespace: space, pipelineId: "done", runId: 1 });
  const logs = { namespace: space, pipelineId: "sleeper", runId: 1, taskId: "", attempt: 0, tailLines: 0 };
  for await (const _chunk of client.streamLogs({ ...logs, follow: true })) break;
  const busy = await messageOf(admin.deleteNamespace({ id: space, force: false }));
  expect(busy).toContain("1 of sleeper");
  expect(await outcomeOf(client.getPipeline({ namespace: space, pipelineId: "sleeper", version: 0 }))).toBe("ok");
  const runLogs = () => kernel.folders("logs");
  const before = runLogs();
  expect(await admin.deleteNamespace({ id: space, force: true })).toEqual({ pipelines: 2, runs: 2 });
  expect(before.length - runLogs().length).toBe(2);
  expect(await outcomeOf(admin.getNamespace({ id: space }))).toBe("notFound");
  expect((await admin.getToken({ id: tokenId })).token?.namespaces).toEqual([]);
  kernel.advance(1000);
  await namespace(space);
  expect(await outcomeOf(client.listPipelines({ namespace: space, ...page }))).toBe("notFound");
  const again = await tokenFor([space]);
  expect((await again.client.listPipelines({ namespace: space, ...page })).pipelines).toEqual([]);
  expect((await eventsOf(again.client)).map(({ kind }) => kind)).toEqual(["namespace_created"]);
  await again.client.createPipeline({ namespace: space, config: scriptPipeline("done", "true") });
  const { run } = await again.client.startRun({ namespace: space, pipelineId: "done", variables: {} });
  expect(run?.id).toBe(1);
  await completed({ namespace: space, pipelineId: "done", runId: 1 });
});

test("a pipeline can be disabled, go back to an old version, and be deleted", async () => {
  const place = { namespace: "default", pipelineId: "versions" };
  for (const script of ["echo 1", "echo 2", "echo 3"]) {
    const request = { namespace: "default", config: scriptPipeline("versions", script) };
    await (script === "echo 1" ? admin.createPipeline(request) : admin.updatePipeline(request));
  }
  expect(await admin.disablePipeline(place)).toEqual({ changed: true });
  expect(await admin.disablePipeline(place)).toEqual({ changed: false });
  expect(await outcomeOf(admin.startRun({ ...place, variables: {} }))).toBe("precondition");
  expect(await admin.enablePipeline(place)).toEqual({ changed: true });
  expect(await outcomeOf(admin.rollbackPipeline({ ...place, version: 3 }))).toBe("precondition");
  expect(await outcomeOf(admin.rollbackPipeline({ ...place, version: 9 }))).toBe("notFound");
  expect(await admin.rollbackPipeline({ ...place, version: 1 })).toEqual({ version: 4, rolledBackTo: 1 });
  const { config } = await admin.getPipeline({ ...place, version: 0 });
  expect(config?.tasks[0]?.container?.command.at(-1)).toBe("echo 1");
  const first = await admin.listPipelineVersions({ ...place, pageSize: 3, pageToken: "" });
  expect(first.versions.map(({ version, current, rolledBackTo }) => [version, current, rolledBackTo])).toEqual([
    [4, true, 1],
    [3, false, 0],
    [2, false, 0],
  ]);
  const rest = await admin.listPipelineVersions({ ...place, pageSize: 3, pageToken: first.nextPageToken });
  expect([rest.versions.map(({ version }) => version), rest.nextPageToken]).toEqual([[1], ""]);
  expect(await admin.deletePipeline({ ...place, force: false })).toEqual({ runs: 0 });
  expect(await outcomeOf(admin.getPipeline({ ...place, version: 0 }))).toBe("notFound");
});

test("pages are of the size asked for, and their tokens are of their list alone", async () => {
  for (const id of ["page_a", "page_b", "page_c"]) await namespace(id);
  const first = await admin.listNamespaces({ pageSize: 2, pageToken: "" });
  expect(first.namespaces).toHaveLength(2);
  // What comes in between is on its page, and nothing is doubled or left out.
  await namespace("page_aa");
  const seen = first.namespaces.map(({ id }) => id);
  for (let pageToken = first.nextPageToken; pageToken !== ""; ) {
    const next = await admin.listNamespaces({ pageSize: 2, pageToken });
    seen.push(...next.namespaces.map(({ id }) => id));
    pageToken = next.nextPageToken;
  }
  expect(seen).toEqual([...new Set(seen)].sort());
  expect(seen).toContain("page_aa");
  const list = { namespace: "" };
  expect(await outcomeOf(admin.listTokens({ ...list, pageSize: 2, pageToken: first.nextPageToken }))).toBe("invalid");
  expect(await outcomeOf(admin.listTokens({ ...list, pageSize: 10_000, pageToken: "" }))).toBe("ok");
  expect(await outcomeOf(admin.listTokens({ ...list, pageSize: -1, pageToken: "" }))).toBe("invalid");
  expect(await outcomeOf(admin.listTokens({ ...list, pageSize: 2, pageToken: "x".repeat(10_000) }))).toBe("invalid");
  const { namespace: _all, ...runs } = { namespace: "", pipelineId: "", ...page };
  expect(
    await outcomeOf(
      admin.listRuns({ ...runs, namespace: "", pageToken: "page_token", status: "RUN_STATUS_UNSPECIFIED" }),
    ),
  ).toBe("invalid");
});

test("a request that is too large is refused", async () => {
  const variables = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`v${index}`, "x".repeat(100_000)]));
  expect(await outcomeOf(admin.startRun({ namespace: "default", pipelineId: "b14_pipe", variables }))).toBe(
    "exhausted",
  );
});

test("a replaced certificate is used by new connections without a restart, a bad one is not", async () => {
  const fingerprint = () =>
    new Promise<string>((resolve, reject) => {
      const [host, port] = kernel.address.split(":");
      const socket = connectTls({ host: host ?? "", port: Number(port), rejectUnauthorized: false }, () => {
        resolve(socket.getPeerX509Certificate()?.fingerprint256 ?? "");
        socket.destroy();
      });
      socket.on("error", reject);
    });
  const first = await fingerprint();
  const warnings = async () => (await admin.getServiceInfo({})).warnings.join("\n");
  writeFileSync(join(kernel.dataDirectory, "server.key"), createCertificate().keyPem);
  await expect.poll(warnings, { timeout: 10_000 }).toContain("is not the key of the certificate");
  expect(await fingerprint()).toBe(first);
  const { pem, keyPem } = createCertificate({ validForMs: 3 * 24 * 3600_000 });
  writeFileSync(join(kernel.dataDirectory, "server.key"), keyPem);
  writeFileSync(join(kernel.dataDirectory, "server.crt"), pem);
  await expect.poll(fingerprint, { timeout: 10_000 }).not.toBe(first);
  expect(await warnings()).toContain("expires in");
  expect(await outcomeOf(admin.whoAmI({}))).toBe("ok");
});

test("TLS below 1.2 is refused", async () => {
  const [host, port] = kernel.address.split(":");
  const failure = await new Promise<string>((resolve) => {
    const socket = connectTls(
      { host: host ?? "", port: Number(port), rejectUnauthorized: false, minVersion: "TLSv1", maxVersion: "TLSv1.1" },
      () => resolve("connected"),
    );
    socket.on("error", (error: Error) => resolve(error.message));
  });
  expect(failure).not.toBe("connected");
  // It has a certificate of its own: none is made for it.
  expect(existsSync(join(kernel.dataDirectory, "tls", "localhost.crt"))).toBe(false);
});

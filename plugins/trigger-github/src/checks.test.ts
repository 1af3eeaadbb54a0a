import { createVerify, generateKeyPairSync } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KernelClient } from "@gofer/sdk";
import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import { reportChecks } from "./checks.js";
import { openGithubApi } from "./github-api.js";
import { signTicket } from "./ticket.js";

const secret = "a-long-random-secret";
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const cleanUps: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

interface CheckRun {
  readonly id: number;
  readonly name: string;
  readonly head_sha: string;
  readonly external_id: string;
  status: string;
  conclusion?: string;
}

/** As much of GitHub's API as an app needs for checks. */
async function fakeGithub() {
  const changes = new EventEmitter();
  const checkRuns: CheckRun[] = [];
  const tokens: string[] = [];
  const state = { failuresLeft: 0, brokenLeft: 0, tokensSold: 0, clock: Date.now() };
  const answer = (request: IncomingMessage, body: Record<string, string>): [number, unknown] => {
    const authorization = (request.headers.authorization ?? "").replace("Bearer ", "");
    const path = new URL(request.url ?? "", "http://localhost").pathname;
    if (state.failuresLeft > 0) return [state.failuresLeft-- > 0 ? 503 : 500, { message: "try again" }];
    if (path === "/app/installations/42/access_tokens") {
      if (!isAppToken(authorization, state.clock)) return [401, { message: "bad app token" }];
      const token = `token-${++state.tokensSold}`;
      tokens.push(token);
      return [201, { token, expires_at: new Date(state.clock + 3_600_000).toISOString() }];
    }
    if (!tokens.includes(authorization)) return [401, { message: "Bad credentials" }];
    if (request.method === "GET" && path === "/repos/octo/hello/commits/abc/check-runs") {
      return [200, { total_count: checkRuns.length, check_runs: checkRuns }];
    }
    if (request.method === "POST" && path === "/repos/octo/hello/check-runs") {
      const { name = "", head_sha = "", external_id = "", status = "" } = body;
      const made = { id: 1000 + checkRuns.length, name, head_sha, external_id, status };
      checkRuns.push(made);
      return [201, made];
    }
    const run = checkRuns.find(({ id }) => path === `/repos/octo/hello/check-runs/${id}`);
    if (request.method !== "PATCH" || !run) return [404, { message: "Not Found" }];
    run.status = body["status"] ?? "";
    run.conclusion = body["conclusion"] ?? "";
    return [200, run];
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const [status, body] = answer(request, (text === "" ? {} : JSON.parse(text)) as Record<string, string>);
      response.writeHead(status, { "content-type": "application/json" });
      // Done, and the answer breaks off in the middle.
      if (request.method !== "GET" && state.brokenLeft > 0) {
        state.brokenLeft--;
        response.write("{", () => response.destroy());
      } else response.end(JSON.stringify(body));
      changes.emit("change");
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  cleanUps.push(() => new Promise((closed) => (server.closeAllConnections(), server.close(() => closed()))));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const until = async (condition: () => boolean) => {
    while (!condition()) await once(changes, "change");
  };
  return { url, checkRuns, tokens, state, until };
}

function isAppToken(token: string, nowMs: number): boolean {
  const [header = "", claims = "", signature = ""] = token.split(".");
  const { iat, exp, iss } = JSON.parse(Buffer.from(claims, "base64url").toString()) as Record<string, number | string>;
  const isRight = createVerify("sha256").update(`${header}.${claims}`).verify(publicKey, signature, "base64url");
  return isRight && iss === "7" && Number(exp) - Number(iat) <= 600 && Number(exp) * 1000 > nowMs;
}

type Event = Awaited<ReturnType<KernelClient["getRun"]>>["run"];

/** A kernel that has runs and tells their events. */
function fakeKernel() {
  const news = new EventEmitter().setMaxListeners(0);
  const runs: NonNullable<Event>[] = [];
  const events: { sequence: number; kind: string; runId: number }[] = [];
  const initiator = { kind: "KIND_TRIGGER" as const, name: "trigger-github/ci" };
  const tell = (kind: string, runId: number) => {
    events.push({ sequence: events.length + 1, kind, runId });
    news.emit("event");
  };
  const message = ({ sequence, kind, runId }: (typeof events)[number]) => ({
    event: {
      ...{ sequence, kind, namespace: "default", pipelineId: "build", runId, taskId: "", details: {} },
      ...{ initiator: runs.find(({ id }) => id === runId)?.initiator ?? initiator, occurredAtMs: 1 },
    },
  });
  const kernel: Pick<KernelClient, "listEvents" | "getRun"> = {
    async *listEvents({ afterSequence = 0, reverse, follow }, { signal } = {}) {
      if (reverse) {
        const last = events.at(-1);
        if (last) yield message(last);
        return;
      }
      for (let index = Number(afterSequence); ; index++) {
        while (index >= events.length) {
          if (!follow) return;
          await once(news, "event", { ...(signal ? { signal } : {}) });
        }
        const event = events[index];
        if (event) yield message(event);
      }
    },
    getRun: ({ runId }) => Promise.resolve({ run: runs.find(({ id }) => id === Number(runId)) ?? null }),
  };
  return {
    kernel,
    start(variables: Record<string, string>, by: NonNullable<Event>["initiator"] = initiator): number {
      const id = runs.length + 1;
      const run = {
        namespace: "default",
        pipelineId: "build",
        id,
        state: "RUN_STATE_RUNNING",
        initiator: by,
        variables,
      };
      runs.push({ ...run, status: "RUN_STATUS_UNSPECIFIED", reason: null } as NonNullable<Event>);
      tell("run_created", id);
      return id;
    },
    end(id: number, status: "RUN_STATUS_SUCCESSFUL" | "RUN_STATUS_FAILED" | "RUN_STATUS_CANCELLED"): void {
      const run = runs.find((one) => one.id === id);
      if (run) Object.assign(run, { state: "RUN_STATE_COMPLETE", status });
      tell("run_completed", id);
    },
  };
}

function ticket(name = "ci") {
  const facts = { repository: "octo/hello", sha: "abc", installation: "42", name, subscription: "s1" };
  return { GOFER_TRIGGER_GITHUB_CHECK: signTicket(facts, secret) };
}

function world() {
  const dataDirectory = mkdtempSync(join(tmpdir(), "gofer-checks-"));
  cleanUps.push(() => rmSync(dataDirectory, { recursive: true }));
  return { dataDirectory };
}

function report(options: { url: string; kernel: Pick<KernelClient, "listEvents" | "getRun">; dataDirectory: string }) {
  const stop = new AbortController();
  const { signal } = stop;
  const github = openGithubApi({ url: options.url, appId: "7", key: privateKey, signal });
  const { kernel, dataDirectory } = options;
  const log = pino({ level: "silent" });
  const { ended, listening } = reportChecks({ kernel, github, secret, dataDirectory, signal, log, retryMs: 1 });
  const end = async () => {
    stop.abort();
    await ended.catch(() => undefined);
  };
  cleanUps.push(end);
  return { end, listening };
}

test("a run with a ticket is shown as a check run from its start to its end", async () => {
  const github = await fakeGithub();
  const { kernel, start, end } = fakeKernel();
  const { listening } = report({ url: github.url, kernel, ...world() });
  await listening;
  const runs = [start(ticket()), start(ticket("lint")), start(ticket("docs"))];
  await github.until(() => github.checkRuns.length === 3);
  expect(github.checkRuns.find(({ name }) => name === "ci")).toMatchObject({
    ...{ name: "ci", head_sha: "abc", external_id: "default/build/1", status: "in_progress" },
  });
  end(runs[0] ?? 0, "RUN_STATUS_SUCCESSFUL");
  end(runs[1] ?? 0, "RUN_STATUS_FAILED");
  end(runs[2] ?? 0, "RUN_STATUS_CANCELLED");
  await github.until(() => github.checkRuns.every(({ status }) => status === "completed"));
  const conclusions = [...github.checkRuns].sort((a, b) => a.external_id.localeCompare(b.external_id));
  expect(conclusions.map(({ conclusion }) => conclusion)).toEqual(["success", "failure", "cancelled"]);
  expect(github.state.tokensSold).toBe(1);
});

test("runs without a ticket, with a forged one, or started by hand with a copied one are not shown", async () => {
  const github = await fakeGithub();
  const { kernel, start } = fakeKernel();
  const { listening, end } = report({ url: github.url, kernel, ...world() });
  await listening;
  start({});
  start({ GOFER_TRIGGER_GITHUB_CHECK: `${ticket().GOFER_TRIGGER_GITHUB_CHECK.split(".")[0] ?? ""}.AAAA` });
  start(ticket(), { kind: "KIND_USER", name: "mallory" });
  start(ticket("last"));
  await github.until(() => github.checkRuns.length === 1);
  await end();
  expect(github.checkRuns.map(({ name }) => name)).toEqual(["last"]);
});

test("a restart in between leaves no check open and makes none twice", async () => {
  const github = await fakeGithub();
  const { kernel, start, end } = fakeKernel();
  const { dataDirectory } = world();
  start({});
  const { listening, end: stop } = report({ url: github.url, kernel, dataDirectory });
  await listening;
  const first = start(ticket());
  await github.until(() => github.checkRuns.length === 1);
  await stop();
  end(first, "RUN_STATUS_FAILED");
  const second = start(ticket("lint"));
  end(second, "RUN_STATUS_SUCCESSFUL");
  report({ url: github.url, kernel, dataDirectory });
  await github.until(
    () => github.checkRuns.length === 2 && github.checkRuns.every(({ status }) => status === "completed"),
  );
  expect(github.checkRuns.map(({ name, conclusion }) => [name, conclusion]).sort()).toEqual([
    ["ci", "failure"],
    ["lint", "success"],
  ]);
});

test("a run that is made before it knows where to begin is not missed: it says when it listens", async () => {
  const github = await fakeGithub();
  const { kernel, start, end } = fakeKernel();
  let answer: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (answer = resolve));
  const slow: typeof kernel = {
    ...kernel,
    async *listEvents(request, options) {
      if (request.reverse) await asked;
      yield* kernel.listEvents(request, options);
    },
  };
  const { dataDirectory } = world();
  const first = report({ url: github.url, kernel: slow, dataDirectory });
  start({});
  let isListening = false;
  void first.listening.then(() => (isListening = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(isListening).toBe(false);
  answer();
  await first.listening;
  // Killed at once, it begins where it was all the same.
  await first.end();
  end(start(ticket()), "RUN_STATUS_SUCCESSFUL");
  report({ url: github.url, kernel, dataDirectory });
  await github.until(() => github.checkRuns[0]?.status === "completed");
});

test("of two at once, while the plugin is replaced, one reports, and the other takes over when it ends", async () => {
  const github = await fakeGithub();
  const { kernel, start, end } = fakeKernel();
  const { dataDirectory } = world();
  const old = report({ url: github.url, kernel, dataDirectory });
  await old.listening;
  const next = report({ url: github.url, kernel, dataDirectory });
  const run = start(ticket());
  await github.until(() => github.checkRuns.length === 1);
  await old.end();
  await next.listening;
  end(run, "RUN_STATUS_FAILED");
  start(ticket("lint"));
  await github.until(() => github.checkRuns.length === 2 && github.checkRuns[0]?.status === "completed");
  expect(github.checkRuns.map(({ name }) => name)).toEqual(["ci", "lint"]);
});

test("what cannot be noted for a while is reported when it can, without a restart", async () => {
  const github = await fakeGithub();
  const { kernel, start, end } = fakeKernel();
  const { dataDirectory } = world();
  const { listening } = report({ url: github.url, kernel, dataDirectory });
  await listening;
  const run = start(ticket());
  await github.until(() => github.checkRuns.length === 1);
  // Nobody can write to a folder.
  const inTheWay = join(dataDirectory, "checks.json.new");
  await expect.poll(() => existsSync(inTheWay)).toBe(false);
  mkdirSync(inTheWay);
  end(run, "RUN_STATUS_SUCCESSFUL");
  const other = start(ticket("lint"));
  await new Promise((resolve) => setImmediate(resolve));
  rmSync(inTheWay, { recursive: true });
  end(other, "RUN_STATUS_SUCCESSFUL");
  await github.until(() => github.checkRuns.filter(({ status }) => status === "completed").length === 2);
});

test("an answer that breaks off is no answer: it is asked again, and no check is made twice", async () => {
  const github = await fakeGithub();
  const { kernel, start, end } = fakeKernel();
  const { listening } = report({ url: github.url, kernel, ...world() });
  await listening;
  github.state.brokenLeft = 2;
  const run = start(ticket());
  await github.until(() => github.state.brokenLeft === 0);
  github.state.brokenLeft = 1;
  end(run, "RUN_STATUS_SUCCESSFUL");
  await github.until(() => github.checkRuns[0]?.status === "completed");
  expect(github.checkRuns).toHaveLength(1);
});

test("an API that fails for a while or has forgotten the token is tried again", async () => {
  const github = await fakeGithub();
  const { kernel, start, end } = fakeKernel();
  const { listening } = report({ url: github.url, kernel, ...world() });
  await listening;
  github.state.failuresLeft = 5;
  const run = start(ticket());
  await github.until(() => github.checkRuns.length === 1);
  github.tokens.length = 0;
  end(run, "RUN_STATUS_SUCCESSFUL");
  await github.until(() => github.checkRuns[0]?.status === "completed");
  expect(github.state.tokensSold).toBe(2);
});

test("a token is kept until five minutes before its end", async () => {
  const github = await fakeGithub();
  let nowMs = github.state.clock;
  const signal = new AbortController().signal;
  const api = openGithubApi({ url: github.url, appId: "7", key: privateKey, signal, nowMs: () => nowMs });
  const place = { repository: "octo/hello", installation: "42" };
  const check = { name: "ci", headSha: "abc", externalId: "x", summary: "" };
  await api.openCheckRun(place, check);
  nowMs += 54 * 60_000;
  github.state.clock = nowMs;
  await api.openCheckRun(place, check);
  expect(github.state.tokensSold).toBe(1);
  nowMs += 2 * 60_000;
  github.state.clock = nowMs;
  await api.openCheckRun(place, check);
  expect([github.state.tokensSold, github.checkRuns.length]).toEqual([2, 1]);
});

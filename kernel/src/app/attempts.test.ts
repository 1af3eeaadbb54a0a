import { Fault } from "@gofer/sdk/fault";
import { pino } from "pino";
import { expect, test, vi } from "vitest";
import type { PipelineConfig } from "../domain/pipeline.js";
import { type Outcome, pendingRun, planOf } from "../domain/run.js";
import { apply, type RunEvent } from "../domain/transition.js";
import type { RunRecord } from "../ports/ledger.js";
import { Attempts } from "./attempts.js";
import type { Executor, ExecutorId, Observation, Order, Started } from "./executor.js";
import { LiveRun } from "./live-run.js";
import { Outputs } from "./outputs.js";

const config: PipelineConfig = {
  ...{ id: "pipe", name: "pipe", description: "", parallelism: 0, timeoutMs: 0, triggers: [] },
  tasks: [
    {
      ...{ id: "task", description: "", dependsOn: {}, variables: {}, timeoutMs: 0 },
      kind: {
        ...{ type: "container", image: "image", entrypoint: [], command: [], injectApiToken: false, network: "none" },
        limits: { cpuMillis: 0, memoryBytes: 0, pids: 0 },
      },
    },
  ],
};
const running = (key: string): Observation => ({ key, state: "running", startedAtMs: 1, externalName: "" });
const ended = (key: string): Observation => ({
  ...{ key, state: "ended", startedAtMs: 1, externalName: "" },
  end: { outcome: { status: "successful" }, atMs: 2, neverRan: false, output: undefined },
});

/** An executor that does as the test says, and notes what it is asked for. */
class ScriptedExecutor implements Executor {
  readonly id: ExecutorId = "scheduler/some";
  readonly followed = Promise.resolve();
  readonly exec = undefined;
  readonly asked: string[] = [];
  readonly #closing = new AbortController();
  readonly closed = this.#closing.signal;
  start: (order: Order) => Promise<Started> = () => new Promise(() => undefined);
  inspect: (key: string) => Promise<Observation | undefined> = async () => undefined;
  removing: () => Promise<void> = async () => undefined;
  async stop({ graceMs }: { key: string; graceMs: number }) {
    this.asked.push(`stop ${graceMs}`);
  }
  async remove() {
    this.asked.push("remove");
    await this.removing();
  }
  async removeShared() {}
  logs: Executor["logs"] = async function* () {
    yield { chunks: [], eof: true };
  };
}

const record: RunRecord = {
  ...{ key: 1, namespace: "default", pipelineId: "pipe", pipelineKey: 1, runId: 1, pipelineVersion: 1 },
  ...{
    scheduler: "some",
    variables: {},
    createdAtMs: 0,
    logsExpired: false,
    objectsExpired: false,
  },
  initiator: { kind: "user", name: "me" },
  summary: pendingRun.summary,
};
const never = new AbortController().signal;
const start = { type: "start", taskId: "task", attempt: 1, notBeforeMs: 0 } as const;
const stop = { type: "stop", taskId: "task", attempt: 1, force: false } as const;

function begin(executor: ScriptedExecutor | undefined, tasks = config.tasks) {
  const touched: string[] = [];
  const pulls: (string | undefined)[] = [];
  const live = new LiveRun(record, planOf({ ...config, tasks }), pendingRun);
  /** What the ledger has; changes in memory are not committed by themselves. */
  let durable = new Map(live.run.taskRuns);
  const work: Promise<void>[] = [];
  const tell = (_live: LiveRun, event: RunEvent) => {
    const change = apply(live.plan, live.run, event, () => 0);
    if (change) live.stage(change, []);
    return change !== undefined;
  };
  const attempts = new Attempts({
    ledger: {
      listUnfinishedLogs: () =>
        [...durable.values()]
          .filter(({ state, startedAtMs }) => state === "complete" && startedAtMs > 0)
          .map(({ taskId, attempt }) => ({ runKey: record.key, taskId, ordinal: 1, attempt })),
      findTaskRun: ({ runKey, ordinal, attempt }) => {
        const taskRun = durable.get(live.taskIdOf(ordinal) ?? "");
        if (runKey !== record.key || taskRun?.attempt !== attempt) return undefined;
        return { ordinal, taskRun, logBytes: 0, logComplete: false };
      },
      getRunByKey: () => record,
      getPipelineConfig: () => config,
    },
    runs: new Map([[record.key, live]]),
    executors: {
      find: () => executor,
      waitFor: (_id, signal) => new Promise((resolve) => signal.addEventListener("abort", () => resolve(undefined))),
      changed: () => Promise.resolve(),
    },
    outputs: {
      expect: () => undefined,
      isUntouched: () => false,
      offer: () => undefined,
      markEnded: ({ key }) => void touched.push(`ended ${key}`),
      abandon: ({ key }) => void touched.push(`abandoned ${key}`),
      discard: (key, id) => void touched.push(`discarded ${key} of ${id}`),
    },
    tell,
    track: (each) => void work.push(each),
    onTrouble: () => undefined,
    onNews: (each, taskId, attempt) => void pulls.push(attempts.pullOf(each, { taskId, attempt })?.message),
    stopTimeoutMs: 1000,
    now: () => 1,
    signal: never,
  });
  tell(live, { type: "begin", atMs: 1 });
  const commit = () => void (durable = new Map(live.run.taskRuns));
  commit();
  return {
    attempts,
    touched,
    pulls,
    commit,
    taskRun: (taskId = "task") => live.run.taskRuns.get(taskId),
    cancel(force = false) {
      tell(live, { type: "cancel", atMs: 2, by: "me", force });
      attempts.perform(live, { ...stop, force });
    },
    start: () => attempts.perform(live, start),
    list: (...found: Observation[]) =>
      executor && attempts.reconcile(executor, new Map(found.map((each) => [each.key, each])), new Set()),
    settled: async () => {
      for (const each of work) await each;
    },
  };
}

test("a cancel that comes between the start and its answer is carried out, and the harder one counts", async () => {
  const executor = new ScriptedExecutor();
  let answer: (started: Started) => void = () => undefined;
  executor.start = () => new Promise((resolve) => (answer = resolve));
  executor.inspect = async (key) => running(key);
  const attempt = begin(executor);
  attempt.start();
  await Promise.resolve();
  attempt.cancel();
  attempt.cancel(true);
  answer({ observed: running("r1-t1-a1"), imageDigest: "" });
  await attempt.settled();
  expect(executor.asked).toEqual(["stop 0"]);
  expect(attempt.taskRun()?.state).toBe("running");
});

test("one that was cancelled while its start got no answer is asked for, and is not taken as never started", async () => {
  const executor = new ScriptedExecutor();
  let fail: (error: unknown) => void = () => undefined;
  executor.start = () => new Promise((_resolve, reject) => (fail = reject));
  executor.inspect = async (key) => running(key);
  const attempt = begin(executor);
  attempt.start();
  await Promise.resolve();
  attempt.cancel();
  fail(new Fault("deadline", "did not answer in time"));
  await attempt.settled();
  expect(executor.asked).toEqual(["stop 1000"]);
  expect(attempt.taskRun()).toMatchObject({ state: "running" });
});

test("one that the list shows to have ended is told so after the answer to its start: it could be removed before", async () => {
  const executor = new ScriptedExecutor();
  let answer: (started: Started) => void = () => undefined;
  executor.start = ({ onSent }) => {
    onSent();
    return new Promise((resolve) => (answer = resolve));
  };
  const attempt = begin(executor);
  attempt.start();
  await Promise.resolve();
  attempt.list(ended("r1-t1-a1"));
  expect(attempt.taskRun()?.state).toBe("processing");
  answer({ observed: running("r1-t1-a1"), imageDigest: "sha256:1" });
  await attempt.settled();
  expect(attempt.taskRun()).toMatchObject({
    state: "complete",
    outcome: { status: "successful" },
    imageDigest: "sha256:1",
  });
});

test("one whose start got no answer is what the list has shown, and is not begun again", async () => {
  const executor = new ScriptedExecutor();
  const starts: ((error: unknown) => void)[] = [];
  executor.start = ({ onSent }) => {
    onSent();
    return new Promise((_resolve, reject) => void starts.push(reject));
  };
  const attempt = begin(executor);
  attempt.start();
  await Promise.resolve();
  attempt.list(ended("r1-t1-a1"));
  starts[0]?.(new Fault("unavailable", "the backend has gone"));
  await attempt.settled();
  expect(starts).toHaveLength(1);
  expect(attempt.taskRun()).toMatchObject({ state: "complete", outcome: { status: "successful" } });
});

test("the next attempt, which the list has made due, is not begun before it is durable", async () => {
  const executor = new ScriptedExecutor();
  let asked = 0;
  executor.start = () => {
    asked++;
    return new Promise(() => undefined);
  };
  const retries = { attempts: 2, backoffMs: 0, maxBackoffMs: 0, jitter: 0 };
  const tasks = config.tasks.map((task) => ({ ...task, retries }));
  const attempt = begin(executor, tasks);
  const failed: Observation = {
    ...ended("r1-t1-a1"),
    end: { outcome: { status: "failed" }, atMs: 1, neverRan: false, output: undefined },
  };
  attempt.list(failed);
  expect(attempt.taskRun()).toMatchObject({ attempt: 2, state: "processing" });
  await Promise.resolve();
  expect(asked).toBe(0);
  attempt.commit();
  attempt.list(failed);
  await vi.waitFor(() => expect(asked).toBe(1));
});

test("a task that waited for another, which the list shows to have ended, is not begun before that is durable", async () => {
  const executor = new ScriptedExecutor();
  const asked: string[] = [];
  executor.start = ({ key }) => {
    asked.push(key);
    return new Promise(() => undefined);
  };
  const behind = config.tasks.map((task) => ({ ...task, id: "behind", dependsOn: { task: "success" as const } }));
  const { list, taskRun, commit } = begin(executor, [...config.tasks, ...behind]);
  list(ended("r1-t1-a1"));
  expect(taskRun("behind")).toMatchObject({ attempt: 1, state: "processing" });
  await Promise.resolve();
  expect(asked).toEqual([]);
  commit();
  list(ended("r1-t1-a1"));
  await vi.waitFor(() => expect(asked).toEqual(["r1-t2-a1"]));
});

test("one that the list shows before it is sent is not sent: its secret may be gone by now", async () => {
  const executor = new ScriptedExecutor();
  let resolved: () => void = () => undefined;
  const resolving = new Promise<void>((resolve) => (resolved = resolve));
  let sent = 0;
  executor.start = async ({ signal }) => {
    await resolving;
    signal.throwIfAborted();
    sent++;
    return { refused: { status: "failed", reason: { kind: "failedPrecondition", message: "no such secret" } } };
  };
  const attempt = begin(executor);
  attempt.start();
  await Promise.resolve();
  attempt.list(ended("r1-t1-a1"));
  expect(attempt.taskRun()).toMatchObject({ state: "complete", outcome: { status: "successful" } });
  resolved();
  await attempt.settled();
  expect(sent).toBe(0);
});

test("one that has ended is asked for its output at every list until that is stored, found or not; one not begun is removed", () => {
  const executor = new ScriptedExecutor();
  const { attempts, list, touched, commit } = begin(executor);
  attempts.onChange(executor.id, ended("r1-t1-a1"));
  // Its end is about to be durable, and its output is needed then.
  list(ended("r1-t1-a1"));
  expect(touched).toEqual([]);
  commit();
  list(ended("r1-t1-a1"));
  list();
  list({ ...running("r1-t1-a1"), state: "created" });
  expect(touched).toEqual(["ended r1-t1-a1", "ended r1-t1-a1", "abandoned r1-t1-a1"]);
});

test("one that is not to be begun any more is removed, and its output is what is stored", async () => {
  const executor = new ScriptedExecutor();
  let there = true;
  executor.removing = async () => void (there = false);
  executor.logs = async function* () {
    await vi.waitFor(() => expect(there).toBe(false));
    throw new Fault("notFound", "there is no container with this key");
  };
  const stored: string[] = [];
  const source = { key: "r1-t1-a1", executor: executor.id, ref: { runKey: 1, taskId: "task", ordinal: 1, attempt: 1 } };
  const outputs = new Outputs({
    ledger: { commit: async () => undefined as never, getRunByKey: () => undefined as never },
    logs: {
      openWriter: async () => ({
        cursor: Buffer.alloc(0),
        append: () => Promise.reject(new Error("there is no output")),
        complete: async () => 0,
        [Symbol.asyncDispose]: async () => undefined,
      }),
    } as never,
    log: pino({ level: "silent" }),
    resolver: { secretsOf: async () => [], forget: () => undefined },
    find: () => executor,
    onStored: ({ ordinal }) => void stored.push(String(ordinal)),
    signal: never,
  });
  // Its output was followed when it was not begun yet.
  outputs.markEnded(source);
  outputs.abandon(source);
  await vi.waitFor(() => expect(stored).toEqual(["1"]));
  await outputs.close();
});

test("what was made and never begun is removed when it is cancelled", async () => {
  const executor = new ScriptedExecutor();
  executor.inspect = async (key) => ({ ...running(key), state: "created" });
  const attempt = begin(executor);
  attempt.cancel();
  await attempt.settled();
  expect(executor.asked).toEqual(["stop 1000", "remove"]);
  expect(attempt.taskRun()).toMatchObject({ state: "complete", outcome: { status: "cancelled" } });
});

test("one that waits for its executor ends at once when it is cancelled", async () => {
  const attempt = begin(undefined);
  attempt.start();
  await Promise.resolve();
  attempt.cancel();
  await attempt.settled();
  expect(attempt.taskRun()).toMatchObject({ state: "complete", outcome: { status: "cancelled" } });
});

test("a removal that fails is tried again", async () => {
  const executor = new ScriptedExecutor();
  let tries = 0;
  const removed = new Promise<void>((resolve) => {
    executor.removing = async () => {
      if (++tries < 3) throw new Fault("unavailable", "not now");
      resolve();
    };
  });
  const outputs = new Outputs({
    ledger: { commit: () => Promise.reject(new Error("nothing is stored")), getRunByKey: () => undefined as never },
    logs: {} as never,
    log: pino({ level: "silent" }),
    resolver: { secretsOf: async () => [], forget: () => undefined },
    find: () => executor,
    onStored: () => undefined,
    signal: never,
  });
  outputs.discard("r1-t1-a1", executor.id);
  await removed;
  await outputs.close();
  expect(executor.asked).toEqual(["remove", "remove", "remove"]);
});

test("what a plugin tells of an attempt that is another's changes nothing about it", async () => {
  const executor = new ScriptedExecutor();
  executor.start = async () => ({ observed: running("r1-t1-a1"), imageDigest: "" });
  const { attempts, start: launch, settled, taskRun, touched } = begin(executor);
  launch();
  await settled();
  const liar = new (class extends ScriptedExecutor {
    override readonly id = "scheduler/liar";
  })();
  const outcome: Outcome = { status: "failed", reason: { kind: "abnormalExit", message: "so it says" } };
  const ended: Observation = {
    ...running("r1-t1-a1"),
    state: "ended",
    end: { outcome, atMs: 2, neverRan: false, output: [] },
  };
  attempts.onChange(liar.id, ended);
  attempts.reconcile(liar, new Map([[ended.key, ended]]), new Set());
  attempts.reconcile(liar, new Map(), new Set([ended.key]));
  expect(taskRun()?.state).toBe("running");
  expect(touched).toEqual([]);
  // What belongs to nobody is removed where it is.
  attempts.reconcile(liar, new Map([["r9-t1-a1", { ...ended, key: "r9-t1-a1" }]]), new Set());
  expect(touched).toEqual(["discarded r9-t1-a1 of scheduler/liar"]);
  attempts.onChange(executor.id, ended);
  expect(taskRun()?.state).toBe("complete");
});

test("how far the pull of its image is can be seen while it lasts, and is no change of the run", async () => {
  const executor = new ScriptedExecutor();
  executor.start = async ({ onPull }) => {
    for (const message of ["pulling image", "pulling image", "pulling image, 1 of 2 MB", undefined, undefined])
      onPull(message);
    return { observed: running("r1-t1-a1"), imageDigest: "" };
  };
  const attempt = begin(executor);
  attempt.start();
  await attempt.settled();
  expect(attempt.pulls).toEqual(["pulling image", "pulling image, 1 of 2 MB", undefined]);
  expect(attempt.taskRun()?.waitingFor).toBeUndefined();
});

import { Fault } from "@gofer/sdk/fault";
import { expect, test } from "vitest";
import type { EventDraft } from "../domain/event.js";
import type { TaskConfig } from "../domain/pipeline.js";
import { pendingRun, planOf, type TaskRun } from "../domain/run.js";
import type { RunRecord } from "../ports/ledger.js";
import { type AttachOptions, type AttachRequest, createAttach } from "./attach.js";
import type { CommandInput, CommandOutput, Exec, Executor, Observation } from "./executor.js";

const record: RunRecord = {
  ...{ key: 1, namespace: "default", pipelineId: "pipe", pipelineKey: 1, runId: 3, pipelineVersion: 1 },
  ...{ scheduler: "some", variables: {}, createdAtMs: 0, logsExpired: false, objectsExpired: false },
  initiator: { kind: "user", name: "starter" },
  summary: pendingRun.summary,
};
const about = { description: "", dependsOn: {}, variables: {}, timeoutMs: 0 };
const tasks: readonly TaskConfig[] = [
  {
    ...{ ...about, id: "build" },
    kind: {
      ...{ type: "container", image: "image", entrypoint: [], command: [], injectApiToken: false, network: "none" },
      limits: { cpuMillis: 0, memoryBytes: 0, pids: 0 },
    },
  },
  { ...about, id: "notify", kind: { type: "common", name: "task-http", settings: {} } },
];
const plan = planOf({
  ...{ id: "pipe", name: "", description: "", parallelism: 0, timeoutMs: 0, triggers: [], tasks: [...tasks] },
});
const running: TaskRun = {
  ...{ taskId: "build", attempt: 1, state: "running", imageDigest: "", externalName: "" },
  ...{ createdAtMs: 1, startedAtMs: 1, endedAtMs: 0, notBeforeMs: 0 },
};
const ended: TaskRun = { ...running, state: "complete", outcome: { status: "failed" }, endedAtMs: 2 };

/** A kernel with one run, whose scheduler runs commands as the test says. */
function world({
  attempts = [running],
  exec,
  inspect = async () => seen("running"),
  isAllowed = true,
}: {
  attempts?: readonly TaskRun[];
  exec?: Exec | undefined;
  inspect?: Executor["inspect"];
  isAllowed?: boolean;
}) {
  const events: EventDraft[] = [];
  const unused = () => Promise.reject(new Error("not asked for here"));
  const executor: Executor = {
    ...{ id: "scheduler/some", closed: new AbortController().signal, followed: Promise.resolve() },
    ...{ start: unused, stop: unused, remove: unused, removeShared: unused, inspect, exec },
    logs: () => {
      throw new Error("not asked for here");
    },
  };
  const ledger: AttachOptions["ledger"] = {
    getRun: () => record,
    listAttempts: (_run: number, ordinal: number) =>
      (ordinal === 0 ? [] : attempts).map((taskRun) => ({ taskRun, ordinal, logBytes: 0, logComplete: false })),
  };
  const attach = createAttach({
    recordEvent: async (event) => void events.push(event),
    ledger,
    engine: { planOf: () => plan, executorOf: () => executor },
    isAllowed,
    now: () => 7,
  });
  const run = async (
    request: Partial<AttachRequest> = {},
    input: AsyncIterable<CommandInput> = nothing(),
    signal = new AbortController().signal,
  ) => {
    const said: CommandOutput[] = [];
    for await (const output of attach({ ...asked, ...request }, input, signal)) said.push(output);
    return said;
  };
  return { attach, run, events };
}

const asked: AttachRequest = {
  ...{ run: record, taskId: "build", attempt: 0 },
  command: { words: ["psql", "--password=hunter2"], tty: false, size: undefined },
  initiator: { kind: "user", name: "me" },
};

function seen(state: Observation["state"]): Observation {
  return { key: "r1-t1-a1", state, startedAtMs: 1, externalName: "" };
}

async function* nothing(): AsyncGenerator<CommandInput> {
  // Its end is the end of the input.
}

const saying = (...outputs: readonly CommandOutput[]): Exec =>
  async function* () {
    yield* outputs;
  };

test("a command runs in the container of the last attempt, and its exit code comes last", async () => {
  let key = "";
  const { run } = world({
    attempts: [ended, { ...running, attempt: 2 }],
    exec: async function* (at, command, input) {
      key = at;
      expect(command).toEqual(asked.command);
      for await (const given of input) if ("stdin" in given) yield { stdout: given.stdin };
      yield { stderr: Buffer.from("err") };
      yield { exitCode: 7 };
    },
  });
  async function* input() {
    yield { stdin: Buffer.from("in") };
  }
  expect(await run({}, input())).toEqual([
    { stdout: Buffer.from("in") },
    { stderr: Buffer.from("err") },
    { exitCode: 7 },
  ]);
  expect(key).toBe("r1-t1-a2");
});

test("the event names who, where and the program before it runs, and neither its arguments nor its input", async () => {
  const { run, events } = world({
    exec: async function* () {
      expect(events).toHaveLength(1);
      yield { exitCode: 0 };
    },
  });
  await run();
  expect(events).toEqual([
    {
      ...{ kind: "task_run_attach_requested", namespace: "default", pipelineId: "pipe", runId: 3, taskId: "build" },
      ...{ initiator: asked.initiator, occurredAtMs: 7, details: { attempt: "1", program: "psql" } },
    },
  ]);
});

test.each<[string, Parameters<typeof world>[0], Partial<AttachRequest>, string, RegExp]>([
  [
    "when it is switched off",
    { isAllowed: false },
    {},
    "precondition",
    /task_run_attach = true.*GOFER_TASK_RUN_ATTACH/,
  ],
  ["in an unknown task", {}, { taskId: "bild" }, "notFound", /no task "bild": gofer taskrun list pipe 3/],
  ["in an unknown attempt", {}, { attempt: 2 }, "notFound", /no task "build" with attempt 2/],
  ["in a common task", {}, { taskId: "notify" }, "precondition", /common task of task-http and has no container/],
  ["in a run that waits", { attempts: [] }, {}, "precondition", /does not run yet.*gofer run why pipe 3 build/],
  [
    "in a task that is begun",
    { attempts: [{ ...running, state: "processing", startedAtMs: 0 }] },
    {},
    "precondition",
    /does not run yet.*gofer run why pipe 3 build/,
  ],
  [
    "in a task that has ended",
    { attempts: [ended] },
    {},
    "precondition",
    /ended \(failed\).*gofer taskrun logs pipe 3 build/,
  ],
  [
    "in a task that was skipped",
    { attempts: [{ ...ended, startedAtMs: 0, outcome: { status: "skipped" } }] },
    {},
    "precondition",
    /never started \(skipped\): gofer run why pipe 3 build/,
  ],
  [
    "in an attempt that has ended",
    { attempts: [ended, { ...running, attempt: 2 }] },
    { attempt: 1 },
    "precondition",
    /ended \(failed\)/,
  ],
  ["without the feature", { exec: undefined }, {}, "precondition", /scheduler "some" cannot.*EXEC/],
])("no command runs %s, and no event says so", async (_when, given, request, code, message) => {
  const { run, events } = world({ exec: saying({ exitCode: 0 }), ...given });
  await expect(run(request)).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
  expect(events).toEqual([]);
});

const unavailable = new Fault("unavailable", "Connection dropped");
const breaking: Exec = async function* () {
  yield { stdout: Buffer.from("some") };
  throw unavailable;
};

test.each<[string, Exec, Executor["inspect"], string, RegExp]>([
  [
    "a task that ends",
    saying({ exitCode: 137 }),
    async () => seen("ended"),
    "precondition",
    /"build" of run 3 .*has ended/,
  ],
  ["a container that is removed", breaking, async () => undefined, "precondition", /"build" of run 3 .*has ended/],
  [
    "a scheduler that dies",
    breaking,
    () => Promise.reject(unavailable),
    "unavailable",
    /"some" went away.*attach again/,
  ],
  ["an engine that breaks it off", breaking, async () => seen("running"), "unavailable", /^Connection dropped$/],
  ["a scheduler that tells no code", saying(), async () => seen("running"), "unavailable", /without its exit code/],
])("what is attached to %s is told so", async (_what, exec, inspect, code, message) => {
  const { run } = world({ exec, inspect });
  await expect(run()).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
});

test("a command that was killed in a container that goes on has that exit code", async () => {
  expect(await world({ exec: saying({ exitCode: 137 }) }).run()).toEqual([{ exitCode: 137 }]);
});

test("who leaves ends the command, whether it is being read or not", async () => {
  const ends: string[] = [];
  const exec: Exec = async function* (_key, _command, _input, signal) {
    try {
      yield { stdout: Buffer.from("begun") };
      await new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(new Fault("cancelled", "cancelled")));
      });
    } finally {
      ends.push(signal.aborted ? "aborted" : "left");
    }
  };
  const { attach, run } = world({ exec });
  for await (const _output of attach(asked, nothing(), new AbortController().signal)) break;
  const leaving = new AbortController();
  const attached = run({}, nothing(), leaving.signal);
  setImmediate(() => leaving.abort());
  await expect(attached).rejects.toMatchObject({ code: "cancelled" });
  expect(ends).toEqual(["left", "aborted"]);
});

test("no more is read than is taken, on either side", async () => {
  let [given, said] = [0, 0];
  async function* input(): AsyncGenerator<CommandInput> {
    for (;;) {
      given++;
      yield { stdin: Buffer.alloc(1) };
    }
  }
  const exec: Exec = async function* (_key, _command, stdin) {
    for await (const each of stdin) {
      if (!("stdin" in each)) continue;
      said++;
      yield { stdout: each.stdin };
    }
  };
  const attached = world({ exec }).attach(asked, input(), new AbortController().signal)[Symbol.asyncIterator]();
  for (let taken = 1; taken <= 3; taken++) {
    await attached.next();
    expect([given, said]).toEqual([taken, taken]);
  }
  await attached.return?.();
});

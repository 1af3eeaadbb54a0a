import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openLedger } from "./adapters/ledger/ledger.js";
import { openLogFiles } from "./adapters/logs/log-files.js";
import { Engine } from "./app/engine.js";
import type { PipelineConfig } from "./domain/pipeline.js";
import type { Ledger } from "./ports/ledger.js";

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
const start = { ref: { namespace: "default", pipelineId: "pipe" }, initiator: { kind: "user", name: "me" } } as const;

let folder: string;
let ledger: Ledger;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gofer-engine-"));
  ledger = openLedger(join(folder, "kernel.db"));
});
afterEach(() => {
  ledger[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

/** An engine whose scheduler is not there: runs begin, and their tasks wait. */
async function openEngine({ runLimit = 0, parallelism = 0 } = {}): Promise<Engine> {
  await ledger.commit((writer) => writer.createPipeline("default", { ...config, parallelism }, 1));
  const engine = new Engine({
    ledger,
    host: {
      list: () => [],
      find: () => undefined,
      connection: () => undefined,
      onChange: () => () => undefined,
      reportFitness: () => undefined,
    },
    logs: openLogFiles(join(folder, "logs"), { limitBytes: 0 }),
    log: pino({ enabled: false }),
    runLimit,
    stopTimeoutMs: 1000,
    scheduler: () => "none",
    resolver: {
      resolveValues: async (_owner, values) => ({ values, secrets: [] }),
      resolveTask: async () => ({ environment: {}, registryAuth: undefined, settings: {} }),
      secretsOf: async () => [],
      forget: () => undefined,
    },
    keepOutputs: async () => undefined,
    apiAccess: () => Promise.reject(new Error("there is no API")),
    now: () => 1,
    random: () => 0,
  });
  engine.recover();
  return engine;
}

const startRun = (engine: Engine) => engine.startRun({ ...start, variables: {} });
const stateOf = (runId: number) => ledger.getRun({ ...start.ref, runId }).summary.state;
const kindsOf = (runId: number) =>
  ledger
    .listEvents({ afterSequence: 0, reverse: false, limit: 100, ...start.ref, runId, kinds: [] })
    .map(({ kind }) => kind);

test("a run that no limit can hold back has begun in the commit that makes it", async () => {
  await using engine = await openEngine();
  // The version is known from its first run on.
  await startRun(engine);
  await ledger.commit(() => undefined);
  const { commits } = ledger.activity;
  const { runId, key } = await startRun(engine);
  expect(ledger.activity.commits).toBe(commits + 1);
  expect(stateOf(runId)).toBe("running");
  expect(kindsOf(runId)).toEqual(["run_created", "run_started", "task_run_created"]);
  expect(ledger.listTaskRuns(key).map(({ taskRun }) => taskRun.state)).toEqual(["processing"]);
  expect(engine.liveRuns).toBe(2);
});

test("what is begun in a transaction that fails leaves nothing", async () => {
  await using engine = await openEngine();
  await startRun(engine);
  const failed = ledger.commit((writer) => {
    engine.createRun(writer, { ...start, variables: {} });
    throw new Error("and then this");
  });
  const neighbour = startRun(engine);
  await expect(failed).rejects.toThrow("and then this");
  // The neighbour was undone with it and done again.
  const { runId } = await neighbour;
  expect(runId).toBe(2);
  expect(kindsOf(runId)).toEqual(["run_created", "run_started", "task_run_created"]);
  expect(engine.liveRuns).toBe(2);
});

test.each([{ parallelism: 1 }, { runLimit: 1 }])("with a limit, %o, runs go through the queue", async (limit) => {
  await using engine = await openEngine(limit);
  await startRun(engine);
  await startRun(engine);
  const { runId, key } = await startRun(engine);
  // Two turns: the queue is looked at, and what may begin is committed.
  for (let turn = 0; turn < 2; turn++) await ledger.commit(() => undefined);
  expect([1, 2, runId].map(stateOf)).toEqual(["running", "pending", "pending"]);
  expect(kindsOf(runId)).toEqual(["run_created"]);
  expect(engine.waitsFor(key)?.message).toMatch(/^1 of 1 slots of the /);
});

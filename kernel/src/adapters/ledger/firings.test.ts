import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FiringDesk, type FiringDeskOptions } from "../../app/firing-desk.js";
import { auditSchedule } from "../../app/schedule-audit.js";
import type { TriggerMessage } from "../../app/trigger-link.js";
import type { PipelineConfig } from "../../domain/pipeline.js";
import type { Ledger, RunRecord } from "../../ports/ledger.js";
import { openLedger } from "./ledger.js";

const signal = new AbortController().signal;
const ref = { namespace: "default", pipelineId: "nightly" };
const minute = 60_000;

let folder: string;
let ledger: Ledger;
let nowMs: number;
let taken: RunRecord[];
let cancelled: number[];
let finish: (record: RunRecord) => void;

function open(): FiringDesk {
  ledger = openLedger(join(folder, "kernel.db"));
  const engine: FiringDeskOptions["engine"] = {
    createRun: (writer, start) => ({ record: writer.createRun({ ...start, scheduler: "none", atMs: nowMs }) }),
    takeUp: (created) => void taken.push(...created.map(({ record }) => record)),
    cancellation: { run: async ({ runId }) => void cancelled.push(runId) },
    onFinished: (listener) => (finish = listener),
  };
  return new FiringDesk({ ledger, engine, log: pino({ enabled: false }), now: () => nowMs, reached: () => undefined });
}

const config: PipelineConfig = {
  id: "nightly",
  name: "nightly",
  description: "",
  parallelism: 0,
  timeoutMs: 0,
  tasks: [],
  triggers: [{ name: "clock", label: "every", settings: {} }],
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "gofer-desk-"));
  nowMs = 1_000_000_000_000;
  taken = [];
  cancelled = [];
  desk = open();
  await ledger.commit((writer) => writer.createPipeline("default", config, nowMs));
});
afterEach(() => {
  ledger[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});
let desk: FiringDesk;

const subscription = () => {
  const [found] = ledger.triggers.subscriptionsOf(ref);
  if (!found) throw new Error("there is no subscription");
  return found;
};

type FiringMessage = Extract<TriggerMessage, { type: "firing" }>["firing"];
const firing = (eventId: string, more: Partial<FiringMessage> = {}): TriggerMessage => ({
  type: "firing",
  firing: {
    subscriptionId: subscription().id,
    eventId,
    occurredAtMs: nowMs,
    variables: {},
    details: "",
    expectedAtMs: 0,
    dueAtMs: 0,
    overlap: "OVERLAP_UNSPECIFIED",
    ...more,
  },
});
const verdict = (kind: "KIND_SKIPPED" | "KIND_MISSED", expectedAtMs: number, reason: string): TriggerMessage => ({
  type: "verdict",
  verdict: { subscriptionId: subscription().id, expectedAtMs, kind, reason },
});
const take = (...messages: readonly TriggerMessage[]) => desk.take("clock", messages, signal);
const verdicts = () => ledger.triggers.listVerdicts(subscription().key, 100);
const letters = () => ledger.triggers.listDeadLetters({ namespace: undefined, alias: undefined }, 100, "").items;

/** Ends a run as the engine would. */
async function complete(record: RunRecord): Promise<void> {
  const summary = { ...record.summary, state: "complete", status: "successful" } as const;
  await ledger.commit((writer) => writer.saveRun(record.key, summary));
  finish(record);
  // What follows from the end of a run is in the next commit.
  await ledger.commit(() => undefined);
  await ledger.commit(() => undefined);
}

/** Switches the pipeline as an admin would; the file is not open meanwhile. */
function setPipelineState(state: "active" | "disabled"): void {
  ledger[Symbol.dispose]();
  const database = new SqliteDatabase(join(folder, "kernel.db"));
  database.prepare("UPDATE pipelines SET state = ?").run(state);
  database.close();
  desk = open();
}

describe("a firing", () => {
  test("makes one run with its variables, started by the trigger and its label", async () => {
    const answers = await take(firing("one", { variables: { KEY: "pipeline_secret{{x}}" } }));
    expect(answers).toEqual([{ type: "ack", subscriptionId: subscription().id, eventId: "one" }]);
    expect(taken).toMatchObject([
      { runId: 1, initiator: { kind: "trigger", name: "clock/every" }, variables: { KEY: "pipeline_secret{{x}}" } },
    ]);
  });

  test("B56: that comes again makes no second run, in the same batch, later, and after a restart", async () => {
    expect((await take(firing("one"), firing("one"))).map(({ type }) => type)).toEqual(["ack", "ack"]);
    expect((await take(firing("one"))).map(({ type }) => type)).toEqual(["ack"]);
    ledger[Symbol.dispose]();
    desk = open();
    expect((await take(firing("one"))).map(({ type }) => type)).toEqual(["ack"]);
    expect(taken).toHaveLength(1);
  });

  test("for an expected time that has its verdict makes no run, whatever its event id", async () => {
    await take(verdict("KIND_SKIPPED", nowMs, "start bound"));
    await take(firing("other", { expectedAtMs: nowMs }));
    expect(taken).toEqual([]);
    expect(verdicts()).toMatchObject([{ kind: "skipped", reason: "start bound" }]);
  });

  test("of an unknown subscription, or of another trigger, is a dead letter", async () => {
    const [unknown] = await take(firing("one", { subscriptionId: "s999" }));
    const [foreign] = await desk.take("other", [firing("two")], signal);
    expect([unknown?.type, foreign?.type]).toEqual(["nack", "nack"]);
    expect(letters().map(({ eventId, subscription: about }) => [eventId, about])).toEqual([
      ["two", undefined],
      ["one", undefined],
    ]);
    expect(letters()[1]?.reason).toContain("s999");
  });

  test.each([
    ["an empty event id", { eventId: "" }],
    ["an event id of 257 bytes", { eventId: "x".repeat(257) }],
    ["a time that is none", { occurredAtMs: -1 }],
    ["a variable that no environment can hold", { variables: { "A=B": "" } }],
    ["NUL in a value", { variables: { A: "\0" } }],
    ["too much", { variables: { A: "x".repeat((1 << 20) + 1) } }],
  ])("with %s is refused, and the next one is not", async (_what, broken) => {
    const answers = await take(firing("bad", broken), firing("good"));
    expect(answers.map(({ type }) => type)).toEqual(["nack", "ack"]);
    expect(letters()).toHaveLength(1);
    expect(taken).toHaveLength(1);
  });

  test("of a disabled pipeline is a dead letter, and an expected fire of it is skipped", async () => {
    setPipelineState("disabled");
    const answers = await take(firing("hook"), firing("tick", { expectedAtMs: nowMs }));
    expect(answers.map(({ type }) => type)).toEqual(["nack", "ack"]);
    expect(letters()).toMatchObject([{ eventId: "hook", reason: 'pipeline "nightly" is disabled', subscription: ref }]);
    expect(verdicts()).toMatchObject([{ kind: "skipped", reason: 'pipeline "nightly" is disabled' }]);
    setPipelineState("active");
    await take(firing("next"));
    expect(taken).toHaveLength(1);
  });

  test("while event ingress is off is a dead letter, and an expected fire is skipped", async () => {
    await ledger.commit((writer) => writer.triggers.setAcceptsEvents(false));
    const answers = await take(firing("hook"), firing("tick", { expectedAtMs: nowMs }));
    expect(answers.map(({ type }) => type)).toEqual(["nack", "ack"]);
    expect(letters()[0]?.reason).toContain("event ingress is off");
    expect(verdicts()[0]?.reason).toContain("event ingress is off");
    expect(taken).toEqual([]);
  });

  test("is refused when a thousand runs of the subscription are live, and taken when they have ended", async () => {
    await take(...Array.from({ length: 1000 }, (_, index) => firing(`e${index}`)));
    expect(taken).toHaveLength(1000);
    expect((await take(firing("more")))[0]?.type).toBe("nack");
    expect(letters()[0]?.reason).toContain("1000 runs of this subscription");
    for (const record of taken)
      void ledger.commit((writer) =>
        writer.saveRun(record.key, { ...record.summary, state: "complete", status: "successful" }),
      );
    await ledger.commit(() => undefined);
    expect((await take(firing("again")))[0]?.type).toBe("ack");
  });
});

describe("an expected fire", () => {
  test("is on time within a second, and late by how much after that; jitter is not lateness", async () => {
    await take(firing("a", { expectedAtMs: nowMs - 1000 }));
    await take(firing("b", { expectedAtMs: nowMs - 5000 }));
    await take(firing("c", { expectedAtMs: nowMs - 9000, dueAtMs: nowMs - 10 }));
    expect(verdicts()).toEqual([
      { expectedAtMs: nowMs - 1000, kind: "onTime", lateMs: 0, runId: 1, reason: "" },
      { expectedAtMs: nowMs - 5000, kind: "late", lateMs: 5000, runId: 2, reason: "" },
      { expectedAtMs: nowMs - 9000, kind: "onTime", lateMs: 0, runId: 3, reason: "" },
    ]);
    expect(subscription().lastExpectedAtMs).toBe(nowMs - 1000);
  });

  test("that was missed has a verdict, and those of one batch are one event", async () => {
    await take(...[1, 2, 3].map((ago) => verdict("KIND_MISSED", nowMs - ago * minute, "the server was down")));
    await take(verdict("KIND_MISSED", nowMs - minute, "said twice"));
    expect(verdicts().map(({ kind, reason }) => [kind, reason])).toEqual(
      Array.from({ length: 3 }, () => ["missed", "the server was down"]),
    );
    const events = ledger.listEvents({
      afterSequence: 0,
      reverse: false,
      limit: 10,
      kinds: ["schedule_missed"],
      namespace: undefined,
      pipelineId: undefined,
      runId: undefined,
    });
    expect(events).toMatchObject([{ details: { fires: "3", label: "every", reason: "the server was down" } }]);
  });

  test("keeps its place when the schedule stays, and begins anew when the settings change", async () => {
    await take(firing("a", { expectedAtMs: nowMs }));
    const before = subscription();
    nowMs += minute;
    await ledger.commit((writer) => writer.updatePipeline("default", { ...config, description: "new" }, nowMs));
    expect(subscription()).toEqual({ ...before, lastExpectedAtMs: nowMs - minute });
    const triggers = [{ name: "clock", label: "every", settings: { every: "5m" } }];
    await ledger.commit((writer) => writer.updatePipeline("default", { ...config, triggers }, nowMs));
    expect(subscription()).toMatchObject({ id: before.id, sinceMs: nowMs });
    const moved = [{ name: "other", label: "every", settings: {} }];
    await ledger.commit((writer) => writer.updatePipeline("default", { ...config, triggers: moved }, nowMs));
    expect(subscription().id).not.toBe(before.id);
  });

  test("without a verdict is a gap in the audit, and one with a verdict is none", async () => {
    const since = nowMs - 10 * minute;
    const expected = Array.from({ length: 10 }, (_, index) => since + (index + 1) * minute - 30_000);
    for (const [index, time] of expected.entries())
      if (index !== 4) await take(firing(`t${index}`, { expectedAtMs: time, dueAtMs: nowMs }));
    const preview = async (_subscription: unknown, afterMs: number, count: number) =>
      expected.filter((time) => time > afterMs).slice(0, count);
    const audit = await auditSchedule(
      { ledger: ledger.triggers, triggers: { preview } },
      { ...subscription(), sinceMs: since },
      { sinceMs: since, nowMs },
    );
    expect(audit).toMatchObject({ expected: 10, onTime: 9, late: 0, missed: 0, gapsMs: [expected[4]] });
  });
});

describe("overlap", () => {
  const tick = (index: number, overlap: FiringMessage["overlap"]) =>
    firing(`t${index}`, { expectedAtMs: nowMs + index, overlap });

  test("allow starts beside the live run", async () => {
    await take(tick(1, "OVERLAP_ALLOW"), tick(2, "OVERLAP_ALLOW"));
    expect(taken).toHaveLength(2);
  });

  test("skip names the live run in the verdict, and runs again when that has ended", async () => {
    await take(tick(1, "OVERLAP_SKIP"), tick(2, "OVERLAP_SKIP"));
    expect(verdicts()[0]).toMatchObject({ kind: "skipped", reason: "overlap: run 1 is not complete yet" });
    for (const record of taken) await complete(record);
    await take(tick(3, "OVERLAP_SKIP"));
    expect(taken.map(({ runId }) => runId)).toEqual([1, 2]);
  });

  test("queue makes the runs one after the other, in order, and across a restart", async () => {
    await take(tick(1, "OVERLAP_QUEUE"), tick(2, "OVERLAP_QUEUE"), tick(3, "OVERLAP_QUEUE"));
    expect(taken).toHaveLength(1);
    expect(ledger.triggers.countQueued(subscription().key)).toBe(2);
    const [first] = taken;
    if (first) await complete(first);
    expect(taken).toHaveLength(2);
    expect(verdicts().find(({ expectedAtMs }) => expectedAtMs === nowMs + 2)).toMatchObject({ runId: 2 });
    ledger[Symbol.dispose]();
    desk = open();
    const second = taken[1];
    if (second) await complete(second);
    expect(taken.map(({ runId }) => runId)).toEqual([1, 2, 3]);
    expect(ledger.triggers.countQueued(subscription().key)).toBe(0);
  });

  test("queue is bounded", async () => {
    await take(...Array.from({ length: 102 }, (_, index) => tick(index, "OVERLAP_QUEUE")));
    expect(ledger.triggers.countQueued(subscription().key)).toBe(100);
    expect(verdicts()[0]).toMatchObject({ kind: "skipped" });
  });

  test("cancel previous cancels the live ones, also when the firing comes again after a crash", async () => {
    await take(tick(1, "OVERLAP_CANCEL_PREVIOUS"));
    await take(tick(2, "OVERLAP_CANCEL_PREVIOUS"));
    expect(taken).toHaveLength(2);
    expect(cancelled).toEqual([1]);
    await take(tick(2, "OVERLAP_CANCEL_PREVIOUS"));
    expect(cancelled).toEqual([1, 1]);
    expect(taken).toHaveLength(2);
  });
});

test("a batch that cannot be stored is stored later, whole and in order", async () => {
  let failures = 1;
  const answers = await desk.take(
    "clock",
    [firing("one", { expectedAtMs: nowMs }), firing("two", { expectedAtMs: nowMs + 1 })],
    signal,
    () => {
      if (failures-- > 0) throw new Error("disk full");
    },
  );
  expect(answers.map(({ type }) => type)).toEqual(["ack", "ack"]);
  expect(taken.map(({ runId }) => runId)).toEqual([1, 2]);
});

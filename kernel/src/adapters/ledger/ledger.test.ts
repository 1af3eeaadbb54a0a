import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Fault } from "@gofer/sdk/fault";
import SqliteDatabase from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PipelineConfig } from "../../domain/pipeline.js";
import type { Ledger, NewRun } from "../../ports/ledger.js";
import { openLedger } from "./ledger.js";

const config: PipelineConfig = {
  id: "pipe",
  name: "pipe",
  description: "",
  parallelism: 0,
  timeoutMs: 0,
  tasks: [],
  triggers: [],
};
const ref = { namespace: "default", pipelineId: "pipe" };
const initiator = { kind: "user", name: "me: myself" } as const;
const run: NewRun = { ref, initiator, variables: { KEY: "value" }, scheduler: "some", atMs: 1 };

let folder: string;
let ledger: Ledger;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "gofer-ledger-"));
  ledger = openLedger(join(folder, "kernel.db"));
  await ledger.commit((writer) => writer.createPipeline("default", config, 1));
});
afterEach(() => {
  ledger[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

const listAll = () =>
  ledger.listEvents({
    afterSequence: 0,
    reverse: false,
    limit: 1000,
    kinds: [],
    namespace: undefined,
    pipelineId: undefined,
    runId: undefined,
  });

describe("the ledger", () => {
  test("B06: runs that are made in one turn get ids without a gap, and survive a restart", async () => {
    const made = await Promise.all(Array.from({ length: 50 }, () => ledger.commit((writer) => writer.createRun(run))));
    expect(made.map(({ runId }) => runId)).toEqual(made.map((_, index) => index + 1));
    ledger[Symbol.dispose]();
    ledger = openLedger(join(folder, "kernel.db"));
    expect(ledger.getRun({ ...ref, runId: 50 })).toEqual(made.at(-1));
    expect((await ledger.commit((writer) => writer.createRun(run))).runId).toBe(51);
  });

  test("B07: a mutation that fails is undone alone, and what comes after it is stored", async () => {
    const results = await Promise.allSettled([
      ledger.commit((writer) => writer.createRun(run)),
      ledger.commit((writer) => {
        writer.createRun(run);
        writer.recordEvents([{ kind: "run_created", ...ref, initiator, occurredAtMs: 1, taskId: "only_here" }]);
        throw new Fault("invalid", "no");
      }),
      ledger.commit((writer) => writer.createRun(run)),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(ledger.listRuns({ ...ref, status: undefined }, 10, "").items.map(({ runId }) => runId)).toEqual([2, 1]);
    // The word that was rolled back is not remembered with a number that another word has by now.
    await ledger.commit((writer) =>
      writer.recordEvents([{ kind: "run_created", ...ref, initiator, occurredAtMs: 1, taskId: "later" }]),
    );
    expect(listAll().map(({ taskId }) => taskId)).toEqual(["later"]);
  });

  test("events keep what they were recorded with, and their numbers have no gap", async () => {
    const drafts = [
      {
        kind: "service_started",
        initiator: { kind: "system", name: "kernel" },
        occurredAtMs: 5,
        details: { version: "1" },
      },
      {
        kind: "task_run_completed",
        ...ref,
        runId: 3,
        taskId: "task",
        initiator,
        occurredAtMs: 6,
        details: { attempt: "1" },
      },
    ] as const;
    await ledger.commit((writer) => writer.recordEvents(drafts));
    await ledger.commit(() => Promise.reject(new Error("not this"))).catch(() => undefined);
    await ledger.commit((writer) => writer.recordEvents(drafts.slice(1)));
    const stored = listAll();
    expect(stored.map(({ sequence, ...draft }) => draft)).toEqual([...drafts, drafts[1]]);
    expect(stored.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  });

  test("B27: old events are deleted in slices, none is left out, and the sequence goes on", async () => {
    const draft = { kind: "service_started", initiator, occurredAtMs: 10 } as const;
    await ledger.commit((writer) => writer.recordEvents(Array.from({ length: 2500 }, () => draft)));
    await ledger.commit((writer) => writer.recordEvents([{ ...draft, occurredAtMs: 99 }]));
    let slices = 0;
    while (await ledger.commit((writer) => writer.pruneEvents(50))) slices++;
    expect(slices).toBe(2);
    expect(listAll().map(({ sequence }) => sequence)).toEqual([2501]);
    while (await ledger.commit((writer) => writer.pruneEvents(1000)));
    await ledger.commit((writer) => writer.recordEvents([draft]));
    expect(listAll().map(({ sequence }) => sequence)).toEqual([2501, 2502]);
  });

  test("a file of a newer kernel and one that is in use are refused with what to do", () => {
    expect(() => openLedger(join(folder, "kernel.db"))).toThrow(/in use by another kernel/);
    const newer = join(folder, "newer.db");
    const database = new SqliteDatabase(newer);
    database.pragma("user_version = 9999");
    database.close();
    expect(() => openLedger(newer)).toThrow(/written by a newer kernel/);
  });
});

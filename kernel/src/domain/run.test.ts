import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DependencyCondition, PipelineConfig, TaskConfig } from "./pipeline.js";
import { apply, type Effect, effectsOf, pendingRun, planOf, type Run, type RunEvent } from "./run.js";

function task(
  id: string,
  dependsOn: Record<string, DependencyCondition> = {},
  more: Partial<TaskConfig> = {},
): TaskConfig {
  const kind = {
    type: "container",
    image: "image",
    entrypoint: [],
    command: [],
    injectApiToken: false,
    limits: { cpuMillis: 0, memoryBytes: 0, pids: 0 },
    network: "default",
  } as const;
  return { id, description: "", dependsOn, variables: {}, timeoutMs: 0, kind, ...more };
}

function pipeline(...tasks: TaskConfig[]): PipelineConfig {
  return { id: "pipeline", name: "", description: "", parallelism: 0, timeoutMs: 0, tasks, triggers: [] };
}

function play(config: PipelineConfig, events: readonly RunEvent[]): { run: Run; effects: Effect[] } {
  const plan = planOf(config);
  return events.reduce<{ run: Run; effects: Effect[] }>(
    ({ run, effects }, event) => {
      const change = apply(plan, run, event);
      return { run: change.run, effects: [...effects, ...change.effects] };
    },
    { run: pendingRun, effects: [] },
  );
}

const begin: RunEvent = { type: "begin", atMs: 1 };
const started = (taskId: string, attempt = 1): RunEvent => ({
  type: "started",
  taskId,
  attempt,
  atMs: 2,
  imageDigest: "",
  externalName: "",
});
const ended = (taskId: string, status: "successful" | "failed" | "unknown" | "cancelled", attempt = 1): RunEvent => ({
  type: "ended",
  taskId,
  attempt,
  atMs: 3,
  outcome: { status },
});
const statusOf = (run: Run, taskId: string) => run.taskRuns.get(taskId)?.outcome?.status;

describe("a run", () => {
  test("starts its roots, and a child only after its parent has ended", () => {
    const config = pipeline(task("one"), task("two", { one: "success" }));
    const first = play(config, [begin]);
    expect(first.effects).toEqual([{ type: "start", taskId: "one", attempt: 1, notBeforeMs: 0 }]);
    const second = play(config, [begin, started("one"), ended("one", "successful")]);
    expect(second.effects.at(-1)).toEqual({ type: "start", taskId: "two", attempt: 1, notBeforeMs: 0 });
  });

  test("skips what a condition refuses, and names the root of it down the chain", () => {
    const config = pipeline(task("one"), task("two", { one: "success" }), task("three", { two: "success" }));
    const { run } = play(config, [begin, started("one"), ended("one", "failed")]);
    expect([run.state, run.status]).toEqual(["complete", "failed"]);
    expect(run.taskRuns.get("three")?.outcome?.reason?.message).toContain("parent one ended failed");
  });

  test("B17: any accepts a parent that was cancelled or skipped", () => {
    const config = pipeline(task("one"), task("two", { one: "failure" }), task("three", { two: "any" }));
    const { effects } = play(config, [begin, started("one"), ended("one", "successful")]);
    expect(effects.at(-1)).toMatchObject({ type: "start", taskId: "three" });
  });

  test("B18: failed wins over cancelled, in whatever order they end", () => {
    const config = pipeline(task("one"), task("two"));
    const cancel: RunEvent = { type: "cancel", atMs: 3, by: "me", force: false };
    const order = (first: string, second: string) =>
      play(config, [
        begin,
        started("one"),
        started("two"),
        ended("one", first === "one" ? "failed" : "unknown"),
        cancel,
        ended(second, "failed"),
      ]).run.status;
    expect(order("one", "two")).toBe("failed");
  });

  test("ends at once when it is cancelled in the queue", () => {
    const { run, effects } = play(pipeline(task("one")), [{ type: "cancel", atMs: 1, by: "me", force: false }]);
    expect([run.state, run.status, effects]).toEqual(["complete", "cancelled", [{ type: "finish" }]]);
  });

  test("repeats a failed attempt until its attempts are used up", () => {
    const retries = { attempts: 2, backoffMs: 100, maxBackoffMs: 0, jitter: 0 };
    const config = pipeline(task("one", {}, { retries }));
    const once = play(config, [begin, started("one"), ended("one", "failed")]);
    expect(once.effects.at(-1)).toEqual({ type: "start", taskId: "one", attempt: 2, notBeforeMs: 103 });
    const twice = play(config, [
      begin,
      started("one"),
      ended("one", "failed"),
      started("one", 2),
      ended("one", "failed", 2),
    ]);
    expect(twice.run.status).toBe("failed");
  });

  test("a task that ends successfully although it was asked to stop is successful", () => {
    const config = pipeline(task("one"));
    const { run } = play(config, [
      begin,
      started("one"),
      { type: "cancel", atMs: 2, by: "me", force: false },
      ended("one", "successful"),
    ]);
    expect([run.status, statusOf(run, "one")]).toEqual(["successful", "successful"]);
  });

  test("whatever happens in whatever order, the rules hold", () => {
    const ids = ["aaa", "bbb", "ccc", "ddd", "eee"];
    const condition = fc.constantFrom<DependencyCondition>("any", "success", "failure");
    const graph = fc.tuple(
      ...ids.map((_, index) =>
        fc.array(fc.tuple(fc.nat(Math.max(0, index - 1)), condition), { maxLength: index === 0 ? 0 : 2 }),
      ),
    );
    const event = fc.oneof(
      fc.constantFrom(...ids).map((id) => started(id)),
      fc
        .tuple(fc.constantFrom(...ids), fc.constantFrom("successful" as const, "failed" as const, "unknown" as const))
        .map(([id, status]) => ended(id, status)),
      fc.record({
        type: fc.constant("cancel" as const),
        atMs: fc.constant(5),
        by: fc.constant("me"),
        force: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(graph, fc.array(event, { maxLength: 40 }), (parents, events) => {
        const config = pipeline(
          ...ids.map((id, index) =>
            task(id, Object.fromEntries((parents[index] ?? []).map(([parent, when]) => [ids[parent] ?? "aaa", when]))),
          ),
        );
        const plan = planOf(config);
        let run = pendingRun;
        const starts = new Set<string>();
        for (const next of [begin, ...events]) {
          const change = apply(plan, run, next);
          for (const [id, before] of run.taskRuns)
            if (before.state === "complete") expect(change.run.taskRuns.get(id)).toBe(before);
          if (run.state === "complete") expect(change.run).toBe(run);
          for (const effect of change.effects) {
            if (effect.type !== "start") continue;
            expect(starts.has(effect.taskId)).toBe(false);
            starts.add(effect.taskId);
            for (const parent of Object.keys(plan.tasks.get(effect.taskId)?.dependsOn ?? {}))
              expect(change.run.taskRuns.get(parent)?.state).toBe("complete");
          }
          run = change.run;
          const complete = [...run.taskRuns.values()].every(({ state }) => state === "complete");
          expect(run.state === "complete").toBe(complete);
        }
        if (run.state === "complete") expect(effectsOf(run)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

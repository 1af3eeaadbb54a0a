import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DependencyCondition, PipelineConfig, TaskConfig } from "./pipeline.js";
import { type KeptResults, pendingRun, planOf, type Run, type TaskRun, type TaskRunState } from "./run.js";
import { advance, apply, type Effect, effectsOf, type RunEvent } from "./transition.js";

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
  let run = pendingRun;
  const effects: Effect[] = [];
  for (const event of events) {
    const change = apply(plan, run, event);
    if (!change) continue;
    run = advance(run, change);
    effects.push(...change.effects);
  }
  return { run, effects };
}

const begin: RunEvent = { type: "begin", atMs: 1 };
const cancel = (force = false): RunEvent => ({ type: "cancel", atMs: 5, by: "me", force });
const cancelTask = (taskId: string, force = false): RunEvent => ({
  type: "cancelTask",
  taskId,
  atMs: 5,
  by: "me",
  force,
});
const started = (taskId: string, attempt = 1): RunEvent => ({
  type: "started",
  taskId,
  attempt,
  atMs: 2,
  imageDigest: "",
  externalName: "",
});
type Ended = "successful" | "failed" | "unknown";
const ended = (taskId: string, status: Ended, attempt = 1): RunEvent => ({
  type: "ended",
  taskId,
  attempt,
  atMs: 3,
  outcome: { status },
});
const statusOf = (run: Run, taskId: string) => run.taskRuns.get(taskId)?.outcome?.status;
const start = (taskId: string, attempt = 1, notBeforeMs = 0) => ({ type: "start", taskId, attempt, notBeforeMs });

describe("a run", () => {
  test("starts what has no parents, then what its parents allow", () => {
    const config = pipeline(task("one"), task("two", { one: "success" }));
    expect(play(config, [begin]).effects).toEqual([start("one")]);
    expect(play(config, [begin, started("one"), ended("one", "successful")]).effects.at(-1)).toEqual(start("two"));
  });

  test("skips what a condition refuses, and names the root of it down the chain", () => {
    const config = pipeline(task("one"), task("two", { one: "success" }), task("three", { two: "success" }));
    const { run } = play(config, [begin, started("one"), ended("one", "failed")]);
    expect([run.summary.state, run.summary.status]).toEqual(["complete", "failed"]);
    expect(run.taskRuns.get("three")?.outcome?.reason?.message).toContain("parent one ended failed");
  });

  test("B17: any accepts a parent that was cancelled or skipped", () => {
    const config = pipeline(task("one"), task("two", { one: "failure" }), task("three", { two: "any" }));
    const { effects } = play(config, [begin, started("one"), ended("one", "successful")]);
    expect(effects.at(-1)).toMatchObject({ type: "start", taskId: "three" });
    const cancelled = play(config, [begin, started("one"), cancelTask("two"), ended("one", "failed")]);
    expect(cancelled.effects.at(-1)).toMatchObject({ type: "start", taskId: "three" });
  });

  test("B18: failed wins over cancelled, in whatever order they end", () => {
    const config = pipeline(task("one"), task("two"));
    const outcome = (...last: RunEvent[]) =>
      play(config, [begin, started("one"), started("two"), ...last]).run.summary.status;
    expect(outcome(ended("one", "failed"), cancelTask("two"), ended("two", "failed"))).toBe("failed");
    expect(outcome(cancelTask("two"), ended("two", "failed"), ended("one", "failed"))).toBe("failed");
    expect(outcome(cancelTask("two"), ended("two", "failed"), ended("one", "successful"))).toBe("cancelled");
  });

  test("takes the times of a task from who ran it, and never an end before the beginning", () => {
    const times = (end: Partial<Extract<RunEvent, { type: "ended" }>>) => {
      const events = [begin, started("one"), { ...ended("one", "successful"), ...end } as RunEvent];
      const taskRun = play(pipeline(task("one")), events).run.taskRuns.get("one");
      return [taskRun?.startedAtMs, taskRun?.endedAtMs];
    };
    // The kernel heard of the start at 2.
    expect(times({ atMs: 3 })).toEqual([2, 3]);
    expect(times({ startedAtMs: 1, atMs: 3 })).toEqual([1, 3]);
    expect(times({ atMs: 1 })).toEqual([1, 1]);
    expect(times({ startedAtMs: 0, atMs: 1 })).toEqual([1, 1]);
  });

  test("B16: ends at once when it is cancelled in the queue", () => {
    const { run, effects } = play(pipeline(task("one")), [cancel()]);
    expect([run.summary.state, run.summary.status, effects]).toEqual(["complete", "cancelled", [{ type: "finish" }]]);
  });

  test("a run that failed and was cancelled gives the failure as its reason, and tells of the other", () => {
    const { run } = play(pipeline(task("one"), task("two")), [
      ...[begin, started("one"), started("two"), ended("one", "failed"), cancel()],
      ended("two", "failed"),
    ]);
    expect(run.summary).toMatchObject({
      status: "failed",
      reason: { kind: "taskFailed", message: "task one failed, and the run was cancelled by me" },
    });
  });

  test("B16: cancelling stops what is being started and what runs, and ends what waits", () => {
    const config = pipeline(task("one"), task("two"), task("three", { one: "any" }));
    const { run, effects } = play(config, [begin, started("one"), cancel()]);
    expect(effects.slice(2)).toEqual([
      { type: "stop", taskId: "one", attempt: 1, force: false },
      { type: "stop", taskId: "two", attempt: 1, force: false },
    ]);
    expect(statusOf(run, "three")).toBe("cancelled");
    expect(play(config, [begin, started("one"), cancel(), started("two")]).effects.at(-1)).toMatchObject({
      type: "stop",
      taskId: "two",
    });
  });

  test("a second, forced request is passed on; a weaker one is not", () => {
    const config = pipeline(task("one"));
    expect(play(config, [begin, started("one"), cancel(), cancel(true)]).effects.at(-1)).toMatchObject({ force: true });
    expect(play(config, [begin, started("one"), cancel(true), cancel()]).effects).toHaveLength(2);
  });

  test("repeats a failed attempt until its attempts are used up, and keeps each attempt", () => {
    const retries = { attempts: 2, backoffMs: 100, maxBackoffMs: 0, jitter: 0 };
    const config = pipeline(task("one", {}, { retries }));
    const once = play(config, [begin, started("one"), ended("one", "failed")]);
    expect(once.effects.at(-1)).toEqual(start("one", 2, 103));
    const why = "attempt 1 failed, and this one begins 0.1 s after it";
    expect(once.run.taskRuns.get("one")?.waitingFor).toEqual({ kind: "taskFailed", message: why });
    const again = [started("one", 2), ended("one", "failed", 2)];
    expect(play(config, [begin, started("one"), ended("one", "failed"), ...again]).run.summary.status).toBe("failed");
  });

  test("the pause of retries doubles up to its cap, and jitter takes its share away", () => {
    const retries = { attempts: 9, backoffMs: 100, maxBackoffMs: 250, jitter: 0.5 };
    const plan = planOf(pipeline(task("one", {}, { retries })));
    const pauses: number[] = [];
    let run = pendingRun;
    const step = (event: RunEvent, random: number) => {
      const change = apply(plan, run, event, () => random);
      if (change) run = advance(run, change);
      for (const effect of change?.effects ?? []) if (effect.type === "start") pauses.push(effect.notBeforeMs - 3);
    };
    step(begin, 0);
    for (const [attempt, random] of [
      [1, 0],
      [2, 0],
      [3, 0],
      [4, 1],
    ] as const) {
      step(started("one", attempt), 0);
      step(ended("one", "failed", attempt), random);
    }
    expect(pauses.slice(1)).toEqual([100, 200, 250, 125]);
  });

  test("a task that ends successfully although it was asked to stop is successful", () => {
    const config = pipeline(task("one"));
    const { run } = play(config, [begin, started("one"), cancel(), ended("one", "successful")]);
    expect([run.summary.status, statusOf(run, "one")]).toEqual(["successful", "successful"]);
  });

  test("a task that takes too long is stopped, fails, and may be repeated", () => {
    const retries = { attempts: 2, backoffMs: 0, maxBackoffMs: 0, jitter: 0 };
    const config = pipeline(task("one", {}, { timeoutMs: 1000, retries }));
    const timeout: RunEvent = { type: "taskTimedOut", taskId: "one", attempt: 1, atMs: 4 };
    const { run, effects } = play(config, [begin, started("one"), timeout, ended("one", "failed")]);
    expect(effects.map(({ type }) => type)).toEqual(["start", "stop", "start"]);
    expect(run.taskRuns.get("one")).toMatchObject({ attempt: 2, state: "processing" });
  });

  test("a run that takes too long ends failed, with the reason", () => {
    const config = { ...pipeline(task("one"), task("two", { one: "any" })), timeoutMs: 2000 };
    const { run } = play(config, [begin, started("one"), { type: "runTimedOut", atMs: 9 }, ended("one", "failed")]);
    expect(run.summary).toMatchObject({ status: "failed", reason: { kind: "timedOut" } });
    expect(statusOf(run, "two")).toBe("failed");
  });

  test("a cancelled task alone ends, and the rest goes on as its conditions say", () => {
    const config = pipeline(task("one"), task("two", { one: "any" }), task("three", { one: "success" }));
    const { run, effects } = play(config, [begin, started("one"), cancelTask("one"), ended("one", "failed")]);
    expect([statusOf(run, "one"), statusOf(run, "three")]).toEqual(["cancelled", "skipped"]);
    expect(effects.at(-1)).toMatchObject({ type: "start", taskId: "two" });
  });

  test("keeps the results it was given, and runs the rest", () => {
    const config = pipeline(task("one"), task("two", { one: "success" }), task("three", { two: "success" }));
    const first = play(config, [begin, started("one"), ended("one", "successful"), started("two")]).run;
    const one = first.taskRuns.get("one");
    const kept: KeptResults = new Map(one ? [["one", { ...one, keptFrom: 7 }]] : []);
    const { run, effects } = play(config, [{ ...begin, kept }]);
    expect(effects).toEqual([start("two")]);
    expect(run.taskRuns.get("one")).toMatchObject({ state: "complete", keptFrom: 7 });
    expect(run.openTasks).toBe(2);
  });
});

/** Every state of a task run against every event: what it does to the task, and what has to be done outside. */
describe("the table of moves", () => {
  const config = pipeline(task("root"), task("one", { root: "success" }, { timeoutMs: 1 }));
  const into: Readonly<Record<TaskRunState, readonly RunEvent[]>> = {
    waiting: [begin, started("root")],
    processing: [begin, started("root"), ended("root", "successful")],
    running: [begin, started("root"), ended("root", "successful"), started("one")],
    complete: [begin, started("root"), ended("root", "successful"), started("one"), ended("one", "failed")],
  };
  const events: Readonly<Record<string, RunEvent>> = {
    begin,
    held: { type: "held", taskId: "one", reason: { kind: "pluginUnavailable", message: "gone" } },
    started: started("one"),
    ended: ended("one", "successful"),
    cancel: cancel(),
    cancelTask: cancelTask("one"),
    runTimedOut: { type: "runTimedOut", atMs: 9 },
    taskTimedOut: { type: "taskTimedOut", taskId: "one", attempt: 1, atMs: 9 },
  };
  const nothing = ["same", ""] as const;
  const table: Readonly<Record<TaskRunState, Readonly<Record<string, readonly [state: string, effects: string]>>>> = {
    waiting: {
      begin: nothing,
      held: nothing,
      started: nothing,
      ended: nothing,
      cancel: ["complete cancelled", "stop root"],
      cancelTask: ["complete cancelled", ""],
      runTimedOut: ["complete failed", "stop root"],
      taskTimedOut: nothing,
    },
    processing: {
      begin: nothing,
      held: ["processing", ""],
      started: ["running", ""],
      ended: ["complete successful", "finish"],
      cancel: ["same", "stop one"],
      cancelTask: ["processing", "stop one"],
      runTimedOut: ["same", "stop one"],
      taskTimedOut: nothing,
    },
    running: {
      begin: nothing,
      held: nothing,
      started: nothing,
      ended: ["complete successful", "finish"],
      cancel: ["same", "stop one"],
      cancelTask: ["running", "stop one"],
      runTimedOut: ["same", "stop one"],
      taskTimedOut: ["running", "stop one"],
    },
    complete: Object.fromEntries(Object.keys(events).map((name) => [name, nothing])),
  };
  const describeTask = ({ state, outcome }: TaskRun) => [state, outcome?.status].filter(Boolean).join(" ");

  for (const [state, row] of Object.entries(table)) {
    test.each(Object.entries(row))(`${state}, %s: %j`, (name, [becomes, effects]) => {
      const { run } = play(config, into[state as TaskRunState]);
      const event = events[name];
      const change = event ? apply(planOf(config), run, event) : undefined;
      const one = change?.taskRuns.find(({ taskId }) => taskId === "one");
      const did = (change?.effects ?? []).map((effect) =>
        "taskId" in effect ? `${effect.type} ${effect.taskId}` : effect.type,
      );
      expect([one ? describeTask(one) : "same", did.join()]).toEqual([becomes, effects]);
    });
  }

  test("names every event", () => {
    for (const row of Object.values(table)) expect(Object.keys(row)).toEqual(Object.keys(events));
  });
});

test("whatever happens in whatever order, the rules hold", () => {
  const ids = ["aaa", "bbb", "ccc", "ddd", "eee"];
  const condition = fc.constantFrom<DependencyCondition>("any", "success", "failure");
  const graph = fc.tuple(
    ...ids.map((_, index) =>
      fc.array(fc.tuple(fc.nat(Math.max(0, index - 1)), condition), { maxLength: index === 0 ? 0 : 2 }),
    ),
  );
  const id = fc.constantFrom(...ids);
  const attempt = fc.constantFrom(1, 2);
  const event = fc.oneof(
    fc.tuple(id, attempt).map(([taskId, number]) => started(taskId, number)),
    fc
      .tuple(id, fc.constantFrom<Ended>("successful", "failed", "unknown"), attempt)
      .map(([taskId, status, number]) => ended(taskId, status, number)),
    fc.tuple(id, fc.boolean()).map(([taskId, force]) => cancelTask(taskId, force)),
    fc.tuple(id, attempt).map(
      ([taskId, number]): RunEvent => ({
        type: "taskTimedOut",
        taskId,
        attempt: number,
        atMs: 5,
      }),
    ),
    fc.boolean().map(cancel),
    fc.constant<RunEvent>({ type: "runTimedOut", atMs: 6 }),
  );
  const retries = { attempts: 2, backoffMs: 10, maxBackoffMs: 0, jitter: 0 };
  fc.assert(
    fc.property(graph, fc.nat(4), fc.array(event, { maxLength: 40 }), (parents, retried, events) => {
      const config = pipeline(
        ...ids.map((taskId, index) =>
          task(
            taskId,
            Object.fromEntries((parents[index] ?? []).map(([parent, when]) => [ids[parent] ?? "aaa", when])),
            index === retried ? { retries } : {},
          ),
        ),
      );
      const plan = planOf(config);
      let run = pendingRun;
      const starts = new Set<string>();
      for (const next of [begin, ...events]) {
        const before = run;
        const change = apply(plan, run, next);
        if (!change) continue;
        expect(before.summary.state).not.toBe("complete");
        run = advance(run, change);
        for (const record of change.taskRuns) {
          const known = before.taskRuns.get(record.taskId);
          // Out of a terminal state there is no way but a new attempt.
          if (known?.state === "complete") expect(record.attempt).toBe(known.attempt + 1);
        }
        for (const effect of change.effects) {
          if (effect.type !== "start") continue;
          const key = `${effect.taskId}/${effect.attempt}`;
          expect(starts.has(key)).toBe(false);
          starts.add(key);
          for (const [parent] of plan.parents.get(effect.taskId) ?? []) {
            expect(run.taskRuns.get(parent)?.state).toBe("complete");
          }
        }
        const open = [...run.taskRuns.values()].filter(({ state }) => state !== "complete").length;
        expect(run.openTasks).toBe(open);
        expect(run.summary.state === "complete").toBe(open === 0);
        expect(change.effects.some(({ type }) => type === "finish")).toBe(open === 0);
      }
      if (run.summary.state === "complete") expect(effectsOf(run)).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

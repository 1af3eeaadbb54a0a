import { describe, expect, test } from "vitest";
import { findViolations, type ObservedRun, type World } from "./checker.js";
import { seededRandom } from "./random.js";
import { expectedEnds, outputOf, type PlannedPipeline, planPipeline } from "./workload.js";

const plan: PlannedPipeline = {
  id: "plan",
  parallelism: 0,
  tasks: [
    { id: "one", parents: {}, sleepMs: 0, lines: 2, failures: 1, attempts: 2 },
    { id: "two", parents: { one: "failure" }, sleepMs: 0, lines: 1, failures: 0, attempts: 1 },
    { id: "three", parents: { two: "any" }, sleepMs: 0, lines: 0, failures: 0, attempts: 1 },
  ],
};
const run: ObservedRun = {
  pipelineId: "plan",
  runId: 1,
  state: "complete",
  status: "successful",
  attempts: [
    { taskId: "one", attempt: 1, status: "failed", output: "one attempt 1 line 1\none attempt 1 line 2\n" },
    { taskId: "one", attempt: 2, status: "successful", output: "one attempt 2 line 1\none attempt 2 line 2\n" },
    { taskId: "two", attempt: 1, status: "skipped", output: "" },
    { taskId: "three", attempt: 1, status: "successful", output: "" },
  ].map((attempt) => ({ ...attempt, startedAtMs: 10_000, endedAtMs: 20_000 })),
};
const world: World = {
  marks: new Map([
    ["plan.1.one", { started: 2, ended: 2 }],
    ["plan.1.three", { started: 1, ended: 1 }],
  ]),
  leftovers: [],
};
const change = (index: number, more: Partial<ObservedRun["attempts"][number]>) => ({
  ...run,
  attempts: run.attempts.map((attempt, place) => (place === index ? { ...attempt, ...more } : attempt)),
});
const marked = (key: string, started: number, ended: number): World => ({
  ...world,
  marks: new Map([...world.marks, [key, { started, ended }]]),
});

describe("the checker", () => {
  test("has nothing against a world that is as it must be", () => {
    expect(findViolations([plan], [run], world)).toEqual([]);
  });

  test.each<[string, ObservedRun, World, string]>([
    ["a task that ran twice", run, marked("plan.1.three", 2, 2), "began 2 times outside, and must have 1"],
    ["a task that did not run", run, marked("plan.1.three", 0, 0), "began 0 times outside, and must have 1"],
    [
      "a task that ran although it was skipped",
      run,
      marked("plan.1.two", 1, 1),
      "began 1 times outside, and must have 0",
    ],
    ["a task that was cut short", run, marked("plan.1.three", 1, 0), "came to its end 0 times"],
    ["a run that hangs", { ...run, state: "running" }, world, "is running"],
    ["a wrong status of a run", { ...run, status: "failed" }, world, "is failed and must be successful"],
    [
      "a wrong status of a task",
      change(3, { status: "cancelled" }),
      world,
      "attempt 1 is cancelled and must be successful",
    ],
    [
      "output that was cut short",
      change(1, { output: "one attempt 2 line 1\n" }),
      world,
      'output of 21 bytes differs from the 42 it wrote: from line 2 it is ["one attempt 2 line 1",""]',
    ],
    ["doubled output", change(3, { output: "x\n" }), world, "output of 2 bytes differs"],
    ["a lost attempt", { ...run, attempts: run.attempts.slice(1) }, world, "has 1 records, and must have 2"],
    [
      "what is left of tasks",
      run,
      { ...world, leftovers: ["process 7", "container some"] },
      "left behind: process 7\nleft behind: container some",
    ],
    ["work that no run knows of", run, marked("plan.9.one", 1, 1), "no run knows of it"],
  ])("finds %s", (_what, observed, outside, violation) => {
    expect(findViolations([plan], [observed], outside).join("\n")).toContain(violation);
  });

  const lossy = { ...change(3, { status: "unknown" }), status: "failed" };
  const forgetful = (key: string, started: number, ended: number): World => ({
    ...marked(key, started, ended),
    outages: [{ fromMs: 15_000, toMs: 16_000 }],
  });
  const ranOnce = forgetful("plan.1.three", 1, 1);
  // Others that are as they must be: losses are rare.
  const other = { ...run, runId: 2 };
  const both = (world: World): World => ({
    ...world,
    marks: new Map([
      ...world.marks,
      ["plan.2.one", { started: 2, ended: 2 }],
      ["plan.2.three", { started: 1, ended: 1 }],
    ]),
  });

  test.each([0, 1])("takes it that what is lost ran %i times", (times) => {
    expect(findViolations([plan], [lossy, other], both(forgetful("plan.1.three", times, times)))).toEqual([]);
  });

  test.each<[string, ObservedRun, World, string]>([
    ["a loss where nothing may be lost", lossy, world, "attempt 1 is unknown and must be successful"],
    ["a lost task that ran twice", lossy, forgetful("plan.1.three", 2, 2), "began 2 times outside"],
    ["a lost task that was cut short", lossy, forgetful("plan.1.three", 1, 0), "came to its end 0 times"],
    ["a task beside a lost one that ran too rarely", lossy, forgetful("plan.1.one", 1, 1), "began 1 times outside"],
    ["a run that passes for good with a loss", { ...lossy, status: "successful" }, ranOnce, "and is successful"],
    ["a run that hangs over its loss", { ...lossy, state: "running" }, ranOnce, "is running"],
  ])("finds %s", (_what, observed, outside, violation) => {
    expect(findViolations([plan], [observed, other], both(outside)).join("\n")).toContain(violation);
  });

  test("takes it that a line is missing which was written while the backend was away, and only then", () => {
    const short = change(1, { output: "one attempt 2 line 2\n" });
    const awayAt = (fromMs: number): World => ({ ...world, outages: [{ fromMs, toMs: fromMs + 500 }] });
    expect(findViolations([plan], [short], awayAt(15_000))).toEqual([]);
    const torn = change(1, { output: "attempt 2 line 2\n" });
    expect(findViolations([plan], [torn], awayAt(15_000))).toEqual([]);
    expect(findViolations([plan], [short], awayAt(25_000)).join()).toContain("output of 21 bytes differs");
    expect(findViolations([plan], [short], awayAt(5000)).join()).toContain("output of 21 bytes differs");
  });

  test.each([
    ["doubled", "one attempt 2 line 1\none attempt 2 line 1\none attempt 2 line 2\n"],
    ["out of order", "one attempt 2 line 2\none attempt 2 line 1\n"],
    ["broken", "one attempt 2 li"],
    ["foreign", "one attempt 1 line 1\none attempt 2 line 2\n"],
  ])("finds a line that is %s, although the backend was away", (_what, output) => {
    const away = { ...world, outages: [{ fromMs: 15_000, toMs: 16_000 }] };
    expect(findViolations([plan], [change(1, { output })], away).join()).toContain("attempt 2: output of");
  });

  test("finds that most attempts are lost", () => {
    const lost = lossy.attempts.map((each) => (each.taskId === "two" ? each : { ...each, status: "unknown" }));
    const ended = lost.filter(({ status }) => status === "unknown").length;
    expect(findViolations([plan], [{ ...lossy, attempts: lost }], ranOnce)).toContain(
      `${ended} of ${ended} attempts are lost`,
    );
    expect(findViolations([plan], [lossy], ranOnce)).toEqual([]);
  });

  test("plans are made again from their seed, and their outputs differ by attempt", () => {
    const [one, two] = [1, 1].map((seed) => planPipeline(seededRandom(seed), 0));
    expect(one).toEqual(two);
    expect(planPipeline(seededRandom(2), 0)).not.toEqual(one);
    expect(expectedEnds(plan).get("one")).toEqual({ end: "successful", attempts: 2 });
    const [task] = plan.tasks;
    expect(task && outputOf(task, 1)).not.toBe(task && outputOf(task, 2));
  });
});

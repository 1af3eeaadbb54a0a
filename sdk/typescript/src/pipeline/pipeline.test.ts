import { decodePipelineConfig, encodePipelineConfig } from "@gofer/proto";
import { describe, expect, test } from "vitest";
import { newCustomTask, newPipeline, newTrigger } from "./builder.js";
import { parseDuration } from "./duration.js";

describe("the pipeline builder", () => {
  test("makes a config that survives protobuf", () => {
    const pipeline = newPipeline("nightly", "Nightly")
      .parallelism(2)
      .tasks(
        newCustomTask("build", "alpine").command("true"),
        newCustomTask("check", "alpine").dependsOn("build").variable("KEY", "value").timeout("1m30s"),
      )
      .triggers(newTrigger("cron", "every_night").setting("expression", "0 3 * * *"));
    expect(pipeline.validate()).toEqual([]);
    const decoded = decodePipelineConfig(encodePipelineConfig(pipeline.config));
    expect(decoded).toMatchObject({
      id: "nightly",
      parallelism: 2,
      tasks: [
        { id: "build" },
        { id: "check", timeoutMs: 90_000, dependsOn: { build: "DEPENDENCY_CONDITION_SUCCESS" } },
      ],
    });
  });

  test("B69: tells all problems at once, and names the cycle", () => {
    const problems = newPipeline("a b", "")
      .tasks(
        newCustomTask("one", "").dependsOn("three"),
        newCustomTask("two", "image").dependsOn("one"),
        newCustomTask("three", "image").dependsOn("two").dependsOn("nobody"),
        newCustomTask("three", "image").timeout("soon"),
      )
      .validate()
      .join("\n");
    for (const part of [
      'pipeline id "a b"',
      "image is empty",
      '"nobody", which is not a task',
      'task id "three" is used more than once',
      '"soon" is not a duration',
    ])
      expect(problems).toContain(part);
    expect(
      newPipeline("cycle", "")
        .tasks(newCustomTask("one", "i").dependsOn("two"), newCustomTask("two", "i").dependsOn("one"))
        .validate()
        .join(),
    ).toMatch(/cycle: (one → two → one|two → one → two)/);
  });

  test("a global secret is refused wherever it stands in a value", () => {
    const [problem] = newPipeline("pipe", "")
      .tasks(newCustomTask("one", "i").variable("KEY", " x global_secret{{admin}}"))
      .validate();
    expect(problem).toContain("global secret");
  });

  test.each([
    ["1m30s", 90_000],
    ["1.5h", 5_400_000],
    ["0", 0],
    ["300ms", 300],
    [".5s", 500],
    ["5", undefined],
    ["1d", undefined],
    ["", undefined],
    ["1m30", undefined],
  ])("duration %s is %s", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });
});

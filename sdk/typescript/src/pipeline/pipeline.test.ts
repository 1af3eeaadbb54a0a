import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodePipelineConfig, encodePipelineConfig } from "@gofer/proto";
import { describe, expect, test } from "vitest";
import { newCommonTask, newCustomTask, newPipeline, newTrigger } from "./builder.js";
import { parseDuration } from "./duration.js";
import { parseSize } from "./size.js";

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

describe("the page about pipelines", () => {
  const page = readFileSync(join(import.meta.dirname, "..", "..", "..", "..", "docs", "pipelines.md"), "utf8");

  test("tells every method of the builders", () => {
    const builders = [newPipeline("a", ""), newCustomTask("b", "i"), newCommonTask("c", "d"), newTrigger("e", "f")];
    const methods = new Set<string>();
    for (const builder of builders) {
      for (let proto = Object.getPrototypeOf(builder) as object; proto !== Object.prototype; ) {
        for (const name of Object.getOwnPropertyNames(proto)) methods.add(name);
        proto = Object.getPrototypeOf(proto) as object;
      }
    }
    for (const own of ["constructor", "config", "validate"]) methods.delete(own);
    expect([...methods].filter((name) => !page.includes(`\`${name}(`))).toEqual([]);
  });
});

test.each([
  [1024, 1024],
  ["512MiB", 512 * 2 ** 20],
  ["1.5 GB", 1.5e9],
  ["64kB", 64_000],
  ["64", undefined],
  ["64 M", undefined],
  ["-1MB", undefined],
])("%j as a size is %j", (size, bytes) => {
  expect(parseSize(size)).toBe(bytes);
});

test("limits are what people write, and a size that is none is told with the rest", () => {
  const task = newCustomTask("build", "alpine").limits({ cpu: 0.5, memory: "16MiB" });
  expect(task.config.container?.limits).toEqual({ cpuMillis: 500, memoryBytes: 16 << 20, pids: 0 });
  const pipeline = newPipeline("sizes", "").tasks(newCustomTask("build", "alpine").limits({ memory: "lots" }));
  expect(pipeline.validate()).toEqual([
    'task "build": memory "lots" is not a size: write for example "512MiB" or "2GB"',
  ]);
});

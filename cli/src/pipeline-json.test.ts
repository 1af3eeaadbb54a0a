import { newCommonTask, newCustomTask, newPipeline, newTrigger } from "@gofer/sdk";
import { describe, expect, test } from "vitest";
import { pipelineFromJson } from "./pipeline-json.js";

const full = newPipeline("build", "Build")
  .description("all of it")
  .parallelism(2)
  .timeout("1h")
  .tasks(
    newCustomTask("one", "image:1")
      .variable("KEY", "value")
      .registryAuth("user", "pipeline_secret{{password}}")
      .entrypoint("sh")
      .command("-c", "true")
      .injectApiToken()
      .limits({ cpu: 0.5, memory: "1MiB", pids: 9 })
      .network("run")
      .retries({ attempts: 3, jitter: 0.5 }),
    newCommonTask("debug", "two").setting("key", "value").dependsOn("one", "any"),
  )
  .triggers(newTrigger("interval", "often").setting("every", "1m")).config;

const problemsOf = (pipeline: unknown) => {
  try {
    pipelineFromJson(JSON.stringify(pipeline), "p.json");
  } catch (error) {
    return (error as Error).message.split("\n").slice(1);
  }
  return [];
};

describe("a pipeline in JSON", () => {
  test("every field comes through", () => {
    expect(pipelineFromJson(JSON.stringify(full), "p")).toMatchObject(full);
  });

  test("the names of the proto file, numbers as text, numbers of enumerations and null are taken", () => {
    const { timeoutMs, tasks } = pipelineFromJson(
      '{"id":"abc","timeout_ms":"5000","tasks":[{"id":"one","depends_on":{"x":2},"retries":null,"container":{"image":"i","inject_api_token":true}}]}',
      "p",
    );
    expect(timeoutMs).toBe(5000);
    expect(tasks[0]).toMatchObject({
      kind: "container",
      dependsOn: { x: "DEPENDENCY_CONDITION_SUCCESS" },
      retries: null,
      container: { image: "i", injectApiToken: true, command: [], registryAuth: null },
    });
  });

  test("all fields that are misspelt or of another type are told at once, with their places", () => {
    expect(
      problemsOf({
        id: 7,
        paralelism: 1,
        tasks: [
          { id: "one", container: { image: "i", comand: ["sh"], command: "sh", injectApiToken: "yes" } },
          { id: "two", dependsOn: { one: "success" }, timeoutMs: "1m", container: { image: "i" }, common: {} },
          "three",
        ],
        triggers: [{ name: "x", label: "y", settings: { every: 5 } }],
      }),
    ).toEqual([
      "id: 7 is not a text",
      'paralelism: there is no such field (did you mean "parallelism"?)',
      'tasks[0].container.comand: there is no such field (did you mean "command"?)',
      'tasks[0].container.command: "sh" is not a list',
      'tasks[0].container.injectApiToken: "yes" is not true or false',
      'tasks[1].dependsOn.one: "success" is not one of DEPENDENCY_CONDITION_UNSPECIFIED, DEPENDENCY_CONDITION_ANY, DEPENDENCY_CONDITION_SUCCESS, DEPENDENCY_CONDITION_FAILURE (did you mean "DEPENDENCY_CONDITION_SUCCESS"?)',
      'tasks[1].timeoutMs: "1m" is not a whole number',
      "tasks[1]: only one of container and common can be there",
      'tasks[2]: "three" is not an object',
      "triggers[0].settings.every: 5 is not a text",
    ]);
  });

  test("fields that every object of JavaScript has are not known ones", () => {
    expect(problemsOf({ id: "abc", constructor: {}, toString: 1 }).map((line) => line.split(":")[0])).toEqual([
      "constructor",
      "toString",
    ]);
  });

  test("text that is no JSON is told where it breaks", () => {
    expect(() => pipelineFromJson('{"id": }', "p.json")).toThrow(/p\.json is not JSON: .*position|token/);
  });
});

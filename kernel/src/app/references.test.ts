import { expect, test } from "vitest";
import { parseValue } from "./references.js";

const secret = (key: string, text = `pipeline_secret{{${key}}}`) => ({ kind: "pipelineSecret", key, text });

test.each([
  ["", []],
  ["plain", ["plain"]],
  ["pipeline_secret{{key}}", [secret("key")]],
  ["secret{{key}}", [secret("key", "secret{{key}}")]],
  ["pipeline_secret{{ key }}", [secret("key", "pipeline_secret{{ key }}")]],
  ["a pipeline_secret{{one}}b\npipeline_secret{{two}}", ["a ", secret("one"), "b\n", secret("two")]],
  ["run_object{{a/b.c}}", [{ kind: "runObject", key: "a/b.c", text: "run_object{{a/b.c}}" }]],
  ["global_secret{{x}}", [{ kind: "globalSecret", key: "x", text: "global_secret{{x}}" }]],
  ["pipeline_object{{}}", [{ kind: "pipelineObject", key: "", text: "pipeline_object{{}}" }]],
  ["pipeline_secret\\{{key}}", ["pipeline_secret", "{{", "key}}"]],
  ["my_secret{{key}} and {{x}} and other{{y}}", ["my_secret{{key}} and {{x}} and other{{y}}"]],
  ["secret{{secret{{key}}}}", ["secret{{", secret("key", "secret{{key}}"), "}}"]],
])("%j", (value, parts) => {
  expect(parseValue(value)).toEqual(parts);
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { requirements } from "./requirements.js";
import { cases } from "./suites.js";

const protos = join(import.meta.dirname, "..", "..", "..", "..", "proto", "gofer");

/** Sentences of the comments that ask for something, over the ends of lines. */
function demands(): readonly string[] {
  const contracts = readdirSync(protos).filter((name) => name !== "kernel");
  const files = contracts.flatMap((contract) => {
    const folder = join(protos, contract, "v1");
    return readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
  });
  return files
    .flatMap((text) => text.split(/\n\s*(?:\/\/\s*)?\n|\n(?!\s*\/\/)/))
    .map((block) => block.replace(/^\s*\/\//gm, " ").replace(/\s+/g, " "))
    .flatMap((block) => block.split(/(?<=\.) (?=[A-Z])/))
    .map((sentence) => sentence.trim())
    .filter((sentence) => /\b(MUST|SHOULD)\b/.test(sentence));
}

test("every MUST and SHOULD of the contracts has a case, and no case is for a sentence that is gone", () => {
  expect([...demands()].sort()).toEqual(requirements.map(({ sentence }) => sentence).sort());
});

test("the cases of the requirements exist", () => {
  const ids = new Set(cases.map(({ id }) => id));
  expect(requirements.flatMap((requirement) => requirement.cases.filter((id) => !ids.has(id)))).toEqual([]);
});

test("case ids are unique, and there are enough of them for every role", () => {
  expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  expect([...new Set(cases.map(({ contract }) => contract))].sort()).toEqual([
    "gofer.objectstore.v1",
    "gofer.plugin.v1",
    "gofer.scheduler.v1",
    "gofer.secretstore.v1",
    "gofer.task.v1",
    "gofer.trigger.v1",
  ]);
  expect(cases.length).toBeGreaterThanOrEqual(120);
});

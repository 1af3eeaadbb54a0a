import { expect, test } from "vitest";
import { globalOptions, groups, splitUsage } from "./command-tree.js";
import { commands } from "./commands/index.js";
import { complete } from "./completion.js";
import { parameterValues } from "./parameter-values.js";

const asked: string[] = [];
const values = async (parameter: string, given: readonly string[], words: readonly string[]) => {
  asked.push(`${parameter} of ${words.join(" ")} after ${given.join(" ")}`);
  return [{ word: "nightly", summary: "" }];
};
const wordsFor = async (...typed: string[]) => (await complete(commands, typed, values)).map(({ word }) => word);

test("words of commands, also behind an alias and behind options", async () => {
  expect(await wordsFor("serv")).toEqual(["service"]);
  expect(await wordsFor("config", "")).toEqual(["list", "get", "set", "unset"]);
  expect(await wordsFor("--format", "json", "configs", "un")).toEqual(["unset"]);
  expect(await wordsFor("service", "tokens", "boot")).toEqual(["bootstrap"]);
});

test("options of the command and of every command", async () => {
  expect(await wordsFor("service", "init-config", "--f")).toEqual(["--format", "--filepath", "--force"]);
  expect(await wordsFor("run", "list", "--na")).toEqual(["--namespace"]);
});

test("parameters are asked for by name, with what was given before", async () => {
  asked.length = 0;
  expect(await wordsFor("taskrun", "logs", "nightly", "--follow", "@latest", "ni")).toEqual(["nightly"]);
  expect(await wordsFor("pipeline", "get", "nightly", "")).toEqual([]);
  expect(asked).toEqual(["<task> of taskrun logs after nightly @latest"]);
});

test("what stands after -- is a parameter, whatever it looks like", async () => {
  asked.length = 0;
  expect(await wordsFor("taskrun", "attach", "nightly", "1", "")).toEqual(["nightly"]);
  expect(await wordsFor("taskrun", "attach", "nightly", "1", "build", "--", "ls", "--f")).toEqual([]);
  expect(asked).toEqual([
    "<task> of taskrun attach after nightly 1",
    "[command...] of taskrun attach after nightly 1 build ls",
  ]);
});

test("behind an option that takes a value comes a value of it, and no word of a command", async () => {
  asked.length = 0;
  expect(await wordsFor("--format", "n")).toEqual(["nightly"]);
  expect(await wordsFor("run", "logs", "nightly", "--task", "")).toEqual(["nightly"]);
  expect(asked).toEqual(["--format of  after ", "--task of run logs after nightly"]);
});

test("roles and formats are known without a kernel", async () => {
  const offline = parameterValues(() => Promise.reject(new Error("no kernel")), "");
  const wordsOffline = async (...typed: string[]) => (await complete(commands, typed, offline)).map(({ word }) => word);
  expect(await wordsOffline("plugin", "use", "")).toEqual(["scheduler", "object-store", "secret-store"]);
  expect(await wordsOffline("plugin", "init", "t")).toEqual(["trigger", "task"]);
  expect(await wordsOffline("run", "list", "--format", "")).toEqual(["pretty", "json", "silent"]);
  expect(await wordsOffline("trigger", "get", "")).toEqual([]);
});

test("every group has a summary and an alias of its own", () => {
  const paths = new Set(commands.map((spec) => splitUsage(spec).words.slice(0, -1).join(" ")).filter(Boolean));
  for (const path of paths) {
    const group = groups[path];
    expect(group, path).toBeDefined();
    const beside = [...paths].filter((other) => other !== path && other.split(" ").length === path.split(" ").length);
    const parent = path.split(" ").slice(0, -1).join(" ");
    const taken = beside.filter((other) => other.startsWith(parent)).flatMap((other) => other.split(" ").at(-1) ?? []);
    expect(taken).not.toContain(group?.alias);
  }
});

test("no option of a command has the name of a global one, but --config, which means the thing itself there", () => {
  const names = (options: Readonly<Record<string, string>> = {}) =>
    Object.keys(options).flatMap((flags) => /--[a-z-]+/.exec(flags)?.[0] ?? []);
  const taken = names(globalOptions).filter((name) => name !== "--config");
  for (const { usage, options } of commands)
    expect(
      names(options).filter((name) => taken.includes(name)),
      usage,
    ).toEqual([]);
});

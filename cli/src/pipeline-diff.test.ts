import type { PipelineConfig } from "@gofer/proto";
import { newCustomTask, newPipeline } from "@gofer/sdk";
import { expect, test } from "vitest";
import { differences } from "./pipeline-diff.js";

const config = (change: (config: PipelineConfig) => PipelineConfig = (same) => same): PipelineConfig => {
  const pipeline: PipelineConfig = newPipeline("build", "Build").tasks(
    newCustomTask("test", "node:20").command("npm", "test"),
    newCustomTask("ship", "node:20").dependsOn("test"),
  ).config;
  return change(pipeline);
};

test("equal configs do not differ, nor do those that the kernel takes to be equal", () => {
  expect(differences(config(), config())).toEqual([]);
  const spelledOut = config((base) => ({
    ...base,
    tasks: base.tasks.map((task) => ({
      ...task,
      retries: { attempts: 1, backoffMs: 5, maxBackoffMs: 0, jitter: 0 },
    })),
  }));
  expect(differences(spelledOut, config())).toEqual([]);
});

test("a change names its place, what was and what would be", () => {
  const changed = config((base) => ({
    ...base,
    parallelism: 3,
    tasks: base.tasks.map((task) => ({
      ...task,
      container: task.container ? { ...task.container, image: "node:22" } : null,
    })),
  }));
  expect(differences(config(), changed)).toEqual([
    { path: "parallelism", from: undefined, to: "3" },
    { path: "tasks.ship.container.image", from: '"node:20"', to: '"node:22"' },
    { path: "tasks.test.container.image", from: '"node:20"', to: '"node:22"' },
  ]);
});

test("everything of a new pipeline is new, and a hidden password is no change", () => {
  expect(differences(undefined, config()).every(({ from }) => from === undefined)).toBe(true);
  const withPassword = (password: string) =>
    config((base) => ({
      ...base,
      tasks: base.tasks.map((task) => ({
        ...task,
        container: task.container ? { ...task.container, registryAuth: { username: "me", password } } : null,
      })),
    }));
  expect(differences(withPassword("[secret]"), withPassword("hunter2"))).toEqual([]);
});

import { expect, test } from "vitest";
import { HeldTasks } from "./held-tasks.js";

const away = { kind: "pluginUnavailable", message: 'scheduler "cluster" is stopped' } as const;
const pulling = { kind: "pullingImage", message: "pulling alpine" } as const;

test("a run is held back by the task that has been held for longest, until that one goes on", () => {
  const held = new HeldTasks();
  expect(held.reason).toBeUndefined();
  held.note("build", pulling);
  expect(held.reason).toEqual({ kind: "pullingImage", message: "task build: pulling alpine" });
  held.note("lint", away);
  held.note("test", away);
  held.note("build", away);
  expect(held.reason?.message).toBe('task build: scheduler "cluster" is stopped');
  held.note("build", undefined);
  held.note("test", undefined);
  expect(held.reason?.message).toBe('task lint: scheduler "cluster" is stopped');
  held.note("lint", undefined);
  expect(held.reason).toBeUndefined();
});

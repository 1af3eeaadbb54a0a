import { Fault } from "@gofer/sdk/fault";
import { expect, test } from "vitest";
import { imageTrouble, outcomeOf } from "./outcome.js";

const exit = {
  reason: "REASON_EXITED" as const,
  signal: "",
  startedAtMs: 1,
  finishedAtMs: 2,
  message: "",
  output: null,
};

test("B31: an exit code that is not known is absent, and 155 is 155", () => {
  expect(outcomeOf({ ...exit, reason: "REASON_LOST" })).not.toHaveProperty("exitCode");
  expect(outcomeOf({ ...exit, exitCode: 155 })).toMatchObject({ status: "failed", exitCode: 155 });
});

test("what is lost is unknown and not failed, and says what to do", () => {
  const outcome = outcomeOf({ ...exit, reason: "REASON_LOST", message: "the host was restarted" });
  expect(outcome).toMatchObject({ status: "unknown", reason: { kind: "lost" } });
  expect(outcome.reason?.message).toMatch(/the host was restarted.*run it again if it is safe to/);
});

test.each([
  ["REASON_OUT_OF_MEMORY", "outOfMemory", /memory/],
  ["REASON_START_ERROR", "startError", /check the command/],
  ["REASON_TIMEOUT", "timedOut", /time was over/],
  ["REASON_EVICTED", "schedulerError", /taken away/],
] as const)("%s fails the task as %s", (reason, kind, message) => {
  const outcome = outcomeOf({ ...exit, reason, exitCode: 137 });
  expect(outcome).toMatchObject({ status: "failed", exitCode: 137, reason: { kind } });
  expect(outcome.reason?.message).toMatch(message);
});

test("what is wrong with an image begins with the image and what is wrong, and ends with who says so", () => {
  const peer = 'plugin "scheduler-acme" 0.1.0, PrepareImage';
  const trouble = (image: string, said: string) => imageTrouble(image, new Fault("unavailable", said, { peer }));
  expect(trouble("alpine:3.20", "alpine:3.20: no such host: check that the engine can reach the registry")).toBe(
    `image alpine:3.20: no such host: check that the engine can reach the registry (${peer})`,
  );
  expect(trouble("A:1", 'image "A:1": "A" is not a name')).toBe(`image A:1: "A" is not a name (${peer})`);
  expect(imageTrouble("alpine", new Error("broken"))).toBe("image alpine: broken");
});

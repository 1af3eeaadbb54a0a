import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TriggerWorld } from "../support/trigger-world.js";

describe("subscriptions", () => {
  const world = new TriggerWorld({}, { config: { greeting: "hello" } });
  beforeAll(() => world.start());
  afterAll(() => world[Symbol.asyncDispose]());

  test("B40, B41, B42: a trigger gets its config and the settings under the names they were written with", async () => {
    await world.hears((said) => said.find(({ set }) => set));
    await world.register("settings", { every: { every: "5m", KEEP_case: "yes" }, none: {} });
    expect((await world.subscribed("settings", "every")).parameters).toEqual({ every: "5m", KEEP_case: "yes" });
    expect((await world.subscribed("settings", "none")).parameters).toEqual({});
    expect(world.said.findLast(({ set }) => set)?.greeting).toBe("hello");
  });

  test("a firing makes a run that the trigger started, with its variables as plain text", async () => {
    await world.register("fires", { label: {} });
    const variables = { BRANCH: "pipeline_secret{{x}}" };
    world.fire("one", { pipelineId: "fires", label: "label", firing: { occurredAtMs: 1, variables } });
    await world.completed("fires", 1);
    const [run] = await world.runs("fires");
    expect(run).toMatchObject({
      initiator: { kind: "KIND_TRIGGER", name: "scripted/label" },
      variables,
      status: "RUN_STATUS_SUCCESSFUL",
    });
    await world.hears((said) => said.find(({ ack }) => ack === "one"));
  });
});

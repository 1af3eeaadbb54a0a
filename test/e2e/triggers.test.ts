import { rmSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "@gofer/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pipeline, TriggerWorld } from "../support/trigger-world.js";

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

  test("a refusal by the trigger refuses the pipeline, with all that is wrong", async () => {
    const triggers = { first: { refuse: "every is too short" }, second: { refuse: "nor this" } };
    const refusal = await world.register("refused", triggers).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "invalid" });
    expect((refusal as Fault).message).toContain('trigger "scripted" with label "first": every is too short');
    expect((refusal as Fault).message).toContain('trigger "scripted" with label "second": nor this');
    await expect(world.client.getPipeline({ pipelineId: "refused" })).rejects.toMatchObject({ code: "notFound" });
  });

  test("an unknown trigger refuses the pipeline and names those that there are", async () => {
    const config = pipeline("unknown", { label: {} }, { trigger: "nothing" });
    const refusal = await world.client.createPipeline({ config }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "invalid" });
    expect((refusal as Fault).message).toMatch(/no trigger is installed as "nothing": there is scripted/);
  });

  test("B14: an update that is refused leaves the old version, its runs and its subscriptions in place", async () => {
    await world.register("kept", { label: { version: "one" } });
    const before = await world.subscribed("kept", "label");
    world.fire("kept1", { pipelineId: "kept", label: "label", firing: {} });
    await world.completed("kept", 1);
    for (const config of [
      pipeline("kept", { label: { refuse: "no" } }),
      pipeline("kept", { label: {} }, { trigger: "nothing" }),
    ])
      await expect(world.client.updatePipeline({ config })).rejects.toMatchObject({ code: "invalid" });
    const { pipeline: stored, subscriptions } = await world.client.getPipeline({ pipelineId: "kept" });
    expect(stored?.version).toBe(1);
    expect(subscriptions).toMatchObject([{ label: "label", state: "STATE_ACTIVE" }]);
    world.fire("kept2", { pipelineId: "kept", label: "label", firing: {} });
    await world.completed("kept", 2);
    expect(await world.subscribed("kept", "label")).toMatchObject({ id: before.id, parameters: { version: "one" } });
  });

  test("an update moves the subscriptions; one that stays keeps its identity", async () => {
    await world.register("moves", { stays: {}, goes: {} });
    const stays = await world.subscribed("moves", "stays");
    await world.client.updatePipeline({ config: pipeline("moves", { stays: { changed: "yes" }, comes: {} }) });
    await world.subscribed("moves", "comes");
    const set = world.said.findLast((known) => known.set)?.set?.filter(({ pipelineId }) => pipelineId === "moves");
    expect(set?.map(({ label }) => label).sort()).toEqual(["comes", "stays"]);
    expect(set?.find(({ label }) => label === "stays")).toMatchObject({ id: stays.id, parameters: { changed: "yes" } });
  });

  test("disable pauses, enable goes on, delete takes the subscription from the trigger", async () => {
    const pipelineId = "switched";
    await world.register(pipelineId, { label: {} });
    await world.subscribed(pipelineId, "label");
    await world.client.disablePipeline({ pipelineId });
    const { subscriptions } = await world.client.getPipeline({ pipelineId });
    expect(subscriptions).toMatchObject([{ state: "STATE_PAUSED", message: "the pipeline is disabled" }]);
    world.fire("paused", { pipelineId, label: "label", firing: {} });
    const { reason } = await world.hears((said) => said.find(({ nack }) => nack === "paused"));
    expect(reason).toBe('pipeline "switched" is disabled');
    await world.client.enablePipeline({ pipelineId });
    world.fire("again", { pipelineId, label: "label", firing: {} });
    await world.completed(pipelineId, 1);
    await world.client.deletePipeline({ pipelineId });
    await world.hears((said) =>
      said.findLast(({ set }) => set)?.set?.every((known) => known.pipelineId !== pipelineId) ? true : undefined,
    );
  });

  test("B45: a trigger that is disabled fires nothing until it is enabled, and what waits then fires once", async () => {
    const pipelineId = `off${Date.now()}`;
    const [first, second] = [`${pipelineId}a`, `${pipelineId}b`];
    const alias = "scripted";
    await world.register(pipelineId, { label: {} });
    await world.subscribed(pipelineId, "label");
    world.fire(first, { pipelineId, label: "label", firing: {} });
    await world.hears((said) => said.find(({ ack }) => ack === first));
    const pid = Number((await world.client.getPlugin({ alias })).plugin?.pid);
    await world.client.disablePlugin({ alias, force: true });
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    expect((await world.client.getPlugin({ alias })).plugin).toMatchObject({ enabled: false, state: "STATE_STOPPED" });
    expect((await fetch(`${world.eventsUrl}/events/${alias}`, { method: "POST", body: "x" })).status).toBe(503);
    world.fire(second, { pipelineId, label: "label", firing: {} });
    expect(await world.runs(pipelineId)).toHaveLength(1);
    expect(world.said.some(({ ack }) => ack === second)).toBe(false);
    await world.client.enablePlugin({ alias });
    await world.hears((said) => said.find(({ ack }) => ack === second));
    await world.completed(pipelineId, 2);
    expect(await world.runs(pipelineId)).toHaveLength(2);
  }, 30_000);

  test("what the trigger says of a subscription stands at the pipeline", async () => {
    await world.register("fails", { label: { fail: "the repository is gone" } });
    await world.subscribed("fails", "label");
    // The status follows the set; a firing that is acknowledged came after it.
    world.fire("after", { pipelineId: "fails", label: "label", firing: {} });
    await world.hears((said) => said.find(({ ack }) => ack === "after"));
    const { subscriptions } = await world.client.getPipeline({ pipelineId: "fails" });
    expect(subscriptions).toMatchObject([{ state: "STATE_FAILED", message: "the repository is gone" }]);
    const shown = await world.kernel.gofer("pipeline", "get", "fails");
    expect(shown.stdout.toString()).toContain("the repository is gone");
  });

  test("a setting that refers to a global secret is refused", async () => {
    const refused = world.register("secrets", { label: { key: "global_secret{{x}}" } });
    await expect(refused).rejects.toMatchObject({ code: "invalid" });
  });

  test("B44: a trigger is listed once, whatever it has fired", async () => {
    const { triggers } = await world.client.listTriggers({});
    expect(triggers.map(({ alias }) => alias)).toEqual(["scripted"]);
    expect(triggers[0]).toMatchObject({ ready: true, eventsPath: "/events/scripted" });
  });

  test("the schedule of a pipeline and the audit are shown by the command line", async () => {
    await world.register("clocked", { label: { interval_ms: "3600000" } });
    await world.subscribed("clocked", "label");
    const expectedAtMs = Date.now() - 60_000;
    world.fire("v1", {
      pipelineId: "clocked",
      label: "label",
      verdict: { expectedAtMs, kind: "KIND_SKIPPED", reason: "holiday" },
    });
    world.fire("v2", { pipelineId: "clocked", label: "label", firing: { expectedAtMs: expectedAtMs + 1 } });
    await world.hears((said) => said.find(({ ack }) => ack === "v2"));
    const schedule = (await world.kernel.gofer("trigger", "schedule", "clocked", "--count", "2")).stdout.toString();
    expect(schedule.match(/ next /g)).toHaveLength(2);
    expect(schedule).toMatch(/past .* skipped \(holiday\)/);
    expect(schedule).toMatch(/past .* late by 1m 0s run 1/);
    const audit = await world.kernel.gofer("trigger", "audit");
    expect(audit.code).toBe(0);
    expect(audit.stdout.toString()).toMatch(/clocked +label/);
  });

  test("a firing that is refused is a dead letter that the command line shows", async () => {
    world.fire("lost", { subscriptionId: "s4711", firing: {} });
    const { reason } = await world.hears((said) => said.find(({ nack }) => nack === "lost"));
    expect(reason).toContain("s4711");
    const { stdout } = await world.kernel.gofer("trigger", "deadletters");
    expect(stdout.toString()).toMatch(/scripted .* lost .*s4711/);
  });
});

describe("a trigger that is gone", () => {
  const world = new TriggerWorld();
  afterAll(() => world[Symbol.asyncDispose]());

  test("B43: one that starts again later is told its subscriptions and fires", async () => {
    await world.start();
    await world.register("lives", { label: {} });
    await world.subscribed("lives", "label");
    world.dieAt("plugin", "before send");
    world.fire("one", { pipelineId: "lives", label: "label", firing: {} });
    await world.completed("lives", 1);
    expect(await world.runs("lives")).toHaveLength(1);
    expect(world.isArmed("plugin")).toBe(false);
  });

  test("B48, B49: the kernel starts with a trigger whose files are gone and one that cannot start, and says so", async () => {
    await world.kernel.stop();
    rmSync(join(world.pluginFolder, "scripted"), { recursive: true });
    world.installPlugin("broken", [process.execPath, "-e", "process.exit(3)"], {});
    await world.start({ hasTrigger: false });
    const { subscriptions } = await world.client.getPipeline({ pipelineId: "lives" });
    expect(subscriptions).toMatchObject([{ state: "STATE_FAILED" }]);
    expect(subscriptions[0]?.message).toContain('trigger "scripted" is incompatible');
    const { run } = await world.client.startRun({ pipelineId: "lives" });
    expect(run?.id).toBe(2);
    await world.completed("lives", 2);
    const refusal = await world.client
      .createPipeline({ config: pipeline("asks", { label: {} }, { trigger: "broken" }) })
      .catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "unavailable" });
    expect((refusal as Fault).message).toContain("nothing was registered");
    await expect(world.client.getPipeline({ pipelineId: "asks" })).rejects.toMatchObject({ code: "notFound" });
  });
});

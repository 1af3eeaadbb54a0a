import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TriggerWorld } from "../support/trigger-world.js";

/** Every place between a firing and its acknowledgement where a crash could lose or double it. */
const pluginPoints = ["before send", "after send", "ack received", "ack kept"];
const kernelPoints = ["firing received", "firing written", "firing durable", "firing taken", "firing answered"];

describe("each firing gives exactly one run, whoever is killed where", () => {
  const world = new TriggerWorld();
  beforeAll(async () => {
    await world.start();
    await world.register("once", { label: {} });
    await world.subscribed("once", "label");
  });
  afterAll(() => world[Symbol.asyncDispose]());
  let fired = 0;

  /** Fires three at once and waits until the trigger has let go of all of them. */
  const fireThree = async () => {
    const names = [1, 2, 3].map((number) => `f${String(fired + number).padStart(3, "0")}`);
    fired += 3;
    for (const name of names)
      world.fire(name, { pipelineId: "once", label: "label", firing: { variables: { NAME: name } } });
    return names;
  };
  const settled = async (names: readonly string[]) => {
    await world.hears((said) => (names.every((name) => said.some(({ ack }) => ack === name)) ? true : undefined));
    const runs = await world.runs("once");
    expect(runs.map(({ variables }) => variables["NAME"]).sort()).toEqual(
      Array.from({ length: fired }, (_, index) => `f${String(index + 1).padStart(3, "0")}`),
    );
  };

  test.each(kernelPoints)("B56: the kernel, at: %s", async (point) => {
    world.dieAt("kernel", point);
    const names = await fireThree();
    await world.kernel.died();
    expect(world.isArmed("kernel")).toBe(false);
    await world.start();
    await settled(names);
  });

  test.each(pluginPoints)("B56: the trigger, at: %s", async (point) => {
    const sets = world.said.filter(({ set }) => set).length;
    world.dieAt("plugin", point);
    const names = await fireThree();
    // The supervisor starts it again, and it is told everything anew.
    await world.hears((said) => (said.filter(({ set }) => set).length > sets ? true : undefined));
    world.fire(`g${fired}`, { subscriptionId: "s0", firing: {} });
    await world.hears((said) => said.find(({ nack }) => nack === `g${fired}`));
    expect(world.isArmed("plugin")).toBe(false);
    const runs = await world.runs("once");
    for (const name of names) expect(runs.filter(({ variables }) => variables["NAME"] === name)).toHaveLength(1);
    expect(runs).toHaveLength(fired);
  });
});

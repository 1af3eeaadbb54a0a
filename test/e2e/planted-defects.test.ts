import { join } from "node:path";
import { cases, directoryTarget, Fixture, readFixture, runConformance, type Target } from "@gofer/sdk/conformance";
import { describe, expect, test } from "vitest";
import { defects } from "../fixtures/planted/defects.mjs";
import { fixtures } from "../fixtures/planted/fixtures.mjs";
import { describeDocker } from "../support/docker.js";

const root = join(import.meta.dirname, "..", "..");
const program = join(root, "test", "fixtures", "planted", "main.mjs");

/** The correct plugin of that name, with a defect or without. */
function plant(plugin: string, defect?: string): { target: Target; fixture: Fixture } {
  const command = [process.execPath, program, plugin, ...(defect === undefined ? [] : [defect])];
  if (plugin in fixtures) {
    const fixture = Fixture.parse(fixtures[plugin as keyof typeof fixtures]);
    return { target: { kind: "process", command, directory: root, manifest: undefined }, fixture };
  }
  const directory = join(root, "plugins", plugin);
  return {
    target: { ...directoryTarget(directory), command },
    fixture: readFixture(join(directory, "conformance.json")),
  };
}

describe("the correct plugins that defects are planted in conform", () => {
  // The first-party ones have a test of their own.
  test.each(Object.keys(fixtures))("%s", { timeout: 600_000 }, async (plugin) => {
    const { results, conforms } = await runConformance(plant(plugin));
    const failed = results.filter(({ status }) => status === "failed");
    expect(failed.map(({ id, message }) => `${id}: ${message}`)).toEqual([]);
    expect(conforms).toBe(true);
  });
});

const planted = Object.entries(defects).map(([defect, facts]) => ({ defect, ...facts }));
const needsDocker = ({ plugin }: { plugin: string }) => plugin === "scheduler-docker";

test("there is a defect for every suite, and each names a case that there is", () => {
  const caught = planted.map(({ caughtBy }) => cases.find(({ id }) => id === caughtBy)?.id ?? `no case ${caughtBy}`);
  expect(caught.filter((id) => id.startsWith("no case"))).toEqual([]);
  const suiteOf = (id: string) => id.slice(0, id.indexOf("."));
  expect(new Set(caught.map(suiteOf))).toEqual(new Set(cases.map(({ id }) => suiteOf(id))));
  expect(planted.length).toBeGreaterThanOrEqual(20);
});

describe.concurrent("each planted defect is caught by the case that names it", () => {
  test.each(planted.filter((defect) => !needsDocker(defect)))("$defect: $caughtBy", { timeout: 300_000 }, isCaught);
  describeDocker("on an engine", () => {
    test.each(planted.filter(needsDocker))("$defect: $caughtBy", { timeout: 300_000 }, isCaught);
  });
});

async function isCaught({ defect, plugin, caughtBy }: (typeof planted)[number]): Promise<void> {
  const level = cases.find(({ id }) => id === caughtBy)?.level;
  const { results, conforms } = await runConformance({ ...plant(plugin, defect), only: [caughtBy] });
  expect(results).toMatchObject([{ id: caughtBy, status: "failed", level }]);
  expect(conforms).toBe(false);
}

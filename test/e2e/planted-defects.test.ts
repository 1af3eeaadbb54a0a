import { join } from "node:path";
import { cases, directoryTarget, Fixture, readFixture, runConformance, type Target } from "@gofer/sdk/conformance";
import { describe, expect, test } from "vitest";
import { defects } from "../fixtures/planted/defects.mjs";
import { fixtures } from "../fixtures/planted/fixtures.mjs";

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
    target: { ...directoryTarget(directory), command } as Target,
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

describe.concurrent("each planted defect is caught by the case that names it", () => {
  test.each(Object.entries(defects).map(([defect, facts]) => ({ defect, ...facts })))(
    "$defect: $caughtBy",
    { timeout: 300_000 },
    async ({ defect, plugin, caughtBy }) => {
      const level = cases.find(({ id }) => id === caughtBy)?.level;
      const { results, conforms } = await runConformance({ ...plant(plugin, defect), only: [caughtBy] });
      expect(results).toMatchObject([{ id: caughtBy, status: "failed", level }]);
      expect(conforms).toBe(false);
    },
  );
});

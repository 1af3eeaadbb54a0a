import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { directoryTarget, readFixture, runConformance } from "@gofer/sdk/conformance";
import { describe, expect, test } from "vitest";

const folder = join(import.meta.dirname, "..", "..", "plugins");
const plugins = readdirSync(folder).filter((name) => existsSync(join(folder, name, "gofer-plugin.json")));

/** SHOULDs that a plugin does not keep; its README says so. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  "scheduler-docker": ["scheduler.start-exit-code-above-128"],
  "scheduler-process": ["scheduler.start-exit-code-above-128"],
};

describe("every first-party plugin does what its contracts say", () => {
  test.each(plugins)("%s", { timeout: 600_000 }, async (name) => {
    const directory = join(folder, name);
    const report = await runConformance({
      target: directoryTarget(directory),
      fixture: readFixture(join(directory, "conformance.json")),
    });
    const failed = report.results
      .filter(({ status, id }) => status === "failed" && !exceptions[name]?.includes(id))
      .map(({ level, id, message }) => `${level} ${id}: ${message}`);
    expect(failed).toEqual([]);
    expect(report.conforms).toBe(true);
  });
});

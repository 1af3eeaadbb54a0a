import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Case, cases, directoryTarget, type Report, readFixture, runConformance } from "@gofer/sdk/conformance";
import { describe, expect, test } from "vitest";
import { describeDocker } from "../support/docker.js";
import { TestKernel } from "../support/kernel.js";
import { hasGo, hasPython } from "../support/toolchain.js";

const isLong = Boolean(process.env["GOFER_TEST_LONG"]);
const root = join(import.meta.dirname, "..", "..");
const folder = join(root, "plugins");
const plugins = readdirSync(folder).filter((name) => existsSync(join(folder, name, "gofer-plugin.json")));
const needsDocker = (name: string) => name === "scheduler-docker";

/** SHOULDs that a plugin does not keep; its README says so. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  "scheduler-docker": ["scheduler.start-exit-code-above-128"],
  "scheduler-process": ["scheduler.start-exit-code-above-128"],
  // hashicorp/go-plugin leaves the socket to its host.
  "store-files-go": ["process.removes-socket"],
};

/** The one whose process, which the SDK makes alike for all of them, is looked at in a quick run. */
const example = "trigger-interval";

/** What takes its time, or moves many bytes. */
const slow =
  /^scheduler\.(recover|logs|stop|other|events|stats|limits)|^objectstore\.(large|kill|get-(slow|while))|^secretstore\.(batch-get-100|names|list|other|survives|rekey)|signs-of-life$/;

/** Without GOFER_TEST_LONG=1: what a plugin does by itself, and what it says of itself. */
function isQuick(name: string, { id }: Case): boolean {
  if (slow.test(id)) return false;
  return name === example || !/^(process|base)\./.test(id) || /^base\.(info|schema|validate)-/.test(id);
}

/** What failed, and what was skipped for want of settings that only the plugin's own fixture can name. */
function complaints(name: string, { results }: Report): readonly string[] {
  return results.flatMap(({ status, id, level, message }) => {
    if (status === "failed" && !exceptions[name]?.includes(id)) return [`${level} ${id}: ${message}`];
    const isUnasked = status === "skipped" && message.startsWith("the fixture names no");
    // A process has no image that could be missing.
    const isNothing = name === "scheduler-process" && message.endsWith("missingImage");
    return isUnasked && !isNothing ? [`${id} is skipped: ${message}`] : [];
  });
}

async function conforms(name: string, directory = join(folder, name)): Promise<void> {
  const report = await runConformance({
    target: directoryTarget(directory),
    fixture: readFixture(join(directory, "conformance.json")),
    only: isLong ? [] : cases.filter((one) => isQuick(name, one)).map(({ id }) => id),
  });
  expect(complaints(name, report)).toEqual([]);
  expect(report.conforms).toBe(true);
}

// A long run looks at memory and times as well: one plugin after the other.
describe[isLong ? "sequential" : "concurrent"]("every first-party plugin does what its contracts say", () => {
  const timeout = isLong ? 600_000 : 120_000;
  test.each(plugins.filter((name) => !needsDocker(name)))("%s", { timeout }, (name) => conforms(name));
  describeDocker("on an engine", () => {
    test.each(plugins.filter(needsDocker))("%s", { timeout }, (name) => conforms(name));
  });
});

describe("every example in another language does what its contracts say", () => {
  const timeout = isLong ? 600_000 : 120_000;
  const built = async (name: string) => {
    const directory = join(root, "examples", "plugins", name);
    execFileSync(join(directory, "build.sh"), { stdio: "pipe" });
    await conforms(name, directory);
  };
  test.skipIf(!hasGo())("store-files-go", { timeout }, () => built("store-files-go"));
  test.skipIf(!hasPython())("trigger-file-python", { timeout }, () => built("trigger-file-python"));
});

test("the command line needs nothing but the folder, and tells what it found", async () => {
  await using kernel = new TestKernel();
  const words = ["plugin", "test", join(folder, "task-http"), "--only", "task", "base.info-manifest"];
  const { code, stdout } = await kernel.gofer(...words, "--format", "json");
  expect(code).toBe(0);
  const { plugin, results, conforms: verdict } = JSON.parse(stdout.toString()) as Report;
  expect([plugin.name, verdict]).toEqual(["task-http", true]);
  const wanted = cases.filter(({ contract, id }) => contract === "gofer.task.v1" || id === "base.info-manifest");
  expect(results.map(({ id, status }) => `${status} ${id}`)).toEqual(wanted.map(({ id }) => `passed ${id}`));
});

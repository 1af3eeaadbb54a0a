import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestKernel } from "../support/kernel.js";
import { misbehavingPlugin } from "../support/plugin-folder.js";

const plugins = mkdtempSync(join(tmpdir(), "gofer-bad-"));
const kernel = new TestKernel({ GOFER_PLUGIN_DIR: plugins });

beforeAll(async () => {
  symlinkSync(
    join(import.meta.dirname, "..", "..", "plugins", "scheduler-process"),
    join(plugins, "scheduler-process"),
  );
  for (const [alias, ...behaviour] of [
    ["wrong-protocol", "core"],
    ["dies", "dies"],
    ["hangs", "hangs"],
    ["liar", "lies", "version"],
    ["flutters", "flutters"],
    ["floods", "floods", "stderr"],
    ["stays", "ignores-stdin"],
  ] as const)
    misbehavingPlugin(plugins, alias, behaviour);
  mkdirSync(join(plugins, "broken"));
  writeFileSync(join(plugins, "broken", "gofer-plugin.json"), "not JSON");
  await kernel.start();
  const file = join(kernel.dataDirectory, "one.json");
  const task = { id: "task", container: { image: "any", command: ["true"] } };
  writeFileSync(file, JSON.stringify({ id: "one", tasks: [task] }));
  expect((await kernel.gofer("pipeline", "create", file)).code).toBe(0);
});
afterAll(async () => {
  await kernel[Symbol.asyncDispose]();
  rmSync(plugins, { recursive: true });
});

/** Waits for the recorded change of a plugin's state. */
async function stateOf(alias: string, state: string): Promise<void> {
  const follow = ["event", "list", "--follow", "--since", "0", "--kind", "plugin_state_changed", "--format", "json"];
  const events = kernel.follow(...follow);
  for await (const line of events) {
    const { details } = JSON.parse(line) as { details: { plugin: string; state: string } };
    if (details.plugin === alias && details.state === state) return;
  }
}

test.each([
  ["wrong-protocol", "incompatible", /"wrong-protocol" 1\.0\.0: .*core protocol 2.*rebuild it/],
  ["broken", "incompatible", /"broken": .*gofer-plugin\.json cannot be read.*correct it/],
  ["liar", "incompatible", /"liar" 1\.0\.0 says .*9\.9\.9.*they must agree/],
  ["dies", "backoff", /"dies" 1\.0\.0: .*exit code 3.*gofer plugin logs dies/],
])("plugin get of %s says why it is %s, and runs go on", async (alias, state, message) => {
  await stateOf(alias, state);
  const { code, stdout } = await kernel.gofer("plugin", "get", alias);
  expect(code).toBe(0);
  expect(stdout.toString()).toMatch(message);
  expect((await kernel.gofer("run", "start", "one", "--wait")).code).toBe(0);
});

test("a plugin whose health flutters leaves one event in a second, not thousands", async () => {
  await stateOf("flutters", "running");
  const { stdout } = await kernel.gofer("event", "list", "--kind", "plugin_state_changed", "--format", "json");
  const ofIt = stdout
    .toString()
    .split("\n")
    .filter((line) => line.includes('"flutters"'));
  expect(ofIt.length).toBeLessThan(30);
});

test("kill -9 of the kernel leaves no plugin process, not even one that ignores the end of its input", async () => {
  await stateOf("stays", "running");
  const { stdout } = await kernel.gofer("plugin", "list", "--format", "json");
  const pids = stdout
    .toString()
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { pid: number }).pid)
    .filter((pid) => pid > 0);
  expect(pids.length).toBeGreaterThanOrEqual(4);
  await kernel.stop("SIGKILL");
  for (const pid of pids) await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  await kernel.start();
  expect((await kernel.gofer("run", "start", "one", "--wait")).code).toBe(0);
});

test("a kernel whose every plugin is broken serves, and says so", async () => {
  const nothing = mkdtempSync(join(tmpdir(), "gofer-broken-"));
  for (const alias of ["scheduler-process", "other"]) {
    mkdirSync(join(nothing, alias));
    writeFileSync(join(nothing, alias, "gofer-plugin.json"), "{}");
  }
  await using alone = new TestKernel({ GOFER_PLUGIN_DIR: nothing });
  await alone.start();
  const { stdout } = await alone.gofer("plugin", "list");
  expect(stdout.toString().match(/incompatible/g)).toHaveLength(2);
  expect((await alone.gofer("pipeline", "create", join(kernel.dataDirectory, "one.json"))).code).toBe(0);
  expect((await alone.gofer("run", "start", "one")).code).toBe(0);
  rmSync(nothing, { recursive: true });
});

function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}

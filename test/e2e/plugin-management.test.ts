import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestKernel } from "../support/kernel.js";
import { untilFile } from "../support/pipelines.js";
import { packPlugin, versionedManifest } from "../support/plugin-package.js";

const kernel = new TestKernel();
const folder = mkdtempSync(join(tmpdir(), "gofer-packages-"));
const archive = (version: string, failure = "") =>
  packPlugin(join(folder, `${version}${failure}.tgz`), versionedManifest(version, failure));

beforeAll(() => kernel.start());
afterAll(async () => {
  await kernel[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** Runs the command line and expects that it works. */
async function gofer(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await kernel.gofer(...words);
  expect(stderr).not.toMatch(/^gofer: /m);
  expect(code).toBe(0);
  return stdout.toString();
}

interface Shown {
  readonly alias: string;
  readonly version: string;
  readonly state: string;
  readonly enabled: boolean;
  readonly pid: number;
  readonly restarts: number;
  readonly digest: string;
  readonly attributes: Record<string, string>;
  readonly permissions: readonly string[];
}
const show = async (alias: string) =>
  (JSON.parse(await gofer("plugin", "get", alias, "--format", "json")) as { plugin: Shown }).plugin;

/** Waits for an event about a plugin that fits; looks from the beginning. */
async function event(kind: string, alias: string, fits: (details: Record<string, string>) => boolean = () => true) {
  for await (const line of kernel.follow(
    "event",
    "list",
    "--follow",
    "--since",
    "0",
    "--kind",
    kind,
    "--format",
    "json",
  )) {
    const { details } = JSON.parse(line) as { details: Record<string, string> };
    if (details["plugin"] === alias && fits(details)) return details;
  }
  throw new Error("the events ended");
}
const running = (alias: string, version: string) =>
  event("plugin_state_changed", alias, (details) => details["state"] === "running" && details["version"] === version);

describe("the life of an installed plugin", () => {
  test("bundled plugins are installations at the first boot", async () => {
    expect(await show("scheduler-process")).toMatchObject({ enabled: true, permissions: ["processes on this host"] });
    expect(await event("plugin_installed", "scheduler-process")).toMatchObject({ version: "0.1.0" });
  });

  test("an archive is verified, shown, asked about, and installed by its digest", async () => {
    const file = await archive("1.0.0");
    const asked = await kernel.gofer("plugin", "install", file, "--alias", "blue");
    expect(asked.code).toBe(2);
    expect(asked.stderr).toMatch(/needs +processes on this host[\s\S]*--yes/);
    expect((await kernel.gofer("plugin", "get", "blue")).code).toBe(4);

    await gofer("plugin", "install", file, "--alias", "blue", "--yes");
    await running("blue", "1.0.0");
    const { digest } = await show("blue");
    expect(digest).toMatch(/^sha256:/);
    const stored = join(kernel.dataDirectory, "packages", digest.replace(":", "-"));
    expect(statSync(join(stored, "gofer-plugin.json")).mode & 0o777).toBe(0o444);
    expect(readdirSync(join(kernel.dataDirectory, "packages", "staging"))).toEqual([]);
    expect((await kernel.gofer("plugin", "install", file, "--alias", "blue", "--yes")).code).toBe(5);
  });

  test("a configuration is changed whole or not at all, and a secret is nowhere but in its file", async () => {
    const bad = await kernel.gofer("plugin", "config", "set", "blue", "--set", "colour=mauve", "--set", "size=3");
    expect(bad.code).toBe(2);
    expect(bad.stderr).toMatch(/unknown key "size"/);
    expect(bad.stderr).toMatch(/\/colour/);
    const needed = await kernel.gofer("plugin", "config", "check", "blue", "--set", "colour=green");
    expect(needed.code).toBe(2);
    expect(needed.stdout.toString()).toContain("/password is needed for green");
    const seen = await kernel.gofer("plugin", "config", "set", "blue", "--secret", "password=hunter2-canary");
    expect(seen.stderr).toContain("seen by everybody");

    const secret = join(folder, "secret");
    writeFileSync(secret, "hunter2-canary\n");
    await gofer("plugin", "config", "set", "blue", "--set", "colour=green", "--secret", `password=@${secret}`);
    await event("plugin_configured", "blue");
    await expect.poll(async () => (await show("blue")).attributes).toEqual({ colour: "green", password_length: "14" });
    const shown = await gofer("plugin", "config", "get", "blue");
    expect(shown).toContain('"colour": "green"');
    expect(shown).not.toContain("canary");
    const directory = join(kernel.dataDirectory, "installation-secrets");
    const [name = "", ...more] = readdirSync(directory);
    expect(more).toEqual([]);
    expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
    expect(await gofer("event", "list", "--format", "json")).not.toContain("canary");
    expect(await gofer("plugin", "logs", "blue")).not.toContain("canary");
  });

  test("intent outlives the kernel; enable, disable and restart", async () => {
    await gofer("plugin", "disable", "blue");
    expect(await show("blue")).toMatchObject({ enabled: false, state: "STATE_STOPPED" });
    expect((await kernel.gofer("plugin", "restart", "blue")).stderr).toContain("gofer plugin enable blue");
    await kernel.stop("SIGKILL");
    await kernel.start();
    expect(await show("blue")).toMatchObject({ enabled: false, version: "1.0.0" });
    await gofer("plugin", "enable", "blue");
    await expect.poll(async () => (await show("blue")).attributes["colour"]).toBe("green");
  });

  test("an upgrade takes over when it works, and a rollback goes back", async () => {
    await gofer("plugin", "upgrade", "blue", await archive("1.1.0"), "--yes");
    expect(await show("blue")).toMatchObject({ version: "1.1.0", state: "STATE_RUNNING" });
    await gofer("plugin", "rollback", "blue");
    expect(await show("blue")).toMatchObject({ version: "1.0.0", state: "STATE_RUNNING" });
  });

  test("an upgrade to the very same files says so and restarts nothing; one to others of that version is a real one", async () => {
    const before = await show("blue");
    const upgrades = async () => (await gofer("event", "list", "--kind", "plugin_upgraded")).split("\n").length;
    const upgradesBefore = await upgrades();
    const same = await kernel.gofer("plugin", "upgrade", "blue", await archive("1.0.0"), "--yes");
    expect([same.code, same.stderr]).toEqual([
      0,
      expect.stringContaining(
        "blue is 1.0.0 with these files already, and nothing has changed: gofer plugin restart blue",
      ),
    ]);
    expect(await show("blue")).toMatchObject({ pid: before.pid, restarts: before.restarts, digest: before.digest });
    // What has come with the kernel is asked for again by its alias alone.
    expect((await kernel.gofer("plugin", "upgrade", "trigger-interval")).stderr).toContain("nothing has changed");
    expect(await upgrades()).toBe(upgradesBefore);

    const other = await packPlugin(join(folder, "other.tgz"), versionedManifest("1.0.0"), {
      "OTHER.md": "other",
    });
    const { stderr } = await kernel.gofer("plugin", "upgrade", "blue", other, "--yes");
    const { digest, pid } = await show("blue");
    expect(stderr).toContain(`upgraded blue, which stays at 1.0.0, from ${before.digest} to ${digest}: gofer plugin `);
    expect([digest, pid]).not.toEqual([before.digest, before.pid]);
    await gofer("plugin", "rollback", "blue");
    expect(await show("blue")).toMatchObject({ digest: before.digest });
  });

  test("an upgrade to a version that does not work changes nothing", async () => {
    const broken = await packPlugin(join(folder, "broken.tgz"), {
      ...versionedManifest("2.0.0"),
      kernel: ">=99",
    });
    const refused = await kernel.gofer("plugin", "upgrade", "blue", broken, "--yes");
    expect(refused.code).toBe(6);
    expect(refused.stderr).toContain("works with kernels >=99");
    expect(await show("blue")).toMatchObject({ version: "1.0.0", state: "STATE_RUNNING" });
  });

  test("files that were changed since are not started, and an upgrade to the same ones puts them back", async () => {
    const { digest } = await show("blue");
    const manifest = join(kernel.dataDirectory, "packages", digest.replace(":", "-"), "gofer-plugin.json");
    const content = readFileSync(manifest, "utf8");
    chmodSync(manifest, 0o644);
    writeFileSync(manifest, content.replace("processes on this host", "everything"));
    await gofer("plugin", "restart", "blue");
    await event("plugin_state_changed", "blue", ({ state }) => state === "quarantined");
    const told = await gofer("plugin", "get", "blue");
    expect(told).toMatch(/quarantined[\s\S]*not what was installed/);
    const [, source = ""] = /gofer plugin upgrade blue (\S+) puts them back/.exec(told) ?? [];
    const before = (await gofer("event", "list", "--kind", "plugin_upgraded")).split("\n").length;
    const { stderr } = await kernel.gofer("plugin", "upgrade", "blue", source, "--yes");
    expect((await gofer("event", "list", "--kind", "plugin_upgraded")).split("\n")).toHaveLength(before + 1);
    expect(stderr).toContain("put the files of blue 1.0.0 back, and started it anew");
    expect(readFileSync(manifest, "utf8")).toBe(content);
    await expect.poll(async () => (await show("blue")).state).toBe("STATE_RUNNING");
  });

  test("a lock file makes another server the same, and refuses other files", async () => {
    const file = join(folder, "lock.json");
    await gofer("plugin", "lock", file);
    const lock = readFileSync(file, "utf8");
    expect(JSON.parse(lock)).toMatchObject({ plugins: [{ alias: "blue", version: "1.0.0" }] });
    await gofer("plugin", "uninstall", "blue", "--yes");
    await gofer("plugin", "sync", file, "--locked", "--yes");
    expect((await show("blue")).version).toBe("1.0.0");
    writeFileSync(file, lock.replace(/sha256:.{8}/, "sha256:00000000"));
    const refused = await kernel.gofer("plugin", "sync", file, "--locked", "--yes");
    expect(refused.stderr).toMatch(/says sha256:00000000.*nothing was changed/);
    await archive("1.0.0");
  });

  test("what is in use is not uninstalled, and its users are named", async () => {
    await gofer("plugin", "use", "scheduler", "blue");
    const file = join(folder, "waits.json");
    const marker = join(folder, "go-on");
    const command = ["sh", "-c", untilFile(marker)];
    writeFileSync(file, JSON.stringify({ id: "waits", tasks: [{ id: "task", container: { image: "any", command } }] }));
    await gofer("pipeline", "create", file);
    await gofer("run", "start", "waits");
    await gofer("plugin", "use", "scheduler", "scheduler-process");
    const refused = await kernel.gofer("plugin", "uninstall", "blue", "--yes");
    expect(refused.code).toBe(6);
    expect(refused.stderr).toContain("run default/waits #1");
    const inUse = await kernel.gofer("plugin", "disable", "scheduler-process");
    expect(inUse.stderr).toContain("it is the scheduler in use");
    writeFileSync(marker, "");
    await gofer("run", "wait", "waits");
    await gofer("plugin", "uninstall", "blue", "--yes");
    expect((await kernel.gofer("plugin", "get", "blue")).code).toBe(4);
  });

  test("a folder is a live link, marked as such", async () => {
    const directory = mkdtempSync(join(folder, "live-"));
    writeFileSync(join(directory, "gofer-plugin.json"), JSON.stringify(versionedManifest("3.0.0")));
    await gofer("plugin", "install", directory, "--alias", "live", "--yes");
    await running("live", "3.0.0");
    expect(await gofer("plugin", "list")).toMatch(/live .*\(DEV\)/);
    rmSync(directory, { recursive: true });
    await kernel.stop("SIGKILL");
    await kernel.start();
    await event("plugin_state_changed", "live", ({ state }) => state === "incompatible");
    await gofer("plugin", "uninstall", "live", "--yes");
  });
});

/** The alias of the last try. */
let green = "";
let tries = 0;

test("an upgrade that fails on probation goes back by itself: no run is lost, and none runs twice", async () => {
  // A second try finds what the first one left.
  tries++;
  const [alias, tick] = [(green = `green${tries}`), `tick${tries}`];
  const ran = join(folder, `ran${tries}`);
  const file = join(folder, `${tick}.json`);
  const command = ["sh", "-c", `echo $GOFER_RUN_ID >> ${ran}`];
  writeFileSync(file, JSON.stringify({ id: tick, tasks: [{ id: "task", container: { image: "any", command } }] }));
  await gofer("pipeline", "create", file);
  await gofer("plugin", "install", await archive("1.0.0"), "--alias", alias, "--yes");
  await gofer("plugin", "use", "scheduler", alias);

  const { api } = kernel;
  const started: Promise<number>[] = [];
  const start = async () => (await api.startRun({ pipelineId: tick })).run?.id ?? 0;
  const timer = setInterval(() => started.push(start()), 100);
  await gofer("plugin", "upgrade", alias, await archive("2.0.0", "exits"), "--yes");
  const exited = await event("plugin_rolled_back", alias);
  expect(exited).toMatchObject({
    from: "2.0.0",
    to: "1.0.0",
    reason: expect.stringContaining("exit code 9") as string,
  });
  await gofer("plugin", "upgrade", alias, await archive("2.0.1", "sickens"), "--yes");
  const sickened = await event("plugin_rolled_back", alias, (details) => details["from"] === "2.0.1");
  expect(sickened).toMatchObject({ to: "1.0.0", reason: expect.stringContaining("the engine has gone") as string });
  await expect.poll(async () => (await show(alias)).version).toBe("1.0.0");
  await gofer("plugin", "upgrade", alias, await archive("2.1.0"), "--yes");
  clearInterval(timer);
  const ids = await Promise.all(started);
  expect(ids.length).toBeGreaterThan(10);
  for (const id of ids) {
    const ref = { pipelineId: tick, runId: id };
    try {
      for await (const { run } of api.watchRun(ref, { timeoutMs: 60_000 }))
        if (run?.state === "RUN_STATE_COMPLETE") expect(run.status, `run ${id}`).toBe("RUN_STATUS_SUCCESSFUL");
    } catch (error) {
      const { taskRuns } = await api.listTaskRuns(ref);
      const how = taskRuns.map(({ state, reason }) => `${state} ${reason?.message ?? ""}`).join(", ");
      throw new Error(`run ${id} of ${ids.length} does not end: ${how}`, { cause: error });
    }
  }
  const executed = readFileSync(ran, "utf8").trim().split("\n").map(Number);
  expect(executed.sort((a, b) => a - b)).toEqual(ids.sort((a, b) => a - b));
  expect((await show(alias)).version).toBe("2.1.0");
});

test("a version that is unhealthy never takes over", async () => {
  const { stderr, code } = await kernel.gofer("plugin", "upgrade", green, await archive("3.0.0", "unhealthy"), "--yes");
  expect(code).toBe(6);
  expect(stderr).toMatch(/"green\d" stays at 2\.1\.0, because 3\.0\.0 does not work: .*the engine is gone/);
});

test("in safe mode nothing is started, and a plugin can be changed; without it everything is as it was", async () => {
  await kernel.stop();
  await kernel.start({}, "--safe-mode");
  expect(await show(green)).toMatchObject({ enabled: false, state: "STATE_STOPPED", version: "2.1.0" });
  await gofer("plugin", "config", "set", green, "--set", "colour=red");
  await kernel.stop();
  await kernel.start();
  await expect.poll(async () => (await show(green)).state).toBe("STATE_RUNNING");
});

test("nothing is left: no staging, no package that nobody uses", async () => {
  await kernel.stop();
  await kernel.start();
  const packages = readdirSync(join(kernel.dataDirectory, "packages"));
  expect(packages.filter((name) => name.startsWith("sha256-")).length).toBeLessThanOrEqual(2);
  expect(existsSync(join(kernel.dataDirectory, "packages", "staging"))).toBe(true);
  expect(readdirSync(join(kernel.dataDirectory, "packages", "staging"))).toEqual([]);
});

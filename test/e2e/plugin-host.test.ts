import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PluginHostOptions } from "../../kernel/src/adapters/plugins/host.js";
import type { PluginHost } from "../../kernel/src/ports/plugin-host.js";
import { misbehavingPlugin } from "../support/plugin-folder.js";
import { HostFolder, isRunning, until } from "../support/plugin-host.js";

let folder: HostFolder;
beforeEach(() => {
  folder = new HostFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const well = (alias = "well", ...behaviour: string[]) => misbehavingPlugin(folder.path, alias, behaviour);
const lines = async (of: PluginHost, alias: string) => {
  const all = [];
  for await (const line of of.logs(alias, { follow: false, signal: new AbortController().signal })) all.push(line);
  return all;
};

describe("a plugin that does not fit says why, what it is and what to do, and is not tried again", () => {
  test.each<[string, string[], Record<string, unknown>, RegExp]>([
    ["core protocol", ["core"], {}, /"bad" 1\.0\.0: .*core protocol 2.*speaks 1.*rebuild/],
    ["plugin protocol", ["application"], {}, /"bad" 1\.0\.0: .*version 7.*speaks 1.*install a version/],
    ["netrpc", ["netrpc"], {}, /"bad" 1\.0\.0: .*"netrpc".*set GRPCServer/],
    ["TCP without a certificate", ["tcp"], {}, /"bad" 1\.0\.0: .*without a certificate.*AutoMTLS/],
    ["a socket elsewhere", ["elsewhere"], {}, /"bad" 1\.0\.0: .*outside its socket directory.*PLUGIN_UNIX_SOCKET_DIR/],
    ["21 lines of noise", ["noise", "21"], {}, /"bad" 1\.0\.0: .*more than 20 lines.*must log to standard error/],
    ["another version than its manifest", ["lies", "version"], {}, /"bad" 1\.0\.0 says .*9\.9\.9.*must agree/],
    ["another name than its manifest", ["lies", "name"], {}, /"bad" 1\.0\.0 says .*9\.9\.9.*must agree/],
    ["another kernel", [], { kernel: ">=2" }, /"bad" 1\.0\.0 works with kernels >=2, this one is 1\.2\.0: install/],
    ["a broken manifest", [], { version: "one" }, /"bad": .*gofer-plugin\.json.*\/version.*correct it/],
    ["a configuration it refuses", ["refuses-config"], {}, /"bad" 1\.0\.0 is not valid: \/bucket is missing: gofer/],
    ["no program", [], { entrypoint: { command: ["/no/such/program"] } }, /"bad".*\/no\/such\/program|ended before/],
  ])("%s", async (_name, behaviour, changes, message) => {
    const opened = await folder.open([misbehavingPlugin(folder.path, "bad", behaviour, changes), well()], {
      firstPauseMs: 60_000,
    });
    const plugin = await until(opened, "bad", ({ state }) => ["incompatible", "backoff"].includes(state));
    expect(plugin.message).toMatch(message);
    expect(opened.crashes("bad")[0]?.cause).toMatch(message);
    expect(isRunning(await until(opened, "well", isRunning))).toBe(true);
  });

  test("a manifest that is not JSON", async () => {
    const directory = misbehavingPlugin(folder.path, "bad", []);
    writeFileSync(join(directory, "gofer-plugin.json"), "{");
    const plugin = await until(await folder.open([directory]), "bad", ({ state }) => state === "incompatible");
    expect(plugin.message).toMatch(/"bad": .*gofer-plugin\.json cannot be read.*JSON.*correct it/);
  });
});

describe("a plugin that fails is tried again later, and says why it failed", () => {
  test.each<[string, string[], PluginHostOptions["timing"], RegExp]>([
    ["hangs without a handshake", ["hangs"], { handshakeMs: 3000 }, /"bad" 1\.0\.0: .*within 3 s.*handshake line/],
    ["dies at once", ["dies"], {}, /"bad" 1\.0\.0: .*exit code 3.*no configuration file.*gofer plugin logs bad/],
    ["dies after the handshake", ["dies-after-handshake"], {}, /"bad" 1\.0\.0: .*health service does not answer/],
    ["is not serving", ["not-serving"], {}, /"bad" 1\.0\.0: .*NOT_SERVING.*must be SERVING/],
    ["stops serving", ["turns-not-serving"], { healthIntervalMs: 20 }, /"bad" 1\.0\.0 failed 3 .*NOT_SERVING/],
    ["stops answering", ["deaf"], { healthIntervalMs: 20, healthTimeoutMs: 50 }, /"bad" 1\.0\.0 failed 3 .*in time/],
    ["never says how it is", ["no-status"], { firstStatusMs: 100 }, /"bad" 1\.0\.0 sends nothing on WatchStatus/],
  ])("%s", async (_name, behaviour, timing, message) => {
    const opened = await folder.open([misbehavingPlugin(folder.path, "bad", behaviour), well()], {
      firstPauseMs: 60_000,
      ...timing,
    });
    const plugin = await until(opened, "bad", ({ state }) => state === "backoff");
    expect(plugin.message).toMatch(message);
    expect(plugin.pid).toBeUndefined();
    expect(isRunning(await until(opened, "well", isRunning))).toBe(true);
  });

  test("a crash, a pause, and it runs again", async () => {
    const opened = await folder.open([well("bad", "crashes-once")], { firstPauseMs: 10 });
    const failed = await until(opened, "bad", ({ state }) => state === "backoff");
    expect(failed.message).toContain("exit code 7");
    expect(await until(opened, "bad", isRunning)).toMatchObject({ restarts: 1, message: "" });
    expect(opened.connection("bad")?.generation).toBe(2);
  });

  test("more than five failures are a crash loop, with a slow retry", async () => {
    const timing = { firstPauseMs: 1, longestPauseMs: 1, crashLoopPauseMs: 600_000 };
    const opened = await folder.open([well("bad", "dies"), well()], timing);
    const plugin = await until(opened, "bad", ({ state }) => state === "crashLoop");
    expect(plugin.message).toMatch(/ended 6 times in 10 min, next try in 10 min: .*exit code 3/);
    expect(opened.crashes("bad")).toHaveLength(6);
    expect(opened.crashes("bad")[0]?.lastLines.join()).toContain("no configuration file");
    await until(opened, "well", isRunning);
  });

  test("a killed process closes its connection, and the next one is another", async () => {
    const opened = await folder.open([well()], { firstPauseMs: 1 });
    const { pid } = await until(opened, "well", isRunning);
    const connection = opened.connection("well");
    process.kill(-(pid ?? 0), "SIGKILL");
    const again = await until(opened, "well", (plugin) => isRunning(plugin) && plugin.pid !== pid);
    expect(connection?.closed.aborted).toBe(true);
    expect(opened.connection("well")).not.toBe(connection);
    expect(again.restarts).toBe(1);
    expect(opened.crashes("well")[0]?.cause).toContain("SIGKILL");
  });
});

describe("a plugin that is loud", () => {
  test("20 lines before the handshake are kept as warnings, without their colours", async () => {
    const opened = await folder.open([well("loud", "noise", "20")]);
    await until(opened, "loud", isRunning);
    const noise = (await lines(opened, "loud")).filter(({ level }) => level === "warn");
    expect(noise.map(({ message }) => message)).toEqual(
      Array.from({ length: 20 }, (_, n) => `loading module ${n + 1}`),
    );
  });

  test.each(["stdout", "stderr"])("a flood on %s neither blocks nor grows anything", async (stream) => {
    const opened = await folder.open([well("loud", "floods", stream), well()], { healthIntervalMs: 100 });
    await Promise.all([until(opened, "loud", isRunning), until(opened, "well", isRunning)]);
    const end = new AbortController();
    for await (const { message } of opened.logs("loud", { follow: true, signal: end.signal }))
      if (message.includes("lines dropped")) break;
    expect((await lines(opened, "loud")).length).toBeLessThanOrEqual(1000);
    expect(opened.find("well")?.state).toBe("running");
  });
});

describe("ending", () => {
  test("a plugin that ignores the end of its input and SIGTERM is killed, and what it started with it", async () => {
    const file = join(folder.path, "child.pid");
    const opened = await folder.open([well("deaf", "ignores-stdin"), well("parent", "has-a-child", file)]);
    await Promise.all([until(opened, "deaf", isRunning), until(opened, "parent", isRunning)]);
    await expect.poll(() => existsSync(file) && readFileSync(file, "utf8").trim()).toBeTruthy();
    const pids = [opened.find("deaf")?.pid, opened.find("parent")?.pid, Number(readFileSync(file, "utf8"))];
    await opened[Symbol.asyncDispose]();
    for (const pid of pids) await expect.poll(() => isAlive(pid)).toBe(false);
  });

  test("a host that is closed while a plugin hangs does not wait for it", async () => {
    const opened = await folder.open([well("hangs", "hangs")], { handshakeMs: 600_000 });
    await until(opened, "hangs", ({ state }) => state === "starting");
    await opened[Symbol.asyncDispose]();
    expect(opened.find("hangs")?.state).toBe("stopped");
  });

  test("what an earlier kernel left is ended before anything is started", async () => {
    const first = await folder.open([well()]);
    const { pid } = await until(first, "well", isRunning);
    const second = await folder.open([well("other")]);
    expect(isAlive(pid)).toBe(false);
    await until(second, "other", isRunning);
    await first[Symbol.asyncDispose]();
  });

  test("a hundred listeners on a connection are no leak", async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => void warnings.push(warning);
    process.on("warning", onWarning);
    const opened = await folder.open([well()]);
    await until(opened, "well", isRunning);
    const closed = opened.connection("well")?.closed;
    for (let n = 0; n < 100; n++) closed?.addEventListener("abort", () => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", onWarning);
    expect(warnings).toEqual([]);
  });
});

function isAlive(pid: number | undefined): boolean {
  try {
    // A zombie has ended; only its parent has not looked yet.
    return !readFileSync(`/proc/${pid ?? 0}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}

import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { makeImages, startEngine } from "../../scripts/docker-engine.mjs";
import { call, describeOwnEngine, image, type OpenScheduler, openScheduler, shell } from "../support/docker.js";

const counting = "i=0; while :; do i=$((i+1)); echo $i; sleep 0.02; done";

/** What the counter above wrote: the numbers from one on, each once. */
function expectGapless(output: string): void {
  const numbers = output.trim().split("\n").map(Number);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
}

async function waitForOutput(plugin: OpenScheduler, key: string): Promise<void> {
  for await (const { chunks } of plugin.scheduler.streamLogs({ key, cursor: Buffer.alloc(0), follow: true }, call()))
    if ((chunks?.length ?? 0) > 0) return;
}

describeOwnEngine.each([
  ["without live-restore", [] as string[]],
  ["with live-restore", ["--live-restore"]],
])("an engine %s that goes away", (_name, flags) => {
  const directory = mkdtempSync(join(tmpdir(), "gofer-own-"));
  let engine: Awaited<ReturnType<typeof startEngine>>;
  let plugin: OpenScheduler;
  beforeAll(async () => {
    engine = await startEngine({ directory, flags });
    await makeImages(engine.socket, image);
    plugin = await openScheduler({ socket: engine.socket });
  });
  afterAll(async () => {
    await plugin.crash();
    await engine.stop();
    rmSync(plugin.dataDirectory, { recursive: true, force: true });
  });

  test("is reported, calls fail soon, and all is found again when it is back", async () => {
    await plugin.start({ key: "counts", command: shell(`trap "exit 0" USR1; ${counting}`) });
    await plugin.start({ key: "ended", command: shell("exit 5") });
    const ended = await plugin.exited("ended");
    await waitForOutput(plugin, "counts");
    const resynced = (async () => {
      for await (const { resync } of plugin.scheduler.watchEvents({ resumeToken: Buffer.alloc(0) }, call()))
        if (resync) return;
    })();
    await engine.kill("SIGKILL");
    expect((await plugin.reached("unhealthy")).message).toMatch(/no Docker engine answers at unix:.*: start it/);
    await expect(plugin.scheduler.inspect({ key: "counts" }, call())).rejects.toMatchObject({ code: "unavailable" });
    expect((await plugin.start({ key: "later" })).error).toMatchObject({ code: 14, reason: "ENGINE_UNREACHABLE" });
    await engine.start();
    await plugin.reached("healthy");
    await resynced;

    expect((await plugin.scheduler.inspect({ key: "ended" }, call())).status).toEqual(ended);
    expect((await plugin.start({ key: "later", command: shell("exit 6") })).outcome).toBe("started");
    expect((await plugin.exited("later")).exit).toMatchObject({ reason: "REASON_EXITED", exitCode: 6 });
    const { status } = await plugin.scheduler.inspect({ key: "counts" }, call());
    if (flags.length === 0) {
      expect(status).toMatchObject({ state: "STATE_EXITED", exit: { reason: "REASON_EVICTED" } });
      expect(status?.exit?.message).toContain("live-restore");
    } else {
      expect(status).toMatchObject({ state: "STATE_RUNNING" });
      await plugin.scheduler.stop({ items: [{ key: "counts", signal: "SIGUSR1", graceMs: 60_000 }] }, call());
      expect((await plugin.exited("counts")).exit).toMatchObject({ reason: "REASON_STOPPED", exitCode: 0 });
    }
    expectGapless((await plugin.output("counts")).stdout.toString());
  });

  test("breaks a follower off, who goes on from its cursor", async () => {
    await plugin.start({ key: "followed", command: shell(`trap "exit 0" USR1; ${counting}`) });
    const read: Buffer[] = [];
    let cursor = Buffer.alloc(0);
    const follow = async () => {
      for await (const { chunks, eof } of plugin.scheduler.streamLogs(
        { key: "followed", cursor, follow: true },
        call(),
      )) {
        for (const chunk of chunks ?? []) {
          read.push(Buffer.from(chunk.data ?? ""));
          cursor = Buffer.from(chunk.cursor ?? "");
        }
        if (eof) return true;
      }
      return false;
    };
    await waitForOutput(plugin, "followed");
    const first = follow().catch((error: unknown) => error);
    await engine.kill("SIGKILL");
    expect(await first).toMatchObject({ code: "unavailable" });
    await engine.start();
    await plugin.reached("healthy");
    if (flags.length > 0)
      await plugin.scheduler.stop({ items: [{ key: "followed", signal: "SIGUSR1", graceMs: 60_000 }] }, call());
    expect(await follow()).toBe(true);
    expectGapless(Buffer.concat(read).toString());
  });
});

/**
 * Stands before the runtime of an engine and holds it up where it is told to: before or after what it does. What was held
 * up before comes to nothing.
 */
function holdingRuntime(directory: string): string {
  const path = join(directory, "runtime.sh");
  const script = `#!/bin/sh
for word in "$@"; do
  case $word in create|start)
    hold() { [ -e ${directory}/$1-$word ] || return 0; touch ${directory}/held; while [ -e ${directory}/held ]; do sleep 0.02; done; }
    [ -e ${directory}/before-$word ] && { hold before; exit 1; }
    runc "$@" || exit $?
    hold after
    exit 0
  esac
done
exec runc "$@"
`;
  writeFileSync(path, script, { mode: 0o755 });
  return path;
}

/**
 * Stands for the engine's program that forwards a published port, and holds the engine up when it ends a container: after it has
 * told the end, before it has written it down.
 */
function holdingPort(directory: string): string {
  const path = join(directory, "port.sh");
  const script = `#!/bin/sh
echo 0 >&3
exec 3>&-
release() {
  [ ! -e ${directory}/release-port ] || { touch ${directory}/held; while [ -e ${directory}/held ]; do sleep 0.02; done; }
  exit 0
}
trap release INT
while :; do sleep 0.02; done
`;
  writeFileSync(path, script, { mode: 0o755 });
  return path;
}

describeOwnEngine("an engine that dies over a start or an end", () => {
  const directory = mkdtempSync(join(tmpdir(), "gofer-own-"));
  const runtime = holdingRuntime(directory);
  let engine: Awaited<ReturnType<typeof startEngine>>;
  let plugin: OpenScheduler;
  beforeAll(async () => {
    const flags = ["--live-restore", `--add-runtime=holding=${runtime}`, "--default-runtime=holding"];
    flags.push(`--userland-proxy-path=${holdingPort(directory)}`);
    engine = await startEngine({ directory: join(directory, "engine"), flags });
    await makeImages(engine.socket, image);
    plugin = await openScheduler({ socket: engine.socket });
  });
  const nextProcess = async (meanwhile: () => Promise<void> = async () => undefined) => {
    const { dataDirectory, installationId } = plugin;
    await plugin.crash();
    await meanwhile();
    plugin = await openScheduler({ socket: engine.socket, dataDirectory, installationId });
    await plugin.reached("healthy");
  };
  afterAll(async () => {
    await plugin.crash();
    await engine.stop();
    for (const path of [plugin.dataDirectory, directory]) rmSync(path, { recursive: true, force: true });
  });

  test.each([
    ["before-create", "never ran, and runs when it is started again", "runs"],
    ["after-create", "may have run, is lost and never started again", "lost"],
    ["after-start", "ran, is lost and never started again", "lost"],
  ])("%s: what %s", { timeout: 30_000 }, async (place, _what, becomes) => {
    const hold = join(directory, place);
    const held = join(directory, "held");
    const spec = { key: place, command: shell("echo ran; exit 7") };
    writeFileSync(hold, "");
    const first = plugin.start(spec);
    await vi.waitFor(() => expect(existsSync(held)).toBe(true), { timeout: 10_000, interval: 10 });
    await engine.kill("SIGKILL");
    expect((await first).error).toMatchObject({ reason: "ENGINE_UNREACHABLE" });
    for (const path of [hold, held]) rmSync(path);
    await engine.start();
    await plugin.reached("healthy");

    for (const _ of ["again", "and again"]) expect((await plugin.start(spec)).outcome).toBe("started");
    const { exit } = await plugin.exited(place);
    if (becomes === "runs") {
      expect(exit).toMatchObject({ reason: "REASON_EXITED", exitCode: 7 });
      expect((await plugin.output(place)).stdout.toString()).toBe("ran\n");
    } else {
      expect(exit?.reason).toBe("REASON_LOST");
      expect(exit?.message).toContain("died over its start");
      expect((await plugin.output(place)).stdout.toString().split("ran").length).toBeLessThanOrEqual(2);
    }

    // The engine may still call it created: the next process of the plugin must not wait for its output.
    await nextProcess();
    const found = await plugin.scheduler.inspect({ key: place }, call());
    expect(found.status).toMatchObject({
      state: "STATE_EXITED",
      exit: { reason: exit?.reason, message: exit?.message },
    });
    expect((await plugin.output(place)).eof).toBe(true);
  });

  test.each([
    ["the plugin was told of", { reason: "REASON_EXITED", exitCode: 7 }],
    ["nobody was told of", { reason: "REASON_LOST" }],
  ])("does not take the code that it makes up for an end that it died over, and that %s", async (who, exit) => {
    const key = who.replaceAll(" ", "-");
    const held = join(directory, "held");
    const spec = { key, command: shell("echo ran; sleep 0.5; exit 7"), ports: [80] };
    writeFileSync(join(directory, "release-port"), "");
    await plugin.start({ ...spec, network: { mode: "MODE_OWN", sandbox: "" } });
    await vi.waitFor(() => expect(existsSync(held)).toBe(true), { timeout: 10_000, interval: 10 });
    await engine.kill("SIGKILL");
    for (const name of ["release-port", "held"]) rmSync(join(directory, name));
    await engine.start();
    if (exit.reason === "REASON_LOST") await nextProcess();
    expect((await plugin.exited(key)).exit).toMatchObject(exit);
    expect((await plugin.output(key)).stdout.toString()).toBe("ran\n");
  });

  test("does not take a code that the engine may have made up for one of the command, when nobody saw the end", async () => {
    await plugin.start({ key: "unseen", command: shell("exit 255") });
    await plugin.exited("unseen");
    await nextProcess(async () => {
      await engine.kill("SIGKILL");
      await engine.start();
    });
    expect((await plugin.exited("unseen")).exit).toMatchObject({ reason: "REASON_LOST" });
  });

  test("has a code of the command's own for what it is, also for the next process of the plugin", async () => {
    await plugin.start({ key: "own-code", command: shell("exit 255") });
    expect((await plugin.exited("own-code")).exit).toMatchObject({ reason: "REASON_EXITED", exitCode: 255 });
    await nextProcess();
    expect((await plugin.exited("own-code")).exit).toMatchObject({ reason: "REASON_EXITED", exitCode: 255 });
  });
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
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

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ContainerSpec } from "@gofer/sdk/plugin";
import { Metadata } from "@grpc/grpc-js";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openProcessScheduler } from "./scheduler.js";

let directory: string;
const closing: (() => void)[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "gofer-process-"));
});
afterEach(async () => {
  const keys = readdirSync(tasks()).filter((key) => !key.startsWith("."));
  const { scheduler, call } = open();
  await scheduler.remove({ keys, sandboxes: [] }, call);
  for (const close of closing.splice(0)) close();
  rmSync(directory, { recursive: true, force: true });
});

const tasks = () => join(directory, "tasks");

function open() {
  const stop = new AbortController();
  const call = { method: "test", metadata: new Metadata(), peer: "", signal: stop.signal };
  const { scheduler, close } = openProcessScheduler({
    directory,
    generation: 1,
    signal: stop.signal,
    log: pino({ level: "silent" }),
  });
  const crash = () => {
    stop.abort();
    void close?.();
  };
  closing.push(crash);
  return {
    scheduler,
    call,
    crash,
    start: (key: string, script: string) => scheduler.start({ containers: [specOf(key, script)] }, call),
    async exited(key: string) {
      for await (const { events } of scheduler.watchEvents({ resumeToken: Buffer.alloc(0) }, call)) {
        const seen = (events ?? []).find(({ kind, status }) => kind === "KIND_EXITED" && status?.key === key);
        const { status } = seen ?? (await scheduler.inspect({ key }, call));
        if (status?.state === "STATE_EXITED") return status;
      }
      throw new Error("the events ended");
    },
  };
}

function specOf(key: string, script: string): ContainerSpec {
  return {
    key,
    specHash: "hash",
    image: "any",
    entrypoint: [],
    command: ["sh", "-c", script],
    environment: {},
    labels: {},
    limits: null,
    network: null,
    ports: [],
    mounts: [],
    keepStdinOpen: false,
    stopSignal: "",
    confinement: null,
  };
}

test("an end is told although the system has dropped the news of it", async () => {
  const plugin = open();
  const go = join(directory, "go");
  await plugin.start("one", `while [ ! -e ${go} ]; do sleep 0.01; done`);
  await plugin.start("two", "sleep 60");
  const exited = plugin.exited("one");
  await new Promise(setImmediate);
  // While this process is held up, more changes elsewhere than the system keeps for it; the end comes after them.
  const most = Number(readFileSync("/proc/sys/fs/inotify/max_queued_events", "utf8"));
  const flood = `i=0; while [ $i -lt ${most} ]; do : > a; : > b; i=$((i+1)); done; : > ${go}
    while [ ! -e ../one/exit ]; do : > a; : > b; done; rm a b`;
  execFileSync("sh", ["-c", flood], { cwd: join(tasks(), "two") });
  expect(await exited).toMatchObject({ exit: { reason: "REASON_EXITED", exitCode: 0 } });
  // A sign of life after 25 s would bring it too.
}, 20_000);

test("a task that was asked to end is killed in time, also when the plugin was killed meanwhile", async () => {
  const first = open();
  await first.start("one", "trap : TERM; echo ready; while :; do sleep 0.05; done");
  const output = first.scheduler.streamLogs({ key: "one", cursor: Buffer.alloc(0), follow: true }, first.call);
  for await (const { chunks } of output) if ((chunks?.length ?? 0) > 0) break;
  await first.scheduler.stop({ items: [{ key: "one", signal: "", graceMs: 300 }] }, first.call);
  first.crash();
  const second = open();
  expect(await second.exited("one")).toMatchObject({ exit: { reason: "REASON_STOPPED", exitCode: 137 } });
}, 30_000);

test("a task that is asked to end while it is started ends, whatever its wrapper is just at", async () => {
  const plugin = open();
  for (let round = 0; round < 20; round++) {
    const key = `task-${round}`;
    const started = plugin.start(key, "sleep 60");
    await plugin.scheduler.stop({ items: [{ key, signal: "", graceMs: 0 }] }, plugin.call);
    await started;
    expect(await plugin.exited(key)).toMatchObject({ exit: { reason: "REASON_STOPPED" } });
  }
}, 30_000);

test("what is removed while it is started is gone after both, and no process of it is left", async () => {
  const plugin = open();
  const file = join(directory, "alive");
  const started = plugin.start("one", `echo $$ > ${file}; sleep 60`);
  await plugin.scheduler.remove({ keys: ["one"], sandboxes: [] }, plugin.call);
  expect((await started).results).toMatchObject([{ outcome: "started" }]);
  expect(existsSync(join(tasks(), "one"))).toBe(false);
  const left = () =>
    readdirSync("/proc").filter((pid) => {
      try {
        return readFileSync(join("/proc", pid, "cmdline"), "utf8").includes(file);
      } catch {
        return false;
      }
    });
  // Killed; the system may take a moment to clear them away.
  await expect.poll(left).toEqual([]);
}, 30_000);

test("one that cannot be started is told as such, and holds up no other", async () => {
  const plugin = open();
  mkdirSync(tasks(), { recursive: true });
  // A file where its directory should be.
  execFileSync("touch", [join(tasks(), "one")]);
  const { results } = await plugin.scheduler.start(
    { containers: [specOf("one", "true"), specOf("two", "true")] },
    plugin.call,
  );
  expect(results).toMatchObject([
    { outcome: "error", error: { code: 14, reason: "NOT_STARTED" } },
    { outcome: "started" },
  ]);
  rmSync(join(tasks(), "one"));
});

test("what a killed plugin has left half made or half removed is removed, and what another one makes is not", () => {
  const gone = 2 ** 22 + 1;
  for (const name of [`.new-${gone}-one`, `.removed-${gone}-two`, `.new-${process.pid}-three`])
    mkdirSync(join(tasks(), name, "work"), { recursive: true });
  open();
  expect(readdirSync(tasks())).toEqual([`.new-${process.pid}-three`]);
});

test("the end of a task that another process has begun meanwhile is told by the one that is asked for it again", async () => {
  const [old, next] = [open(), open()];
  const told = next.scheduler.watchEvents({ resumeToken: Buffer.alloc(0) }, next.call)[Symbol.asyncIterator]();
  await told.next();
  await old.start("late", "sleep 1");
  old.crash();
  await next.start("late", "sleep 1");
  for (let over = false; !over; ) {
    const step = await told.next();
    if (step.done === true) throw new Error("the events ended");
    over = (step.value.events ?? []).some(({ kind, status }) => kind === "KIND_EXITED" && status?.key === "late");
  }
}, 20_000);

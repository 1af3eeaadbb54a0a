import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestKernel } from "../support/kernel.js";
import { outputOf, register, runUntil, script, startRun, untilFile } from "../support/pipelines.js";
import { hasSmallDisks, SmallDisk } from "../support/small-disk.js";

const kernel = new TestKernel({ GOFER_TASK_RUN_LOG_EXPIRY: "3" });
beforeAll(() => kernel.start());
afterAll(() => kernel[Symbol.asyncDispose]());

const gate = (name: string) => join(kernel.dataDirectory, name);
const untilGate = (name: string) => untilFile(gate(name));
const open = (name: string) => writeFileSync(gate(name), "");

describe("the queue", () => {
  test("B05: with parallelism 1 runs go one at a time in order, and a waiting one says for whom", async () => {
    await register(kernel, "single", [script("task", untilGate("single"))], (pipeline) => pipeline.parallelism(1));
    const ids = [await startRun(kernel, "single"), await startRun(kernel, "single"), await startRun(kernel, "single")];
    await runUntil(kernel, "single", 1, ({ task }) => task === "running");
    const { run } = await kernel.api.getRun({ namespace: "", pipelineId: "single", runId: 2 });
    expect(run?.state).toBe("RUN_STATE_PENDING");
    expect(run?.reason?.message).toBe("1 of 1 slots of the pipeline in use by run 1");
    open("single");
    const runs = await Promise.all(ids.map((id) => runUntil(kernel, "single", id)));
    const times = runs.map(({ run: { startedAtMs, endedAtMs } }) => [startedAtMs, endedAtMs] as const);
    for (const [index, [started]] of times.entries())
      expect(started).toBeGreaterThanOrEqual(times[index - 1]?.[1] ?? 0);
  });

  test("who waits for a run in the queue is told for which runs it waits, each time that these change", async () => {
    const task = script("task", untilGate("told-$GOFER_RUN_ID"));
    await register(kernel, "told", [task], (pipeline) => pipeline.parallelism(1));
    for (let runs = 0; runs < 3; runs++) await startRun(kernel, "told");
    const waits = kernel.spawnGofer("run", "wait", "told", "3");
    const lines: string[] = [];
    for await (const line of createInterface({ input: waits.stderr })) {
      lines.push(line);
      open(`told-${lines.length}`);
      if (lines.length === 2) open("told-3");
    }
    expect(lines).toEqual([
      "run 3 of told waits: 1 of 1 slots of the pipeline in use by run 1",
      "run 3 of told waits: 1 of 1 slots of the pipeline in use by run 2",
    ]);
  });

  test("B04: cancel-all ends every run, the running and the queued ones", async () => {
    await register(kernel, "many", [script("task", "sleep 600")], (pipeline) => pipeline.parallelism(3));
    const ids = await Promise.all(Array.from({ length: 6 }, () => startRun(kernel, "many")));
    await Promise.all([1, 2, 3].map((id) => runUntil(kernel, "many", id, ({ task }) => task === "running")));
    const { code, stdout } = await kernel.gofer("run", "cancel-all", "many", "--force");
    expect([code, stdout.toString()]).toEqual([0, "6 runs of many being cancelled: 1, 2, 3, 4, 5, 6\n"]);
    const ended = await Promise.all(ids.map((id) => runUntil(kernel, "many", id)));
    expect(ended.map(({ run }) => run.status)).toEqual(ids.map(() => "RUN_STATUS_CANCELLED"));
  });
});

describe("cancelling", () => {
  test("B16: a run that is cancelled while a task starts, another runs and a third waits ends as cancelled", async () => {
    const tasks = [script("one", "sleep 600"), script("two", "sleep 600"), script("after", "true").dependsOn("one")];
    await register(kernel, "midway", tasks);
    await startRun(kernel, "midway");
    await kernel.api.cancelRun({ namespace: "", pipelineId: "midway", runId: 1, force: false });
    const { run, statuses } = await runUntil(kernel, "midway", 1);
    expect(run.reason?.message).toBe("cancelled by development mode");
    expect(statuses).toEqual({ one: "cancelled", two: "cancelled", after: "cancelled" });
  });

  test("one task alone is cancelled, and the others go on as their conditions say", async () => {
    const tasks = [
      script("long", "sleep 600"),
      script("either", "echo went on").dependsOn("long", "any"),
      script("only", "true").dependsOn("long"),
    ];
    await register(kernel, "alone", tasks);
    await startRun(kernel, "alone");
    await runUntil(kernel, "alone", 1, ({ long }) => long === "running");
    expect((await kernel.gofer("taskrun", "cancel", "alone", "1", "long")).code).toBe(0);
    const { statuses } = await runUntil(kernel, "alone", 1);
    expect(statuses).toEqual({ long: "cancelled", either: "successful", only: "skipped" });
    expect((await kernel.gofer("taskrun", "cancel", "alone", "1", "nobody")).code).toBe(4);
  });

  test("a task that ignores the request is killed when the stop timeout is over", async () => {
    await using stubborn = new TestKernel({ GOFER_TASK_RUN_STOP_TIMEOUT: "300ms" });
    await stubborn.start();
    await register(stubborn, "deaf", [script("task", "trap '' TERM; echo ready; while :; do sleep 0.1; done")]);
    await startRun(stubborn, "deaf");
    await runUntil(stubborn, "deaf", 1, ({ task }) => task === "running");
    await stubborn.api.cancelRun({ namespace: "", pipelineId: "deaf", runId: 1, force: false });
    expect((await runUntil(stubborn, "deaf", 1)).run.status).toBe("RUN_STATUS_CANCELLED");
  });
});

describe("time limits and repetition", () => {
  test("a task and a run that take too long fail with the reason", async () => {
    await register(kernel, "slow_task", [script("task", "sleep 600").timeout("200ms")]);
    await register(kernel, "slow_run", [script("task", "sleep 600")], (pipeline) => pipeline.timeout("200ms"));
    await Promise.all([startRun(kernel, "slow_task"), startRun(kernel, "slow_run")]);
    const task = await runUntil(kernel, "slow_task", 1);
    expect(task.taskRuns[0]?.reason?.message).toBe("task task took longer than its timeout of 0.2 s");
    const run = await runUntil(kernel, "slow_run", 1);
    expect(run.run.reason?.message).toBe("the run took longer than its timeout of 0.2 s");
    expect([task.run.status, run.run.status]).toEqual(["RUN_STATUS_FAILED", "RUN_STATUS_FAILED"]);
  });

  test("a failed attempt is repeated, and each attempt has its record and its output", async () => {
    const count = gate("attempts");
    const text = `echo x >> ${count}; n=$(wc -l < ${count}); echo "this is $n"; [ "$n" -ge 3 ]`;
    await register(kernel, "again", [script("task", text).retries({ attempts: 4, backoff: "10ms", jitter: 0.5 })]);
    await startRun(kernel, "again");
    const { run, taskRuns } = await runUntil(kernel, "again", 1);
    expect(run.status).toBe("RUN_STATUS_SUCCESSFUL");
    expect(taskRuns.map(({ attempt, exitCode }) => [attempt, exitCode])).toEqual([
      [1, 1],
      [2, 1],
      [3, 0],
    ]);
    for (const attempt of [1, 2, 3]) {
      expect(await outputOf(kernel, "again", 1, "task", { attempt })).toBe(`this is ${attempt}\n`);
    }
  });

  test("a run is repeated whole, or only what was not successful; what is kept keeps its output", async () => {
    const tasks = [
      script("build", "echo built in $GOFER_RUN_ID"),
      script("check", `[ -e ${gate("fixed")} ]`).dependsOn("build"),
      script("ship", "echo shipped").dependsOn("check"),
    ];
    await register(kernel, "repeat", tasks);
    await startRun(kernel, "repeat");
    expect((await runUntil(kernel, "repeat", 1)).statuses).toEqual({
      build: "successful",
      check: "failed",
      ship: "skipped",
    });
    open("fixed");
    const failed = await kernel.gofer("run", "retry", "repeat", "1", "--failed", "--wait");
    expect(failed.stdout.toString()).toContain("started run 2 of repeat as a repetition of run 1");
    expect(failed.code).toBe(0);
    const { taskRuns, run } = await runUntil(kernel, "repeat", 2);
    expect(run.retryOf).toBe(1);
    expect(taskRuns.map(({ taskId, keptFromRunId }) => [taskId, keptFromRunId])).toEqual([
      ["build", 1],
      ["check", 0],
      ["ship", 0],
    ]);
    expect(await outputOf(kernel, "repeat", 2, "build")).toBe("built in 1\n");
    expect((await kernel.gofer("run", "retry", "repeat", "2", "--wait")).code).toBe(0);
    expect(await outputOf(kernel, "repeat", 3, "build")).toBe("built in 3\n");
    const nothing = await kernel.gofer("run", "retry", "repeat", "3", "--failed");
    expect([nothing.code, nothing.stderr]).toEqual([6, expect.stringContaining("no task that was not successful")]);
  });
});

describe("output", () => {
  test("B19: a line of 300 KB and a line that says GOFER_EOF cut nothing off", async () => {
    const text = "head -c 300000 /dev/zero | tr '\\0' y; echo; echo GOFER_EOF; echo after";
    await register(kernel, "lines", [script("task", text)]);
    await startRun(kernel, "lines");
    expect(await outputOf(kernel, "lines", 1, "task")).toBe(`${"y".repeat(300_000)}\nGOFER_EOF\nafter\n`);
  });

  test("B20: following a task that never started ends", async () => {
    await register(kernel, "never", [script("one", "false"), script("two", "true").dependsOn("one")]);
    await startRun(kernel, "never");
    expect(await outputOf(kernel, "never", 1, "two")).toBe("");
  });

  test("the last lines are what was asked for", async () => {
    await register(kernel, "tail", [script("task", "seq 1 50000; printf unfinished")]);
    await startRun(kernel, "tail");
    await runUntil(kernel, "tail", 1);
    expect(await outputOf(kernel, "tail", 1, "task", { tailLines: 3 })).toBe("49999\n50000\nunfinished");
    expect((await kernel.gofer("taskrun", "logs", "tail", "1", "task", "-f", "--tail", "1")).stdout.toString()).toBe(
      "unfinished",
    );
  });

  test("a last line that is longer than a kernel should hold is not held", async () => {
    await register(kernel, "vast", [script("task", "head -c 300000000 /dev/zero; printf '\\nend'")]);
    await startRun(kernel, "vast");
    await runUntil(kernel, "vast", 1);
    const pid = kernel.pid ?? 0;
    const peak = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
    // Begins to measure anew (proc(5)).
    writeFileSync(`/proc/${pid}/clear_refs`, "5");
    const before = peak();
    expect(await outputOf(kernel, "vast", 1, "task", { tailLines: 1 })).toBe("end");
    expect(peak() - before).toBeLessThan(150);
  });

  test("B22: the output of all but the newest runs is deleted, and the run says so", async () => {
    await register(kernel, "expiring", [script("task", "echo $GOFER_RUN_ID")]);
    for (let runId = 1; runId <= 5; runId++) {
      await startRun(kernel, "expiring");
      await runUntil(kernel, "expiring", runId);
      await outputOf(kernel, "expiring", runId, "task");
    }
    const request = { namespace: "", kinds: ["run_logs_expired"], pipelineId: "expiring", follow: true, limit: 2 };
    const expired: number[] = [];
    for await (const { event } of kernel.api.listEvents({ ...request, afterSequence: 0, reverse: false, runId: 0 })) {
      expired.push(event?.runId ?? 0);
    }
    expect(expired).toEqual([1, 2]);
    const { code, stderr } = await kernel.gofer("run", "logs", "expiring", "1");
    expect([code, stderr]).toEqual([4, expect.stringContaining("has expired")]);
    expect(await outputOf(kernel, "expiring", 3, "task")).toBe("3\n");
    expect((await kernel.gofer("run", "delete-logs", "expiring", "5")).code).toBe(0);
    expect((await kernel.gofer("run", "logs", "expiring", "5")).code).toBe(4);
  });
});

describe("run why", () => {
  test("tells what failed with its last lines, and what was skipped because of it", async () => {
    const tasks = [
      script("compile", "echo compiling; echo 'error: no such type' >&2; exit 2"),
      script("test", "true").dependsOn("compile"),
      script("release", "true").dependsOn("test"),
    ];
    await register(kernel, "broken", tasks);
    await startRun(kernel, "broken");
    await runUntil(kernel, "broken", 1);
    await outputOf(kernel, "broken", 1, "compile");
    const { stdout } = await kernel.gofer("run", "why", "broken");
    const lines = stdout.toString();
    expect(lines).toContain("run 1 of broken failed: task compile failed");
    expect(lines).toContain("compile failed: exited with code 2");
    expect(lines).toContain("error: no such type");
    expect(lines).toContain(
      "release skipped: parent test was skipped: parent compile ended failed, and this task needs it to be successful",
    );
    const one = await kernel.gofer("run", "why", "broken", "1", "test");
    expect(one.stdout.toString()).toContain("parent compile ended failed");
    expect((await kernel.gofer("run", "why", "broken", "1", "nobody")).code).toBe(4);
  });
});

describe("events", () => {
  test("B28: one who reads no events holds up nobody", async () => {
    const stop = new AbortController();
    const request = {
      namespace: "",
      afterSequence: 0,
      reverse: false,
      follow: true,
      kinds: [],
      pipelineId: "",
      runId: 0,
      limit: 0,
    };
    const reader = kernel.api.listEvents(request, { signal: stop.signal })[Symbol.asyncIterator]();
    await reader.next();
    await register(
      kernel,
      "busy",
      Array.from({ length: 200 }, (_, index) => script(`task_${index}`, "true")),
    );
    await startRun(kernel, "busy");
    expect((await runUntil(kernel, "busy", 1)).run.status).toBe("RUN_STATUS_SUCCESSFUL");
    stop.abort();
    await reader.return?.(undefined);
  });

  test("are numbered without gaps, page both ways, and are filtered by what they are about", async () => {
    const all = {
      namespace: "",
      afterSequence: 0,
      reverse: false,
      follow: false,
      kinds: [],
      pipelineId: "",
      runId: 0,
      limit: 0,
    };
    const sequences = async (request: Partial<typeof all>) => {
      const found: number[] = [];
      for await (const { event } of kernel.api.listEvents({ ...all, ...request })) found.push(event?.sequence ?? 0);
      return found;
    };
    const forward = await sequences({});
    expect(forward).toEqual(forward.map((_, index) => index + 1));
    // Bounded: others may have happened meanwhile.
    const backward = { reverse: true, limit: 3, afterSequence: forward.length + 1 };
    expect(await sequences(backward)).toEqual(forward.slice(-3).reverse());
    await register(kernel, "numbered", [script("one", "false"), script("two", "true").dependsOn("one")]);
    await startRun(kernel, "numbered");
    await runUntil(kernel, "numbered", 1);
    const ofRun = await kernel.gofer("event", "list", "--pipeline", "numbered", "--run", "1", "--format", "json");
    const kinds = ofRun.stdout
      .toString()
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect(kinds).toEqual([
      "run_created",
      "run_started",
      "task_run_created",
      "task_run_created",
      "task_run_started",
      "task_run_completed",
      "task_run_completed",
      "run_completed",
    ]);
    expect((await kernel.gofer("event", "get", "1")).stdout.toString()).toMatch(/^ +1 {2}20/);
    expect((await kernel.gofer("event", "get", "999999")).code).toBe(4);
  });

  test("B27: old ones are deleted, all of them, and the numbers go on", async () => {
    await using forgetful = new TestKernel({ GOFER_EVENT_LOG_RETENTION: "1ms", GOFER_EVENT_PRUNE_INTERVAL: "1s" });
    await forgetful.start();
    await register(forgetful, "short", [script("task", "true")]);
    await startRun(forgetful, "short");
    await runUntil(forgetful, "short", 1);
    const list = async () => {
      const { stdout } = await forgetful.gofer("event", "list", "--format", "json");
      return stdout
        .toString()
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as { sequence: number; kind: string });
    };
    await expect.poll(async () => (await list()).length, { timeout: 60_000, interval: 500 }).toBe(1);
    const [last] = await list();
    await startRun(forgetful, "short");
    const { run } = await runUntil(forgetful, "short", 2);
    expect(run.status).toBe("RUN_STATUS_SUCCESSFUL");
    expect(last?.sequence).toBeGreaterThan(5);
  });
});

describe("an orderly end", () => {
  test("leaves tasks running, and the next kernel adopts them", async () => {
    await using restarted = new TestKernel();
    await restarted.start();
    const marker = join(restarted.dataDirectory, "go");
    await register(restarted, "adopted", [script("task", `echo one; ${untilFile(marker)}; echo two`)]);
    await startRun(restarted, "adopted");
    await runUntil(restarted, "adopted", 1, ({ task }) => task === "running");
    await restarted.stop("SIGTERM");
    await restarted.start();
    writeFileSync(marker, "");
    const { run, taskRuns } = await runUntil(restarted, "adopted", 1);
    expect([run.status, taskRuns.length]).toEqual(["RUN_STATUS_SUCCESSFUL", 1]);
    expect(await outputOf(restarted, "adopted", 1, "task")).toBe("one\ntwo\n");
  });

  test("a second kernel on the same data is refused", async () => {
    await using second = new TestKernel({ GOFER_DATA_DIR: kernel.dataDirectory });
    const child = spawnSync(
      process.execPath,
      [join(import.meta.dirname, "..", "..", "kernel", "dist", "bundle", "main.js")],
      {
        env: { ...process.env, GOFER_DATA_DIR: kernel.dataDirectory, GOFER_SERVER_HOST: "127.0.0.1:0" },
        encoding: "utf8",
        timeout: 60_000,
      },
    );
    expect(child.status).toBe(8);
    expect(child.stderr).toContain("in use by another kernel");
    expect(second.pid).toBe(0);
  });
});

describe.skipIf(!hasSmallDisks)("a full disk", () => {
  test("is a clear error, nothing is half-applied, and the kernel goes on when there is space", async () => {
    using disk = new SmallDisk(6);
    const data = join(disk.folder, "data");
    mkdirSync(data);
    const full = new TestKernel({ GOFER_DATA_DIR: data });
    try {
      await full.start();
      await register(full, "small", [script("task", "true")]);
      disk.fill();
      let refusal: unknown;
      for (let index = 0; index < 200 && refusal === undefined; index++) {
        refusal = await full.api
          .startRun({ namespace: "", pipelineId: "small", variables: { PADDING: "x".repeat(100_000) } })
          .then(
            () => undefined,
            (error: unknown) => error,
          );
      }
      expect(String(refusal)).toContain("free space on the disk of data_dir");
      disk.free();
      const { runs } = await full.api.listRuns({
        namespace: "",
        pipelineId: "small",
        pageSize: 500,
        pageToken: "",
        status: "RUN_STATUS_UNSPECIFIED",
      });
      const next = await startRun(full, "small");
      expect(next).toBe(runs.length + 1);
      expect((await runUntil(full, "small", next)).run.status).toBe("RUN_STATUS_SUCCESSFUL");
      for (const { id } of runs) expect((await runUntil(full, "small", id)).run.status).toBe("RUN_STATUS_SUCCESSFUL");
    } finally {
      await full[Symbol.asyncDispose]();
    }
    expect(existsSync(data)).toBe(false);
    expect(readFileSync("/proc/mounts", "utf8")).toContain(disk.folder);
  });
});

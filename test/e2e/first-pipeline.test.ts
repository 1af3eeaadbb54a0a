import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestKernel } from "../support/kernel.js";
import { untilFile } from "../support/pipelines.js";

const kernel = new TestKernel();
beforeAll(() => kernel.start());
afterAll(() => kernel[Symbol.asyncDispose]());

const shell = (script: string) => ({ image: "any", command: ["sh", "-c", script] });

/** Registers a pipeline given as JSON. */
async function register(config: { readonly id: string; readonly [key: string]: unknown }): Promise<void> {
  const file = join(kernel.dataDirectory, `${config.id}.json`);
  writeFileSync(file, JSON.stringify(config));
  const { code, stderr } = await kernel.gofer("pipeline", "create", file);
  expect(stderr).not.toContain("gofer:");
  expect(code).toBe(0);
}

describe("a pipeline on host processes", () => {
  test("the example runs as its graph says", async () => {
    expect((await kernel.gofer("pipeline", "create", "examples/pipelines/hello")).code).toBe(0);
    expect((await kernel.gofer("run", "start", "hello", "--wait")).code).toBe(0);
    const { stdout } = await kernel.gofer("taskrun", "list", "hello", "--format", "json");
    const statuses = stdout
      .toString()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { taskId: string; status: string });
    expect(
      Object.fromEntries(statuses.map(({ taskId, status }) => [taskId, status.replace("TASK_RUN_STATUS_", "")])),
    ).toEqual({
      fetch: "SUCCESSFUL",
      lint: "SUCCESSFUL",
      test: "SUCCESSFUL",
      package: "SUCCESSFUL",
      alert: "SKIPPED",
      summary: "SUCCESSFUL",
    });
  });

  test("output is kept byte by byte: binary, a long line, both streams, 20 MB", async () => {
    const script = "head -c 1000000 /dev/zero | tr '\\0' x; printf '\\001\\377\\000'; echo err >&2; seq 1 2500000";
    await register({ id: "output", tasks: [{ id: "write", container: shell(script) }] });
    expect((await kernel.gofer("run", "start", "output", "--wait")).code).toBe(0);
    const { stdout } = await kernel.gofer("taskrun", "logs", "output", "@latest", "write", "-f");
    const digest = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
    const numbers = Buffer.from(Array.from({ length: 2_500_000 }, (_, index) => `${index + 1}\n`).join(""));
    const wanted = Buffer.concat([Buffer.alloc(1_000_000, "x"), Buffer.from([1, 255, 0]), numbers]);
    const at = stdout.indexOf("err\n");
    expect(digest(Buffer.concat([stdout.subarray(0, at), stdout.subarray(at + 4)]))).toBe(digest(wanted));
  });

  test.each([
    ["exit code 3", "exit 3", 10, "exited with code 3"],
    ["a signal", "kill -9 $$", 10, "SIGKILL"],
  ])("a task that ends with %s fails with its reason", async (name, script, code, reason) => {
    const id = `ends_${name.replaceAll(" ", "_")}`;
    await register({ id, tasks: [{ id: "task", container: shell(script) }] });
    const result = await kernel.gofer("run", "start", id, "--wait");
    expect(result.code).toBe(code);
    expect((await kernel.gofer("taskrun", "get", id, "@latest", "task")).stdout.toString()).toContain(reason);
  });

  test("a command that does not exist is a start error with code 127", async () => {
    await register({
      id: "missing",
      tasks: [{ id: "task", container: { image: "any", command: ["no-such-program"] } }],
    });
    expect((await kernel.gofer("run", "start", "missing", "--wait")).code).toBe(10);
    const { stdout } = await kernel.gofer("taskrun", "get", "missing", "@latest", "task");
    expect(stdout.toString()).toMatch(/command "no-such-program" not found[\s\S]*exit code +127/);
  });

  test("a cancelled run ends as cancelled, with exit code 11", async () => {
    await register({
      id: "long",
      tasks: [
        { id: "sleep", container: shell("sleep 600") },
        { id: "after", container: shell("true"), dependsOn: { sleep: "DEPENDENCY_CONDITION_SUCCESS" } },
      ],
    });
    await kernel.gofer("run", "start", "long");
    expect((await kernel.gofer("run", "cancel", "long")).code).toBe(0);
    expect((await kernel.gofer("run", "wait", "long")).code).toBe(11);
  });

  test("a bad pipeline is refused whole, with every problem", async () => {
    const file = join(kernel.dataDirectory, "bad.json");
    writeFileSync(
      file,
      JSON.stringify({
        id: "x",
        tasks: [
          { id: "one", container: { image: "" } },
          { id: "one", container: { image: "i" } },
        ],
      }),
    );
    const { code, stderr } = await kernel.gofer("pipeline", "create", file);
    expect(code).toBe(2);
    for (const part of ['pipeline id "x"', "image is empty", "more than once"]) expect(stderr).toContain(part);
    expect((await kernel.gofer("pipeline", "get", "xxx")).code).toBe(4);
    const program = `echo '{"id":"xxx","tasks":[{"id":"one","contaner":{}}],"paralelism":1}'`;
    const misspelt = await kernel.gofer("pipeline", "create", kernel.dataDirectory, "--exec", program);
    expect(misspelt.code).toBe(2);
    expect(misspelt.stderr).toContain('tasks[0].contaner: there is no such field (did you mean "container"?)');
    expect(misspelt.stderr).toContain('paralelism: there is no such field (did you mean "parallelism"?)');
  });

  test("B06: twenty runs started at once get twenty ids", async () => {
    await register({ id: "many", tasks: [{ id: "task", container: shell("true") }] });
    const results = await Promise.all(
      Array.from({ length: 20 }, () => kernel.gofer("run", "start", "many", "--wait", "--format", "json")),
    );
    const ids = new Set(
      results.map(({ stdout }) => (JSON.parse(stdout.toString().split("\n")[0] ?? "") as { id: number }).id),
    );
    expect([...ids].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  test("the command line inside a task uses the token of its run, and sees its own run alone", async () => {
    const gofer = `'${process.execPath}' '${join(process.cwd(), "cli", "bin", "gofer.mjs")}'`;
    const script = `export HOME=$PWD; ${gofer} run get inside $GOFER_RUN_ID; ${gofer} plugin list`;
    await register({ id: "inside", tasks: [{ id: "task", container: { ...shell(script), injectApiToken: true } }] });
    expect((await kernel.gofer("run", "start", "inside", "--wait")).code).toBe(10);
    const { stdout } = await kernel.gofer("taskrun", "logs", "inside", "@latest", "task");
    expect(stdout.toString()).toMatch(/inside #1 running[^]*task +running/);
    expect((await kernel.gofer("taskrun", "get", "inside", "@latest", "task")).stdout.toString()).toContain("code 3");
  });

  test("B15: the kernel killed in the middle: the task goes on, and its end and output are found again", async () => {
    const marker = join(kernel.dataDirectory, "go-on");
    await register({
      id: "crash",
      tasks: [{ id: "task", container: shell(`echo before; ${untilFile(marker)}; echo after`) }],
    });
    await kernel.gofer("run", "start", "crash");
    const { stdout: followed } = await kernel.gofer(
      "event",
      "list",
      "--follow",
      "--kind",
      "task_run_started",
      "--pipeline",
      "crash",
      "--limit",
      "1",
      "--format",
      "json",
    );
    expect(followed.toString()).toContain("task_run_started");
    await kernel.stop("SIGKILL");
    writeFileSync(marker, "");
    await kernel.start();
    expect((await kernel.gofer("run", "wait", "crash")).code).toBe(0);
    expect((await kernel.gofer("taskrun", "logs", "crash", "@latest", "task", "-f")).stdout.toString()).toBe(
      "before\nafter\n",
    );
  });

  test("a kernel that is stopped while its plugins start still stops", async () => {
    await kernel.stop();
    await kernel.start();
    await kernel.stop("SIGTERM");
    await kernel.start();
    expect((await kernel.gofer("service", "info")).code).toBe(0);
  });

  test("no plugin process is left after the kernel was killed", async () => {
    const { stdout } = await kernel.gofer("plugin", "get", "scheduler-process", "--format", "json");
    const { plugin } = JSON.parse(stdout.toString()) as { plugin: { pid: number } };
    await kernel.stop("SIGKILL");
    const alive = () =>
      existsSync(`/proc/${plugin.pid}/stat`) && !readFileSync(`/proc/${plugin.pid}/stat`, "utf8").includes(") Z ");
    await expect.poll(alive, { timeout: 10_000 }).toBe(false);
    await kernel.start();
    expect(readdirSync(kernel.dataDirectory)).toContain("kernel.db");
  });
});

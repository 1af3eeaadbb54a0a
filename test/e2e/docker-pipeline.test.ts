import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeImages, startEngine } from "../../scripts/docker-engine.mjs";
import { describeDocker, describeOwnEngine, image } from "../support/docker.js";
import { TestKernel } from "../support/kernel.js";

const container = (script: string, more: object = {}) => ({ image, command: ["sh", "-c", script], ...more });
const after = (condition: "ANY" | "SUCCESS" | "FAILURE", ...parents: readonly string[]) => ({
  dependsOn: Object.fromEntries(parents.map((parent) => [parent, `DEPENDENCY_CONDITION_${condition}`])),
});

async function register(kernel: TestKernel, id: string, tasks: readonly object[]): Promise<void> {
  const file = join(kernel.dataDirectory, `${id}.json`);
  writeFileSync(file, JSON.stringify({ id, tasks }));
  const { code, stderr } = await kernel.gofer("pipeline", "create", file);
  expect(stderr).not.toContain("gofer:");
  expect(code).toBe(0);
}

async function statusesOf(kernel: TestKernel, id: string): Promise<Record<string, string>> {
  const { stdout } = await kernel.gofer("taskrun", "list", id, "--format", "json");
  const rows = stdout.toString().trim().split("\n");
  const taskRuns = rows.map((row) => JSON.parse(row) as { taskId: string; status: string });
  return Object.fromEntries(taskRuns.map(({ taskId, status }) => [taskId, status.replace("TASK_RUN_STATUS_", "")]));
}

const most = (pid: number | string) =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1024;

describeDocker("a pipeline on Docker", () => {
  const kernel = new TestKernel({ GOFER_SCHEDULER_ENGINE: "docker" });
  beforeAll(() => kernel.start());
  afterAll(() => kernel[Symbol.asyncDispose]());

  test("a graph of ten tasks runs as it says", async () => {
    await register(kernel, "graph", [
      { id: "fetch", container: container("echo fetched") },
      { id: "lint", container: container("exit 0"), ...after("SUCCESS", "fetch") },
      { id: "unit", container: container("exit 3"), ...after("SUCCESS", "fetch") },
      { id: "docs", container: container("exit 0"), ...after("SUCCESS", "fetch") },
      { id: "package", container: container("exit 0"), ...after("SUCCESS", "lint", "unit") },
      { id: "publish", container: container("exit 0"), ...after("SUCCESS", "package") },
      { id: "alert", container: container("exit 0"), ...after("FAILURE", "unit") },
      { id: "quiet", container: container("exit 0"), ...after("FAILURE", "lint") },
      { id: "site", container: container("exit 0"), ...after("SUCCESS", "docs") },
      { id: "summary", container: container("exit 0"), ...after("ANY", "publish", "alert", "quiet", "site") },
    ]);
    expect((await kernel.gofer("run", "start", "graph", "--wait")).code).toBe(10);
    expect(await statusesOf(kernel, "graph")).toEqual({
      fetch: "SUCCESSFUL",
      lint: "SUCCESSFUL",
      unit: "FAILED",
      docs: "SUCCESSFUL",
      package: "SKIPPED",
      publish: "SKIPPED",
      alert: "SUCCESSFUL",
      quiet: "SKIPPED",
      site: "SUCCESSFUL",
      summary: "SUCCESSFUL",
    });
    const { stdout } = await kernel.gofer("taskrun", "get", "graph", "@latest", "unit");
    expect(stdout.toString()).toMatch(/exited with code 3/);
  });

  test.each([
    [
      "image",
      { image: "localhost:9/no/such:1" },
      /reason .*localhost:9\/no\/such:1.*check that the engine can reach the registry/,
    ],
    ["command", { image, command: ["no-such-program"] }, /no-such-program failed: No such file.*check the command/s],
    ["memory", container("exec tail /dev/zero", { limits: { memoryBytes: 32 << 20 } }), /more memory than its limit/],
  ])("what fails for its %s says why and what to do", async (name, task, reason) => {
    await register(kernel, `bad_${name}`, [{ id: "task", container: { pullPolicy: undefined, ...task } }]);
    const started = await kernel.gofer("run", "start", `bad_${name}`);
    expect(started.code).toBe(0);
    const read = async () => (await kernel.gofer("taskrun", "get", `bad_${name}`, "@latest", "task")).stdout.toString();
    await expect.poll(read, { timeout: 60_000 }).toMatch(reason);
    await kernel.gofer("run", "cancel", `bad_${name}`);
  });

  test("100 MB of output are stored whole, with bounded memory in kernel and plugin", async () => {
    const lines = 1_000_000;
    const filler = ` ${"z".repeat(90)}`;
    await register(kernel, "much", [{ id: "task", container: container(`seq 1 ${lines} | sed 's/$/${filler}/'`) }]);
    const plugin = await kernel.gofer("plugin", "get", "scheduler-docker", "--format", "json");
    const { pid } = (JSON.parse(plugin.stdout.toString()) as { plugin: { pid: number } }).plugin;
    expect((await kernel.gofer("run", "start", "much", "--wait")).code).toBe(0);
    const { stdout } = await kernel.gofer("taskrun", "logs", "much", "@latest", "task", "-f");
    const wanted = createHash("sha256");
    for (let line = 1; line <= lines; line++) wanted.update(`${line}${filler}\n`);
    expect(createHash("sha256").update(stdout).digest("hex")).toBe(wanted.digest("hex"));
    for (const process_ of [pid, kernel.pid]) expect(most(process_)).toBeLessThan(300 << 20);
  });

  test("the kernel killed in the middle: the container goes on, and its end and output are found again", async () => {
    await register(kernel, "crash", [{ id: "task", container: container("echo before; sleep 6; echo after") }]);
    await kernel.gofer("run", "start", "crash");
    await kernel.gofer(
      "event",
      "list",
      "--follow",
      "--kind",
      "task_run_started",
      "--pipeline",
      "crash",
      "--limit",
      "1",
    );
    await kernel.stop("SIGKILL");
    await kernel.start();
    expect((await kernel.gofer("run", "wait", "crash")).code).toBe(0);
    const { stdout } = await kernel.gofer("taskrun", "logs", "crash", "@latest", "task", "-f");
    expect(stdout.toString()).toBe("before\nafter\n");
  });
});

describeOwnEngine("a kernel whose engine is away", () => {
  const directory = mkdtempSync(join(tmpdir(), "gofer-own-"));
  const socket = join(directory, "docker.sock");
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test("takes the next scheduler where none was chosen, and boots without waiting", async () => {
    await using kernel = new TestKernel({
      GOFER_SCHEDULER_ENGINE: undefined,
      GOFER_SCHEDULER_DOCKER_HOST: `unix://${socket}`,
    });
    await kernel.start();
    await register(kernel, "anywhere", [{ id: "task", container: container("echo $0") }]);
    expect((await kernel.gofer("run", "start", "anywhere", "--wait")).code).toBe(0);
    const { stdout } = await kernel.gofer("plugin", "get", "scheduler-docker");
    expect(stdout.toString()).toMatch(/no Docker engine answers at unix:.*start it/s);
  });

  test("holds what was meant for it, says why, and runs it when the engine is there", async () => {
    await using kernel = new TestKernel({
      GOFER_SCHEDULER_ENGINE: "docker",
      GOFER_SCHEDULER_DOCKER_HOST: `unix://${socket}`,
    });
    await kernel.start();
    await register(kernel, "later", [{ id: "task", container: container("echo ran") }]);
    await kernel.gofer("run", "start", "later");
    const read = async () => (await kernel.gofer("taskrun", "get", "later", "@latest", "task")).stdout.toString();
    await expect.poll(read, { timeout: 30_000 }).toMatch(/no Docker engine answers/);
    const engine = await startEngine({ directory, flags: ["--live-restore"] });
    try {
      await makeImages(socket, image);
      await kernel.gofer("run", "wait", "later");
      await register(kernel, "through", [{ id: "task", container: container("echo a; sleep 5; echo b") }]);
      await kernel.gofer("run", "start", "through");
      await kernel.gofer(
        "event",
        "list",
        "--follow",
        "--kind",
        "task_run_started",
        "--pipeline",
        "through",
        "--limit",
        "1",
      );
      await engine.kill("SIGKILL");
      await engine.start();
      expect((await kernel.gofer("run", "wait", "through")).code).toBe(0);
      const { stdout } = await kernel.gofer("taskrun", "logs", "through", "@latest", "task", "-f");
      expect(stdout.toString()).toBe("a\nb\n");
    } finally {
      await kernel.stop();
      await engine.stop();
    }
  });
});

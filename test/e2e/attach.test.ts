import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newCommonTask, newCustomTask } from "@gofer/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeDocker, image } from "../support/docker.js";
import { TestKernel } from "../support/kernel.js";
import { register, runUntil, script, startRun, untilFile } from "../support/pipelines.js";
import { executingScheduler } from "../support/plugin-folder.js";

type Requests = Parameters<TestKernel["api"]["attachTaskRun"]>[0];
type Request = Requests extends AsyncIterable<infer Message> ? Message : never;
type Start = NonNullable<Request["start"]>;

const gofer = join(import.meta.dirname, "..", "..", "cli", "bin", "gofer.mjs");
const isThere = (pid: number) =>
  existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));

/** A run whose task "work" has begun. */
async function begin(kernel: TestKernel, pipelineId: string): Promise<number> {
  const runId = await startRun(kernel, pipelineId);
  await runUntil(kernel, pipelineId, runId, ({ work }) => work === "running");
  return runId;
}

/** A command of the command line that is attached to something, and the number that it writes first. */
async function attached(kernel: TestKernel, ...words: readonly string[]) {
  const child = kernel.spawnGofer("taskrun", "attach", ...words);
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, stderr }));
  const [first] = (await once(child.stdout, "data")) as [Buffer];
  return { child, ended, pid: Number(first.toString()) };
}

describe("a task that runs", () => {
  const plugins = mkdtempSync(join(tmpdir(), "gofer-attach-"));
  const folder = mkdtempSync(join(tmpdir(), "gofer-attach-"));
  const kernel = new TestKernel({ GOFER_PLUGIN_DIR: plugins, GOFER_SCHEDULER_ENGINE: "executing" });
  const end = join(folder, "end");

  beforeAll(async () => {
    executingScheduler(plugins);
    for (const name of ["scheduler-process", "task-debug", "store-sqlite"])
      symlinkSync(join(import.meta.dirname, "..", "..", "plugins", name), join(plugins, name));
    await kernel.start();
    for await (const { event } of kernel.api.listEvents({ follow: true, kinds: ["plugin_state_changed"] }))
      if (event?.details["plugin"] === "task-debug" && event.details["state"] === "running") break;
    await register(kernel, "box", [
      script("work", untilFile(end)),
      script("later", "true").dependsOn("work", "any"),
      newCommonTask("task-debug", "common"),
    ]);
    await begin(kernel, "box");
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await kernel[Symbol.asyncDispose]();
    rmSync(plugins, { recursive: true });
  });

  async function* requests(
    start: Start,
    input: AsyncIterable<Request> | Iterable<Request> = [],
  ): AsyncGenerator<Request> {
    yield { event: "start", start: { pipelineId: "box", runId: 1, taskId: "work", ...start } };
    yield* input;
  }

  test("gives a command what it is given, byte for byte, and its output back", async () => {
    const bytes = randomBytes(3 << 20);
    const { code, stdout, stderr } = await kernel.goferWith(
      bytes,
      "taskrun",
      "attach",
      "box",
      "1",
      "work",
      "--",
      "cat",
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.equals(bytes)).toBe(true);
  });

  test("hands on both outputs apart, and the exit code", async () => {
    const text = "echo out; echo err >&2; exit 7";
    const { code, stdout, stderr } = await kernel.gofer(
      "taskrun",
      "attach",
      "box",
      "@latest",
      "work",
      "--",
      "sh",
      "-c",
      text,
    );
    expect({ code, stdout: stdout.toString(), stderr }).toEqual({ code: 7, stdout: "out\n", stderr: "err\n" });
  });

  test("kills a command whose caller is killed, or stops to read", async () => {
    const { child, ended, pid } = await attached(
      kernel,
      "box",
      "1",
      "work",
      "--",
      "sh",
      "-c",
      "echo $$; exec sleep 600",
    );
    expect(isThere(pid)).toBe(true);
    child.kill("SIGKILL");
    await ended;
    await expect.poll(() => isThere(pid)).toBe(false);
    const pipe = `"${process.execPath}" "${gofer}" taskrun attach box 1 work -- yes | head -c 2`;
    const [code] = (await once(kernel.spawnProgram("sh", ["-c", pipe]), "close")) as [number];
    expect(code).toBe(0);
  });

  test("leaves an event of who attached, without what the command was told", async () => {
    await kernel.goferWith("hunter1", "taskrun", "attach", "box", "1", "work", "--", "cat", "/dev/stdin", "/hunter2");
    const { stdout } = await kernel.gofer("event", "list", "--kind", "task_run_attach_requested", "--format", "json");
    const last = stdout.toString().trim().split("\n").at(-1) ?? "";
    expect(JSON.parse(last)).toMatchObject({
      ...{ runId: 1, taskId: "work", details: { attempt: "1", program: "cat" } },
      initiator: { name: "development mode" },
    });
    expect(stdout.toString()).not.toMatch(/hunter/);
  });

  test.each([
    ["an unknown task", ["box", "1", "none"], 4, /no task "none": gofer taskrun list box 1/],
    ["an unknown run", ["box", "9", "work"], 4, /no run 9/],
    ["a task that waits", ["box", "1", "later"], 6, /does not run yet.*gofer run why box 1 later/],
    ["a common task", ["box", "1", "common"], 6, /common task of task-debug and has no container/],
    ["an attempt that is not there", ["box", "1", "work", "--attempt", "2"], 4, /no task "work" with attempt 2/],
    ["output as JSON", ["box", "1", "work", "--format", "json"], 2, /is no JSON \(format is set by --format\)/],
  ])("is not mistaken for %s", async (_what, words, code, message) => {
    expect(await kernel.gofer("taskrun", "attach", ...words)).toMatchObject({
      code,
      stderr: expect.stringMatching(message) as string,
    });
  });

  test.each<[string, Start, Request[], RegExp]>([
    ["no program", { command: [] }, [], /names no program/],
    ["a second start", { command: ["cat"] }, [{ event: "start", start: {} }], /only be the first request/],
    ["a terminal without size", { command: ["cat"], size: { columns: 0, rows: 1 } }, [], /0 columns and 1 rows/],
    ["too much at once", { command: ["cat"] }, [{ event: "stdin", stdin: Buffer.alloc(300_000) }], /300000 bytes/],
  ])("refuses %s", async (_what, start, input, message) => {
    const answers = kernel.api.attachTaskRun(requests(start, input))[Symbol.asyncIterator]();
    await expect(answers.next()).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringMatching(message) as string,
    });
  });

  test("keeps little of what nobody takes, in either direction, and loses nothing of it", async () => {
    const [chunk, chunks] = [64 << 10, 1024];
    let given = 0;
    async function* input(): AsyncGenerator<Request> {
      for (; given < chunks; given++) yield { event: "stdin", stdin: Buffer.alloc(chunk) };
    }
    const taken = join(folder, "taken");
    const command = ["sh", "-c", `echo begun; ${untilFile(taken)}; cat`];
    const answers = kernel.api.attachTaskRun(requests({ command }, input()))[Symbol.asyncIterator]();
    await answers.next();
    /** What was read of the input when no more of it is. */
    const stalled = async () => {
      for (let before = -1; before !== given; await new Promise((resolve) => setTimeout(resolve, 300))) before = given;
      return given * chunk;
    };
    expect(await stalled()).toBeLessThan(32 << 20);
    writeFileSync(taken, "");
    // Now the command takes it, but nobody takes what it says.
    expect(await stalled()).toBeLessThan(48 << 20);
    let bytes = 0;
    for (let next = await answers.next(); next.done !== true; next = await answers.next()) {
      bytes += next.value.stdout?.length ?? 0;
      if (next.value.exitCode !== undefined) expect(next.value.exitCode).toBe(0);
    }
    expect(bytes).toBe(chunk * chunks);
  });

  test("tells who is attached that its scheduler went away", async () => {
    const { ended } = await attached(kernel, "box", "1", "work", "--", "sh", "-c", "echo $$; exec sleep 600");
    await kernel.api.restartPlugin({ alias: "scheduler-executing" }, { timeoutMs: 30_000 });
    expect(await ended).toMatchObject({ code: 8, stderr: expect.stringMatching(/scheduler-executing" /) as string });
    await expect
      .poll(async () => (await kernel.gofer("taskrun", "attach", "box", "1", "work", "--", "true")).code)
      .toBe(0);
  });

  test("tells who is attached that the kernel stops, which kills the command", async () => {
    const { ended, pid } = await attached(kernel, "box", "1", "work", "--", "sh", "-c", "echo $$; exec sleep 600");
    await kernel.stop();
    expect(await ended).toMatchObject({ code: 8, stderr: expect.stringContaining("the kernel stops") as string });
    expect(isThere(pid)).toBe(false);
  });

  test("is closed where attaching is off, and where its scheduler cannot run commands", async () => {
    await kernel.start({ GOFER_TASK_RUN_ATTACH: "false" });
    const attach = () => kernel.gofer("taskrun", "attach", "box", "@latest", "work", "--", "true");
    await runUntil(kernel, "box", 1, ({ work }) => work === "running");
    expect(await attach()).toMatchObject({
      code: 6,
      stderr: expect.stringContaining("task_run_attach = true") as string,
    });
    await kernel.stop();
    await kernel.start({ GOFER_SCHEDULER_ENGINE: "process" });
    await begin(kernel, "box");
    expect(await attach()).toMatchObject({
      code: 6,
      stderr: expect.stringMatching(/scheduler "scheduler-process" cannot run commands.*EXEC/) as string,
    });
    writeFileSync(end, "");
    for (const runId of [1, 2]) await runUntil(kernel, "box", runId);
  });
});

describeDocker("a task that runs on Docker", () => {
  const folder = mkdtempSync(join(tmpdir(), "gofer-attach-"));
  const kernel = new TestKernel({ GOFER_SCHEDULER_ENGINE: "docker" });
  beforeAll(async () => {
    await kernel.start();
    await register(kernel, "box", [newCustomTask("work", image).command("sleep", "600")]);
    await begin(kernel, "box");
  });
  afterAll(async () => {
    await kernel.api.cancelAllRuns({ pipelineId: "box", force: true });
    await runUntil(kernel, "box", 1);
    await kernel[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  /**
   * What a person sees in a terminal of 101 columns and 33 lines, and how it is afterwards. Each text is typed when what
   * stands before it is there to be seen.
   */
  async function typed(steps: readonly (readonly [string, string])[], words = "", during = "true"): Promise<string> {
    const attach = `"${process.execPath}" "${gofer}" taskrun attach box 1 work ${words}`;
    const session = `stty rows 33 cols 101; (${during}) & ${attach}; echo "code $?"; stty -a`;
    const child = kernel.spawnProgram("script", ["-qec", session, "/dev/null"]);
    const left = [...steps];
    let [screen, seen] = ["", 0];
    for await (const chunk of child.stdout) {
      screen += String(chunk);
      for (let step = left[0]; step && screen.includes(step[0], seen); step = left[0]) {
        seen = screen.indexOf(step[0], seen) + step[0].length;
        child.stdin.write(step[1]);
        left.shift();
      }
    }
    child.stdin.end();
    return screen.replaceAll("\r", "");
  }

  const prompt = "/ # ";

  test("opens a shell in a terminal, which is as it was afterwards", async () => {
    const screen = await typed([
      [prompt, "stty size; tty\r"],
      ["/dev/pts", "exit 7\r"],
    ]);
    expect(screen).toMatch(/33 101\n\/dev\/pts/);
    expect(screen).toContain("code 7");
    expect(screen).toMatch(/ icanon/);
  });

  test("hears of Ctrl-C and Ctrl-D as any terminal does", async () => {
    const screen = await typed([
      [prompt, "echo be''gun; sleep 600\r"],
      ["begun", "\u0003"],
      [prompt, "echo rc=$?\r"],
      ["rc=130", "\u0004"],
    ]);
    expect(screen).toContain("code 0");
    expect(screen).toMatch(/ icanon/);
  });

  test("hears of a new size of the terminal", async () => {
    const file = join(folder, "begun");
    const during = `${untilFile(file)}; stty rows 20 cols 70 </dev/tty`;
    const resized = `-- sh -c "echo begun; while [ \\"\\$(stty size)\\" != '20 70' ]; do sleep 0.05; done; echo resized"`;
    const session = typed([], resized, during);
    const processes = async () => (await kernel.gofer("taskrun", "attach", "box", "1", "work", "ps")).stdout.toString();
    await expect.poll(processes, { timeout: 20_000 }).toContain("stty size");
    writeFileSync(file, "");
    expect(await session).toContain("resized");
  });

  test("kills the command of one who leaves", async () => {
    const { child, ended } = await attached(kernel, "box", "1", "work", "--", "sh", "-c", "echo $$; exec sleep 613");
    child.kill("SIGINT");
    expect((await ended).code).toBe(130);
    const processes = async () => (await kernel.gofer("taskrun", "attach", "box", "1", "work", "ps")).stdout.toString();
    await expect.poll(processes).not.toContain("sleep 613");
  });

  test("is rid of a command whose kernel was killed when there is a kernel again", async () => {
    const { ended } = await attached(kernel, "box", "1", "work", "--", "sh", "-c", "echo $$; exec sleep 614");
    await kernel.stop("SIGKILL");
    expect(await ended).toMatchObject({
      code: 8,
      stderr: expect.stringContaining("the connection to the kernel is lost") as string,
    });
    await kernel.start();
    const ps = () => kernel.gofer("taskrun", "attach", "box", "1", "work", "ps");
    await expect.poll(async () => (await ps()).code, { timeout: 20_000 }).toBe(0);
    expect((await ps()).stdout.toString()).not.toContain("sleep 614");
  });

  test.each([
    ["is not there", "no-such-program", 127, /^exec: "no-such-program": executable file not found/],
    ["cannot be executed", "/etc", 126, /^exec: "\/etc": permission denied/],
  ])("says of a program that %s what a shell says", async (_what, program, code, message) => {
    const result = await kernel.gofer("taskrun", "attach", "box", "1", "work", program);
    expect(result).toMatchObject({ code, stderr: expect.stringMatching(message) as string });
    expect(result.stdout.toString()).toBe("");
  });

  test("tells who is attached that it has ended", async () => {
    const runId = await begin(kernel, "box");
    const { ended } = await attached(kernel, "box", String(runId), "work", "--", "sh", "-c", "echo $$; exec sleep 600");
    await kernel.api.cancelTaskRun({ pipelineId: "box", runId, taskId: "work", force: true });
    expect(await ended).toMatchObject({
      code: 6,
      stderr: expect.stringMatching(/"work" of run 2 of box has ended.*gofer taskrun get box 2 work/) as string,
    });
  });
});

import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { call, describeDocker, type OpenScheduler, openScheduler } from "../support/docker.js";

type Requests = Parameters<OpenScheduler["scheduler"]["exec"]>[0];
type Request = Requests extends AsyncIterable<infer Message> ? Message : never;

describeDocker("looking into containers on Docker", () => {
  let plugin: OpenScheduler;
  beforeAll(async () => {
    plugin = await openScheduler();
    await plugin.start({ key: "box", command: ["sleep", "600"] });
  });
  afterAll(() => plugin[Symbol.asyncDispose]());

  const message = (part: Partial<Request>): Request => part;
  const start = (command: string[], tty = false) =>
    message({ start: { key: "box", command, tty, size: tty ? { columns: 101, rows: 33 } : null } });
  async function* requests(...list: readonly Request[]): AsyncGenerator<Request> {
    yield* list;
  }
  const exec = async (list: AsyncIterable<Request>) => {
    const said = { stdout: "", stderr: "", exitCode: undefined as number | undefined };
    for await (const { stdout, stderr, exitCode } of plugin.scheduler.exec(list, call())) {
      if (stdout) said.stdout += String(stdout);
      if (stderr) said.stderr += String(stderr);
      if (exitCode !== undefined) said.exitCode = exitCode;
    }
    return said;
  };

  test("a command gets its input, both outputs come apart, and its code comes last", async () => {
    const script = "cat; echo err >&2; exit 6";
    const input = requests(
      start(["sh", "-c", script]),
      message({ stdin: Buffer.from("in\n") }),
      message({ stdinEof: true }),
    );
    expect(await exec(input)).toEqual({ stdout: "in\n", stderr: "err\n", exitCode: 6 });
  });

  test("a terminal has the size that was asked for", async () => {
    const { stdout } = await exec(
      requests(start(["sh", "-c", "read line; stty size"], true), message({ stdin: Buffer.from("\n") })),
    );
    expect(stdout.trim().split("\n").at(-1)).toBe("33 101");
  });

  test("a caller who leaves takes its command with it", async () => {
    const leaving = new AbortController();
    const running = plugin.scheduler.exec(requests(start(["sh", "-c", "echo begun; sleep 612"])), call(leaving.signal));
    for await (const { stdout } of running) if (String(stdout).includes("begun")) leaving.abort();
    const processes = async () => (await exec(requests(start(["ps"])))).stdout;
    await expect.poll(processes).not.toContain("begun");
  });

  test.each([
    ["is not there", "no-such-program", 127, 'exec: "no-such-program": executable file not found in $PATH\n'],
    ["cannot be executed", "/etc", 126, 'exec: "/etc": permission denied\n'],
  ])("of a program that %s is said what a shell says", async (_what, program, exitCode, stderr) => {
    expect(await exec(requests(start([program])))).toEqual({ stdout: "", stderr, exitCode });
    const own = "OCI runtime exec failed: exec failed";
    expect((await exec(requests(start(["sh", "-c", `echo '${own}'; exit 3`])))).stdout).toBe(`${own}\n`);
  });

  test("a plugin does not end before the commands of its callers", async () => {
    await using ending = await openScheduler();
    await ending.start({ key: "box", command: ["sleep", "600"] });
    const running = ending.scheduler.exec(requests(start(["sh", "-c", "echo begun; exec sleep 614"])), call());
    await running[Symbol.asyncIterator]().next();
    const isThere = () =>
      readdirSync("/proc").some((pid) => {
        try {
          return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\u0000", " ") === "sleep 614 ";
        } catch {
          return false;
        }
      });
    await expect.poll(isThere).toBe(true);
    await ending.crash();
    expect(isThere()).toBe(false);
  });

  test("a container that does not run, or is not there, is refused", async () => {
    await plugin.start({ key: "over", command: ["true"] });
    await plugin.exited("over");
    const into = (key: string) =>
      exec(requests(message({ start: { key, command: ["true"], tty: false, size: null } })));
    await expect(into("over")).rejects.toMatchObject({ code: "precondition" });
    await expect(into("nowhere")).rejects.toMatchObject({ code: "notFound" });
  });

  test("samples of resource use come until the exit", async () => {
    await plugin.start({ key: "busy", command: ["sh", "-c", "while :; do :; done"] });
    let samples = 0;
    let cpuMs = 0;
    for await (const sample of plugin.scheduler.streamStats({ key: "busy", intervalMs: 100 }, call())) {
      expect(sample.memoryBytes).toBeGreaterThan(0);
      expect(sample.pids).toBeGreaterThan(0);
      cpuMs = Number(sample.cpuMs);
      if (++samples === 3) await plugin.scheduler.stop({ items: [{ key: "busy", signal: "", graceMs: 0 }] }, call());
    }
    expect(samples).toBeGreaterThanOrEqual(3);
    expect(cpuMs).toBeGreaterThan(0);
  });
});

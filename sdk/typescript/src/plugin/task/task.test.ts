import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunRequest, TaskEventInput } from "@gofer/proto";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { Fault } from "../../fault.js";
import { callInProcess } from "../trigger/index.js";
import { ExecutionLog } from "./execution-log.js";
import { openTask, type ResumedTask, type TaskContext } from "./task.js";

const Settings = z.strictObject({ what: z.string().default("nothing"), often: z.enum(["yes", "no"]).default("no") });
type Context = TaskContext<z.output<typeof Settings>>;
type Run = (context: Context) => Promise<Record<string, string> | undefined>;

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0).reverse()) cleanUp();
});

function folder(): string {
  const dataDirectory = mkdtempSync(join(tmpdir(), "gofer-task-"));
  cleanUps.push(() => rmSync(dataDirectory, { recursive: true, force: true }));
  return dataDirectory;
}

interface More {
  readonly dataDirectory?: string;
  readonly secrets?: string[];
  readonly cancelGraceMs?: number;
  readonly resume?: (task: ResumedTask) => Promise<Record<string, string>>;
}

function open(run: Run, more: More = {}) {
  const stop = new AbortController();
  const { dataDirectory = folder(), ...rest } = more;
  const plugin = openTask({ description: "", settings: Settings, run, dataDirectory, signal: stop.signal, ...rest });
  cleanUps.push(() => {
    stop.abort();
    void plugin.close?.();
  });
  return { ...plugin, stop, dataDirectory };
}

const request = (key: string, more: Partial<RunRequest> = {}): RunRequest => ({
  ...{ key, settings: {}, variables: {}, specHash: "h", origin: null },
  ...more,
});

async function all(events: AsyncIterable<{ event?: TaskEventInput | null }>): Promise<TaskEventInput[]> {
  const list: TaskEventInput[] = [];
  for await (const { event } of events) if (event) list.push(event);
  return list;
}

const textOf = (events: readonly TaskEventInput[]) =>
  Buffer.concat(events.map(({ log }) => Buffer.from(log?.data ?? ""))).toString();
const readable = (events: readonly TaskEventInput[]) => events.map((event) => JSON.stringify(event));
const resultOf = (events: readonly TaskEventInput[]) => events.at(-1)?.result;

/** A task that waits to be let go. */
function gate() {
  let letGo: () => void = () => {};
  const open_ = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  return { letGo, wait: open_ };
}

test("an execution tells its log, its progress and its outputs, and is run once for all who join", async () => {
  let runs = 0;
  const { letGo, wait } = gate();
  const { task } = open(async ({ settings, variables, write, progress }) => {
    runs++;
    write(`what=${settings.what}\n`);
    progress("half", 0.5);
    await wait;
    write("at the end\n", "stderr");
    return { answer: variables["X"] ?? "" };
  });
  const asked = request("k", { settings: { WHAT: "it" }, variables: { X: "42" } });
  const first = all(task.run(asked, callInProcess()));
  const second = all(task.run(asked, callInProcess()));
  letGo();
  const events = await first;
  expect(textOf(events)).toBe("what=it\nat the end\n");
  expect(events.map(({ event }) => event)).toEqual(["log", "progress", "log", "result"]);
  expect(events[2]?.log?.stderr).toBe(true);
  expect(resultOf(events)).toEqual({ kind: "KIND_SUCCEEDED", message: "", outputs: { answer: "42" } });
  expect(await second).toEqual(events);
  expect(await all(task.run(asked, callInProcess()))).toEqual(events);
  expect(runs).toBe(1);
});

test("attaching goes on behind a cursor: no event is lost or doubled, wherever the stream broke", async () => {
  const { task } = open(async ({ write }) => {
    for (let line = 0; line < 50; line++) write(`line ${line} ${"ä€😀".repeat(line)}\n`);
    write(Buffer.alloc(200_000, 7));
    return undefined;
  });
  const events = await all(task.run(request("k"), callInProcess()));
  for (const [index, { cursor }] of events.entries()) {
    const rest = await all(task.attach({ key: "k", cursor: Buffer.from(cursor ?? "") }, callInProcess()));
    expect(readable(rest)).toEqual(readable(events.slice(index + 1)));
  }
  for (const { log } of events) expect(log?.data?.length ?? 0).toBeLessThanOrEqual(64 << 10);
  await expect(all(task.attach({ key: "k", cursor: Buffer.from("x") }, callInProcess()))).rejects.toMatchObject({
    code: "invalid",
  });
  await expect(all(task.attach({ key: "other", cursor: Buffer.of() }, callInProcess()))).rejects.toMatchObject({
    code: "notFound",
  });
});

test("bad settings, another spec and a bad key are refused with the reason", async () => {
  const { task } = open(async () => undefined);
  const refusal = (asked: RunRequest) => all(task.run(asked, callInProcess())).catch((error: unknown) => error);
  expect(await refusal(request("k", { settings: { wat: "x", often: "maybe" } }))).toMatchObject({
    code: "invalid",
    message: expect.stringMatching(/^wat: there is no such parameter: did you mean what\?; often: /) as string,
  });
  expect(await refusal(request("K!"))).toMatchObject({ code: "invalid" });
  await all(task.run(request("k"), callInProcess()));
  expect(await refusal(request("k", { specHash: "other" }))).toMatchObject({ code: "exists" });
});

test("what is thrown fails the task with its message, and secrets of the configuration are hidden everywhere", async () => {
  const { task, dataDirectory } = open(
    async ({ write, progress }) => {
      write("token pässword-1\n");
      write(Buffer.from("bytes pässword-1\n"));
      progress("with pässword-1");
      throw new Fault("unavailable", "the server refused pässword-1");
    },
    { secrets: ["pässword-1", ""] },
  );
  const events = await all(task.run(request("k", { settings: { what: "setting-secret" } }), callInProcess()));
  expect(resultOf(events)).toMatchObject({ kind: "KIND_FAILED", message: "the server refused [secret]" });
  expect(textOf(events)).toBe("token [secret]\nbytes [secret]\n");
  const kept = readdirSync(join(dataDirectory, "executions", "k")).map((name) =>
    readFileSync(join(dataDirectory, "executions", "k", name), "utf8"),
  );
  expect(kept.join()).not.toMatch(/pässword-1|setting-secret/);
});

test("cancelling aborts the work, breaking a stream does not", async () => {
  const { task } = open(
    ({ signal, write }) =>
      new Promise((_resolve, reject) => {
        write("begun\n");
        signal.addEventListener("abort", () => reject(new Error("gave up")));
      }),
  );
  for await (const { event } of task.run(request("k"), callInProcess())) if (event?.log) break;
  const events = all(task.attach({ key: "k", cursor: Buffer.of() }, callInProcess()));
  await task.cancel({ key: "k" }, callInProcess());
  await task.cancel({ key: "unknown" }, callInProcess());
  expect(resultOf(await events)).toEqual({ kind: "KIND_CANCELLED", message: "gave up", outputs: {} });
});

test("work that does not listen to a cancel is given up after the grace", async () => {
  const { task } = open(() => new Promise(() => {}), { cancelGraceMs: 1 });
  const events = all(task.run(request("k"), callInProcess()));
  await task.cancel({ key: "k" }, callInProcess());
  expect(resultOf(await events)).toMatchObject({
    kind: "KIND_CANCELLED",
    message: "it did not end within its grace time after it was cancelled",
  });
});

test("a plugin that begins again keeps results until they are forgotten, and calls interrupted work lost", async () => {
  const first = open(async ({ settings, write }) => {
    write("begun\n");
    if (settings.often === "yes") await new Promise(() => {});
    return { done: "1" };
  });
  const done = await all(first.task.run(request("done"), callInProcess()));
  const asked = request("cut", { settings: { often: "yes" } });
  for await (const { event } of first.task.run(asked, callInProcess())) if (event?.log) break;
  first.stop.abort();
  await first.close?.();

  let runs = 0;
  const again = open(
    async () => {
      runs++;
      return undefined;
    },
    { dataDirectory: first.dataDirectory },
  );
  expect(await all(again.task.run(request("done"), callInProcess()))).toEqual(done);
  const lost = await all(again.task.run(asked, callInProcess()));
  expect(textOf(lost)).toBe("begun\n");
  expect(resultOf(lost)?.kind).toBe("KIND_LOST");
  expect(runs).toBe(0);
  await again.task.forget({ keys: ["done", "cut", "unknown"] }, callInProcess());
  expect(readdirSync(join(first.dataDirectory, "executions"))).toEqual([]);
});

test("interrupted work is resumed from what it kept, wherever that was: nothing is told twice or left out", async () => {
  const lines = 4;
  /** Counts lines; ends abruptly after so many steps. */
  const work = async (
    { write, keep }: Pick<Context, "write" | "keep">,
    from: number,
    stopAfter = Number.POSITIVE_INFINITY,
  ) => {
    let steps = 0;
    const step = async (act: () => void) => {
      if (steps++ === stopAfter) await new Promise(() => {});
      act();
    };
    for (let line = from; line < lines; line++) {
      await step(() => write(`line ${line}\n`));
      await step(() => keep(String(line + 1)));
    }
    return { by: from === 0 ? "run" : "resume" };
  };
  for (let stopAfter = 0; stopAfter < 2 * lines; stopAfter++) {
    const key = `k${stopAfter}`;
    const first = open(async (context) => {
      context.keep("0");
      return work(context, 0, stopAfter);
    });
    const before: TaskEventInput[] = [];
    for await (const { event } of first.task.run(request(key), callInProcess())) {
      if (event) before.push(event);
      if (textOf(before).split("\n").length - 1 >= Math.ceil(stopAfter / 2)) break;
    }
    first.stop.abort();
    await first.close?.();
    const resume = ({ state, written, ...context }: ResumedTask) =>
      work(context, Number(state) + written.split("\n").length - 1);
    const again = open(() => Promise.reject(new Error("it must not begin again")), {
      dataDirectory: first.dataDirectory,
      resume,
    });
    const after = await all(again.task.attach({ key, cursor: Buffer.of() }, callInProcess()));
    expect(textOf(after)).toBe(Array.from({ length: lines }, (_, line) => `line ${line}\n`).join(""));
    expect(resultOf(after)).toMatchObject({ kind: "KIND_SUCCEEDED" });
    expect(textOf(await all(again.task.run(request(key), callInProcess())))).toBe(textOf(after));
  }
});

test("resumed work is cancelled like any other, and without a state it is lost", async () => {
  const first = open(({ settings, keep }) => {
    if (settings.what === "kept") keep("somewhere");
    return new Promise(() => {});
  });
  for (const what of ["kept", "nothing"]) {
    const begun = first.task.run(request(what, { settings: { what } }), callInProcess());
    for await (const _first of begun) break;
  }
  first.stop.abort();
  await first.close?.();
  const resume = ({ signal }: ResumedTask) =>
    new Promise<never>((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("told to"))));
  const again = open(() => Promise.reject(new Error("it must not begin again")), {
    dataDirectory: first.dataDirectory,
    resume,
  });
  const attach = (key: string) => all(again.task.attach({ key, cursor: Buffer.of() }, callInProcess()));
  expect(resultOf(await attach("nothing"))?.kind).toBe("KIND_LOST");
  const cancelled = attach("kept");
  await again.task.cancel({ key: "kept" }, callInProcess());
  expect(resultOf(await cancelled)?.kind).toBe("KIND_CANCELLED");
});

test("a draining plugin takes nothing new and waits for what runs", async () => {
  const { letGo, wait } = gate();
  const { task, drain } = open(async () => {
    await wait;
    return undefined;
  });
  const running = all(task.run(request("k"), callInProcess()));
  const drained = drain?.(60_000);
  await expect(all(task.run(request("other"), callInProcess()))).rejects.toMatchObject({ code: "unavailable" });
  letGo();
  await drained;
  expect(resultOf(await running)?.kind).toBe("KIND_SUCCEEDED");
});

test("outputs that are too large fail the task", async () => {
  const { task } = open(async () => ({ big: "x".repeat(70_000) }));
  const events = await all(task.run(request("k"), callInProcess()));
  expect(resultOf(events)).toMatchObject({ kind: "KIND_FAILED", outputs: {} });
});

test("a log that a crash has cut off anywhere is read up to the last whole event and goes on behind it", () => {
  const path = join(folder(), "events");
  const whole = new ExecutionLog(path);
  for (let line = 0; line < 5; line++) whole.append({ progress: `ä${line}`, fraction: 0 });
  const bytes = readFileSync(path);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: bytes.length }), (length) => {
      writeFileSync(path, bytes.subarray(0, length));
      const log = new ExecutionLog(path);
      const before = [...log.read(0)].map(({ event }) => event);
      log.append({ progress: "after", fraction: 1 });
      log.append({ progress: "last", fraction: 1 });
      const after = [...new ExecutionLog(path).read(0)];
      // A last line that only lacks its line break is whole once that is there.
      expect(after.map(({ event }) => event).slice(0, before.length)).toEqual(before);
      expect(after.slice(-2).map(({ event }) => "progress" in event && event.progress)).toEqual(["after", "last"]);
      for (const [index, { position }] of after.entries()) {
        expect([...log.read(position)].map(({ event }) => event)).toEqual(
          after.slice(index + 1).map(({ event }) => event),
        );
      }
    }),
  );
});

test("the first message comes at once, and small pieces of output are told as large ones", async () => {
  let end: () => void = () => undefined;
  const { task } = open(async ({ write }) => {
    await new Promise<void>((resolve) => (end = resolve));
    for (let line = 0; line < 1000; line++) write(`${line}\n`);
    return undefined;
  });
  const stream = task.run(request("k"), callInProcess())[Symbol.asyncIterator]();
  const first = (await stream.next()) as { value: { event: TaskEventInput } };
  expect(first.value.event.heartbeat).toBeDefined();
  end();
  const events = await all({ [Symbol.asyncIterator]: () => stream });
  expect(textOf(events)).toBe(Array.from({ length: 1000 }, (_, line) => `${line}\n`).join(""));
  const again = await all(task.attach({ key: "k", cursor: Buffer.of() }, callInProcess()));
  expect(again.filter(({ log }) => log)).toHaveLength(1);
});

test("settings are judged before anything runs, and a reference is not held against them", async () => {
  const { task } = open(async () => undefined);
  const violations = async (settings: Record<string, string>) =>
    (await task.validateSettings({ settings }, callInProcess())).violations;
  expect(await violations({ what: "x" })).toEqual([]);
  expect(await violations({ what: "x", often: "run_object{{n}}" })).toEqual([]);
  expect(await violations({ wat: "x", often: "maybe" })).toEqual([
    expect.stringMatching(/^wat: /) as string,
    expect.stringMatching(/^often: /) as string,
  ]);
});

describe("while an earlier version of the plugin still works", () => {
  /** The process of that version: two executions, one that a line on its standard input ends, one that goes on. */
  async function earlier({ opensNextFirst = false } = {}) {
    const dataDirectory = folder();
    const openNext = () => open(() => Promise.reject(new Error("it must not begin again")), { dataDirectory });
    const early = opensNextFirst ? openNext() : undefined;
    const program = `
      import { createInterface } from "node:readline";
      import { openTask } from "@gofer/sdk/task";
      import { callInProcess } from "@gofer/sdk/trigger";
      import * as z from "zod";
      const line = new Promise((resolve) => createInterface(process.stdin).once("line", resolve));
      const { task, drain } = openTask({
        description: "",
        settings: z.strictObject({}),
        dataDirectory: process.argv[1],
        signal: new AbortController().signal,
        run: ({ origin, signal, write }) => {
          write("begun\\n");
          return origin.taskId === "ends"
            ? line.then(() => ({ by: "the earlier one" }))
            : new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("told to"))));
        },
      });
      for (const taskId of ["ends", "stays"]) {
        const origin = { namespace: "", pipelineId: "", runId: 1, taskId };
        const request = { key: taskId, settings: {}, variables: {}, specHash: "h", origin };
        for await (const { event } of task.run(request, callInProcess())) if (event.log) break;
      }
      void drain(60_000);
      console.log("ready");
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    `;
    const child = spawn(process.execPath, ["--input-type=module", "-e", program, dataDirectory], {
      cwd: join(import.meta.dirname, "..", "..", "..", "..", ".."),
      stdio: ["pipe", "pipe", "inherit"],
    });
    cleanUps.push(() => child.kill("SIGKILL"));
    await once(child.stdout, "data");
    return { child, next: early ?? openNext() };
  }
  const attach = (next: ReturnType<typeof open>, key: string) =>
    all(next.task.attach({ key, cursor: Buffer.of() }, callInProcess()));

  test.each([
    ["before this one was opened", false],
    ["after this one was opened", true],
  ])(
    "its work that was begun %s is joined, and cancelled",
    async (_when, opensNextFirst) => {
      const { child, next } = await earlier({ opensNextFirst });
      const ends = attach(next, "ends");
      const again = all(next.task.run(request("ends"), callInProcess()));
      child.stdin.write("\n");
      for (const events of [await ends, await again]) {
        expect(textOf(events)).toBe("begun\n");
        expect(resultOf(events)).toMatchObject({ kind: "KIND_SUCCEEDED", outputs: { by: "the earlier one" } });
      }
      const stays = attach(next, "stays");
      await next.task.cancel({ key: "stays" }, callInProcess());
      expect(resultOf(await stays)).toMatchObject({ kind: "KIND_CANCELLED", message: "told to" });
      next.stop.abort();
    },
    30_000,
  );

  test("what it was at is lost when that process dies", async () => {
    const { child, next } = await earlier();
    const stays = attach(next, "stays");
    child.kill("SIGKILL");
    expect(resultOf(await stays)).toMatchObject({ kind: "KIND_LOST" });
  }, 30_000);
});

test("an execution that could not be begun leaves nothing, and can be begun when that is mended", async () => {
  // So deep that the folder of an execution can be made, and no file in it.
  const base = folder();
  const deep = 4090 - "/executions/begun".length - base.length;
  const dataDirectory = join(
    base,
    ...Array<string>(Math.floor(deep / 100) - 1).fill("d".repeat(99)),
    "e".repeat((deep % 100) + 99),
  );
  mkdirSync(dataDirectory, { recursive: true });
  const { task } = open(async () => undefined, { dataDirectory });
  const begin = async () => all(task.run(request("begun"), callInProcess()));
  await expect(begin()).rejects.toMatchObject({ code: "ENAMETOOLONG" });
  expect(readdirSync(join(dataDirectory, "executions"))).toEqual([]);
  await expect(begin()).rejects.toMatchObject({ code: "ENAMETOOLONG" });
});

import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createReadStream, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestKernel } from "../support/kernel.js";

const kernel = new TestKernel({
  GOFER_OBJECT_STORE_PIPELINE_OBJECT_LIMIT: "3",
  GOFER_OBJECT_STORE_RUN_OBJECT_EXPIRY: "2",
});
beforeAll(() => kernel.start());
afterAll(() => kernel[Symbol.asyncDispose]());

async function register(id: string, ...global: string[]): Promise<void> {
  const file = join(kernel.dataDirectory, `${id}.json`);
  writeFileSync(file, JSON.stringify({ id, tasks: [{ id: "task", container: { image: "any", command: ["true"] } }] }));
  expect((await kernel.gofer("pipeline", "create", file, ...global)).code).toBe(0);
}
async function text(...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await kernel.gofer(...words);
  expect(stderr).not.toContain("gofer:");
  expect(code).toBe(0);
  return stdout.toString();
}
const keys = async (...words: readonly string[]) =>
  (await text(...words, "--format", "json"))
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => (JSON.parse(line) as { key: string }).key);
/** What the store plugin's own database holds. */
const kept = () => {
  const database = new SqliteDatabase(join(kernel.dataDirectory, "plugins", "store-sqlite", "objects.db"), {
    readonly: true,
  });
  try {
    const count = (table: string) => Number(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
    return { objects: count("objects"), blobs: count("blobs") };
  } finally {
    database.close();
  }
};
const pluginPid = async () =>
  (JSON.parse(await text("plugin", "get", "store-sqlite", "--format", "json")) as { plugin: { pid: number } }).plugin
    .pid;
const digest = async (path: string) => {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
};

describe("objects of pipelines", () => {
  test("values, files and standard input are read again byte by byte", async () => {
    await register("bytes");
    const file = join(kernel.dataDirectory, "bytes.bin");
    writeFileSync(file, randomBytes(1_000_001));
    await text("pipeline", "store", "put", "bytes", "from-file", `@${file}`);
    await text("pipeline", "store", "put", "bytes", "as_written_in_the_manual=my_value5");
    expect(
      (await kernel.gofer("pipeline", "store", "get", "bytes", "from-file")).stdout.equals(readFileSync(file)),
    ).toBe(true);
    expect(await text("pipeline", "store", "get", "bytes", "as_written_in_the_manual", "--stringify")).toBe(
      "my_value5\n",
    );
    const copy = join(kernel.dataDirectory, "copy.bin");
    await text("pipeline", "store", "get", "bytes", "from-file", "--output", copy);
    expect(readFileSync(copy).equals(readFileSync(file))).toBe(true);
    await text("pipeline", "store", "put", "bytes", "empty");
    expect(await text("pipeline", "store", "get", "bytes", "empty")).toBe("");
  });

  test("B09: --force replaces an object, and without it the object stays and the exit code is 5", async () => {
    await register("forced");
    await text("pipeline", "store", "put", "forced", "key", "one");
    const refused = await kernel.gofer("pipeline", "store", "put", "forced", "key", "two");
    expect(refused.code).toBe(5);
    expect(refused.stderr).toContain("--force");
    expect(await text("pipeline", "store", "get", "forced", "key")).toBe("one");
    expect(await text("pipeline", "store", "put", "forced", "key", "two", "--force")).toContain("replaced");
    expect(await text("pipeline", "store", "get", "forced", "key")).toBe("two");
  });

  test("B11, B12: an evicted and a deleted object are gone from the list and from the store; overwriting evicts nothing", async () => {
    await register("limited");
    for (const key of ["aaa", "bbb", "ccc"]) await text("pipeline", "store", "put", "limited", key, key);
    await text("pipeline", "store", "put", "limited", "aaa", "again", "--force");
    expect(await keys("pipeline", "store", "list", "limited")).toEqual(["aaa", "bbb", "ccc"]);
    const put = await kernel.gofer("pipeline", "store", "put", "limited", "ddd", "x");
    expect(put.stderr).toContain("removed object bbb");
    expect(await keys("pipeline", "store", "list", "limited")).toEqual(["aaa", "ccc", "ddd"]);
    expect((await kernel.gofer("pipeline", "store", "get", "limited", "bbb")).code).toBe(4);
    expect((await kernel.gofer("pipeline", "store", "delete", "limited", "ccc")).code).toBe(2);
    await text("pipeline", "store", "delete", "limited", "ccc", "--yes");
    expect((await kernel.gofer("pipeline", "store", "delete", "limited", "ccc", "--yes")).code).toBe(4);
    expect(await keys("pipeline", "store", "list", "limited")).toEqual(["aaa", "ddd"]);
    expect(await text("event", "list", "--pipeline", "limited", "--kind", "pipeline_object_evicted")).toContain(
      "key=bbb",
    );
  });

  test("B63: names that look alike when they are joined are different objects", async () => {
    for (const id of ["a_b", "a_b_c"]) await register(id);
    await text("run", "start", "a_b", "--wait");
    const puts: (readonly string[])[] = [
      ["pipeline", "store", "put", "a_b", "c_d"],
      ["pipeline", "store", "put", "a_b_c", "d"],
      ["pipeline", "store", "put", "a_b", "1/d"],
      ["run", "store", "put", "a_b", "1", "d"],
      ["run", "store", "put", "a_b", "1", "c_d"],
      ["pipeline", "store", "put", "a_b", "../a_b_c/d"],
    ];
    for (const [index, words] of puts.entries()) await text(...words, String(index));
    for (const [index, words] of puts.entries())
      expect(await text(...words.map((word) => (word === "put" ? "get" : word)))).toBe(String(index));
  });

  test("bad keys, unknown pipelines and unknown files are refused with their exit codes", async () => {
    for (const key of ["", " ", "a b", "a{b}", "x".repeat(129)])
      expect((await kernel.gofer("pipeline", "store", "put", "bytes", key, "x")).code).toBe(2);
    expect((await kernel.gofer("pipeline", "store", "put", "nowhere", "key", "x")).code).toBe(4);
    expect((await kernel.gofer("pipeline", "store", "put", "bytes", "key", "@/no/such/file")).code).toBe(2);
    expect((await kernel.gofer("run", "store", "list", "bytes", "77")).code).toBe(4);
  });
});

test("B22: objects of a run expire after so many runs, and the run says so", async () => {
  await register("expiring");
  await text("run", "start", "expiring", "--wait");
  await text("run", "store", "put", "expiring", "1", "key", "value");
  await text("run", "start", "expiring", "--wait");
  expect(await text("run", "store", "get", "expiring", "1", "key")).toBe("value");
  await text("run", "start", "expiring", "--wait");
  expect((await kernel.gofer("run", "store", "get", "expiring", "1", "key")).code).toBe(4);
  expect((await kernel.gofer("run", "store", "list", "expiring", "1")).stderr).toContain("have expired");
  expect(JSON.parse(await text("run", "get", "expiring", "1", "--format", "json"))).toMatchObject({
    run: { objectsExpired: true },
  });
  expect((await kernel.gofer("run", "store", "put", "expiring", "1", "late", "x")).code).toBe(6);
});

describe("when something dies", () => {
  /** A put whose bytes have begun to arrive at the plugin and then stop. */
  async function hangingPut(pipelineId: string): Promise<{ readonly ended: Promise<unknown> }> {
    const before = kept().blobs;
    const child = kernel.spawnGofer("pipeline", "store", "put", pipelineId, "key", "@-");
    child.stdin.write(randomBytes(2_000_000));
    await expect.poll(() => kept().blobs, { timeout: 20_000 }).toBeGreaterThan(before);
    return { ended: once(child, "close") };
  }

  test("B13: a put whose plugin is killed leaves no key, the kernel serves on, and the next put works", async () => {
    await register("plugin_dies");
    const put = await hangingPut("plugin_dies");
    process.kill(await pluginPid(), "SIGKILL");
    const [code] = (await put.ended) as [number];
    expect(code).toBe(8);
    expect(await keys("pipeline", "store", "list", "plugin_dies")).toEqual([]);
    await expect
      .poll(async () => (await kernel.gofer("pipeline", "store", "put", "plugin_dies", "key", "after")).code, {
        timeout: 20_000,
      })
      .toBe(0);
    expect(await text("pipeline", "store", "get", "plugin_dies", "key")).toBe("after");
  });

  test("B13: a put whose kernel is killed leaves the key as it was", async () => {
    await register("kernel_dies");
    await text("pipeline", "store", "put", "kernel_dies", "old", "old value");
    const put = await hangingPut("kernel_dies");
    await kernel.stop("SIGKILL");
    await put.ended;
    await kernel.start();
    expect(await keys("pipeline", "store", "list", "kernel_dies")).toEqual(["old"]);
    await expect
      .poll(async () => (await kernel.gofer("pipeline", "store", "get", "kernel_dies", "old")).stdout.toString(), {
        timeout: 20_000,
      })
      .toBe("old value");
  });

  test("what has no key any more is deleted from the store, also what was deleted while the store was away", async () => {
    await register("swept");
    await text("pipeline", "store", "put", "swept", "key", "x");
    const before = kept().objects;
    process.kill(await pluginPid(), "SIGKILL");
    await text("pipeline", "store", "delete", "swept", "key", "--yes");
    await expect.poll(() => kept().objects, { timeout: 20_000 }).toBeLessThan(before);
  });

  test("without a store the answer is UNAVAILABLE and says why", async () => {
    await kernel.stop();
    const folder = join(kernel.dataDirectory, "fewer-plugins");
    mkdirSync(folder);
    for (const name of ["scheduler-process", "secret-sqlite"])
      symlinkSync(join(import.meta.dirname, "..", "..", "plugins", name), join(folder, name));
    await kernel.start({ GOFER_PLUGIN_DIR: folder });
    const { code, stderr } = await kernel.gofer("pipeline", "store", "put", "bytes", "key2", "x");
    expect(code).toBe(8);
    expect(stderr).toContain("is not installed");
    await kernel.stop();
    await kernel.start();
  });
});

/** Highest resident memory of a process since it started, in MB. */
const peakMb = (pid: number) =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;

test.each(
  process.env["GOFER_TEST_LARGE"]
    ? ([
        ["300 MB", 300],
        ["2 GB", 2048],
      ] as const)
    : ([["300 MB", 300]] as const),
)(
  "%s pass at constant memory in kernel, plugin and command line",
  async (_name, megabytes) => {
    await register(`large_${megabytes}`);
    const file = join(kernel.dataDirectory, "large.bin");
    const piece = randomBytes(1 << 20);
    writeFileSync(file, "");
    for (let written = 0; written < megabytes; written++) writeFileSync(file, piece, { flag: "a" });
    const pids = { kernel: kernel.pid, plugin: await pluginPid() };
    const before = { kernel: peakMb(pids.kernel), plugin: peakMb(pids.plugin) };
    const watched = async (...words: readonly string[]) => {
      const child = kernel.spawnGofer(...words);
      let peak = 0;
      const timer = setInterval(() => {
        if (child.pid !== undefined && existsSync(`/proc/${child.pid}/status`))
          peak = Math.max(peak, peakMb(child.pid));
      }, 50);
      child.stdin.end();
      const [code] = (await once(child, "close")) as [number];
      clearInterval(timer);
      expect(code).toBe(0);
      return peak;
    };
    expect(await watched("pipeline", "store", "put", `large_${megabytes}`, "big", `@${file}`)).toBeLessThan(200);
    const copy = join(kernel.dataDirectory, "large.copy");
    expect(await watched("pipeline", "store", "get", `large_${megabytes}`, "big", "-o", copy)).toBeLessThan(200);
    expect(statSync(copy).size).toBe(megabytes * 2 ** 20);
    expect(await digest(copy)).toBe(await digest(file));
    expect(peakMb(pids.kernel) - before.kernel).toBeLessThan(120);
    expect(peakMb(pids.plugin) - before.plugin).toBeLessThan(120);
  },
  600_000,
);

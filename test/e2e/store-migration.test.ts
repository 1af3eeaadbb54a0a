import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Fault, type KernelClient } from "@gofer/sdk";
import SqliteDatabase from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { TestKernel } from "../support/kernel.js";
import { pluginsOnly } from "../support/plugin-folder.js";

const plugins = pluginsOnly("scheduler-process", "store-sqlite", "store-fs", "secret-sqlite", "secret-file");
const kernel = new TestKernel({ GOFER_PLUGIN_DIR: plugins, GOFER_OBJECT_STORE_PIPELINE_OBJECT_LIMIT: "0" });
const folder = mkdtempSync(join(tmpdir(), "gofer-scripted-"));
const orders = join(folder, "orders");
const patience = { timeoutMs: 60_000 };

beforeAll(async () => {
  await kernel.start();
  await working("store-sqlite", "secret-sqlite");
  mkdirSync(orders);
  const program = join(import.meta.dirname, "..", "fixtures", "plugins", "store-scripted.mjs");
  writeFileSync(
    join(folder, "gofer-plugin.json"),
    JSON.stringify({
      name: "store-scripted",
      version: "1.0.0",
      contracts: [{ name: "gofer.objectstore.v1" }],
      entrypoint: { command: [process.execPath, program] },
    }),
  );
});
afterAll(async () => {
  await kernel[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
  rmSync(plugins, { recursive: true });
});

/** Waits until plugins work: the kernel does not wait for them. */
async function working(...aliases: string[]): Promise<void> {
  const isWell = async (alias: string) => (await kernel.api.getPlugin({ alias })).plugin?.health === "HEALTH_HEALTHY";
  for (const alias of aliases) await vi.waitUntil(() => isWell(alias), { timeout: 20_000, interval: 50 });
}
async function gofer(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await kernel.gofer(...words);
  expect(stderr).not.toMatch(/^gofer: /m);
  expect(code).toBe(0);
  return stdout.toString() + stderr;
}
async function register(id: string): Promise<void> {
  const file = join(folder, `${id}.json`);
  writeFileSync(file, JSON.stringify({ id, tasks: [{ id: "task", container: { image: "any", command: ["true"] } }] }));
  await gofer("up", file);
}

async function put(api: KernelClient, pipelineId: string, key: string, value: Buffer): Promise<void> {
  async function* parts() {
    yield { part: "header" as const, header: { pipelineId, key, force: true } };
    for (let at = 0; at < value.length; at += 100_000)
      yield { part: "chunk" as const, chunk: value.subarray(at, at + 100_000) };
    const sha256 = createHash("sha256").update(value).digest();
    yield { part: "trailer" as const, trailer: { sizeBytes: value.length, sha256 } };
  }
  await api.putPipelineObject(parts());
}
async function get(api: KernelClient, pipelineId: string, key: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const { chunk } of api.getPipelineObject({ pipelineId, key })) if (chunk) chunks.push(chunk);
  return Buffer.concat(chunks);
}
const putSecret = (api: KernelClient, pipelineId: string, key: string, value: Buffer) =>
  api.putPipelineSecret({ pipelineId, key, value, force: true });
const getSecret = async (api: KernelClient, pipelineId: string, key: string) =>
  (await api.getPipelineSecret({ pipelineId, key, includeValue: true })).value;

/** How many objects or secrets the plugins themselves have. */
const kept = {
  sqlite: () => rowsOf("store-sqlite", "objects.db", "objects"),
  secrets: () => rowsOf("secret-sqlite", "secrets.db", "secrets"),
  folder: (alias: string) => {
    const names = join(kernel.dataDirectory, "plugins", alias, "objects", "names");
    return readdirSync(names, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json")).length;
  },
};
function rowsOf(alias: string, file: string, table: string): number {
  const database = new SqliteDatabase(join(kernel.dataDirectory, "plugins", alias, file), { readonly: true });
  try {
    return Number(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
  } finally {
    database.close();
  }
}

/** Puts and reads until it is stopped; every value that was acknowledged must be what is read, or what is being put. */
function load(count: number, store: { put: typeof put; get: typeof get }, pipelineId: string) {
  const { api } = kernel;
  const acknowledged = new Map<string, Buffer>();
  let stopped = false;
  let reads = 0;
  const one = async (key: string) => {
    for (let version = 0; !stopped; version++) {
      const value = Buffer.from(`${key} ${version} ${randomBytes(16).toString("hex")}`);
      await store.put(api, pipelineId, key, value);
      acknowledged.set(key, value);
      expect((await store.get(api, pipelineId, key)).toString()).toBe(value.toString());
      reads++;
    }
  };
  const ended = Promise.all(Array.from({ length: count }, (_, index) => one(`live-${index}`)));
  ended.catch(() => undefined);
  return {
    /** The values that must be there. */
    async stop(): Promise<ReadonlyMap<string, Buffer>> {
      stopped = true;
      await ended;
      expect(reads).toBeGreaterThan(count);
      return acknowledged;
    },
  };
}

describe("while it is written and read", () => {
  test("objects move to another store, each with its bytes, and nothing is lost or left", async () => {
    await register("moves");
    const { api } = kernel;
    const values = new Map<string, Buffer>(
      Array.from({ length: 60 }, (_, index) => [`key-${index}`, randomBytes(index === 7 ? 5_000_000 : 100 + index)]),
    );
    await Promise.all([...values].map(([key, value]) => put(api, "moves", key, value)));

    const refused = await kernel.gofer("plugin", "use", "object-store", "store-fs");
    expect(refused.code).toBe(6);
    expect(refused.stderr).toMatch(/60 objects are in another object-store.*--migrate moves them, --force leaves/);

    const writers = load(6, { put, get }, "moves");
    // One who is slow to send: the object arrives in the old store after the switch.
    let goOn: () => void = () => undefined;
    const afterSwitch = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const slow = randomBytes(300_000);
    async function* slowly() {
      yield { part: "header" as const, header: { pipelineId: "moves", key: "slow", force: false } };
      yield { part: "chunk" as const, chunk: slow.subarray(0, 100_000) };
      await afterSwitch;
      yield { part: "chunk" as const, chunk: slow.subarray(100_000) };
      const sha256 = createHash("sha256").update(slow).digest();
      yield { part: "trailer" as const, trailer: { sizeBytes: slow.length, sha256 } };
    }
    const slowPut = api.putPipelineObject(slowly());
    // One who is slow to read: has begun with the old store.
    const reader = api.getPipelineObject({ pipelineId: "moves", key: "key-7" })[Symbol.asyncIterator]();
    await reader.next();

    const said = await gofer("plugin", "use", "object-store", "store-fs", "--migrate");
    expect(said).toMatch(/copied and verified \d+ of \d+, \d+\.\d of \d+\.\d MiB/);
    expect(said).toContain("object-store is store-fs from now on, it was store-sqlite");
    goOn();
    await slowPut;
    const read: Buffer[] = [];
    for (let next = await reader.next(); next.done !== true; next = await reader.next())
      if (next.value.chunk) read.push(next.value.chunk);
    expect(Buffer.concat(read).equals(values.get("key-7") ?? Buffer.alloc(0))).toBe(true);
    for (const [key, value] of await writers.stop()) values.set(key, value);
    values.set("slow", slow);
    for (const [key, value] of values) expect((await get(api, "moves", key)).equals(value), key).toBe(true);
    await expect.poll(kept.sqlite, { timeout: 20_000 }).toBe(0);
    await expect.poll(() => kept.folder("store-fs"), { timeout: 20_000 }).toBe(values.size);
    expect(await gofer("event", "list", "--kind", "plugin_used")).toMatch(/before=store-sqlite/);
  }, 60_000);

  test("secrets move to another store", async () => {
    const { api } = kernel;
    const values = new Map<string, Buffer>(
      Array.from({ length: 40 }, (_, index) => [`secret-${index}`, randomBytes(20 + index)]),
    );
    for (const [key, value] of values) await putSecret(api, "moves", key, value);
    await api.putGlobalSecret({ key: "of_all", value: Buffer.from("global") });
    const writers = load(3, { put: async (...words) => void (await putSecret(...words)), get: getSecret }, "moves");
    expect(await gofer("plugin", "use", "secret-store", "secret-file", "--migrate")).toContain("it was secret-sqlite");
    for (const [key, value] of await writers.stop()) values.set(key, value);
    for (const [key, value] of values) expect((await getSecret(api, "moves", key)).equals(value), key).toBe(true);
    expect((await api.getGlobalSecret({ key: "of_all", includeValue: true })).value.toString()).toBe("global");
    await expect.poll(kept.secrets, { timeout: 20_000 }).toBe(0);
  }, 60_000);

  test("a restart goes on with the stores that were chosen, and the old ones can be uninstalled", async () => {
    await kernel.stop();
    await kernel.start();
    await working("store-fs", "secret-file");
    expect((await getSecret(kernel.api, "moves", "secret-0")).length).toBe(20);
    await gofer("pipeline", "store", "put", "moves", "after=restart");
    expect(kept.sqlite()).toBe(0);
    await gofer("plugin", "uninstall", "secret-sqlite", "--yes");
    expect((await kernel.gofer("plugin", "uninstall", "store-fs", "--yes")).stderr).toContain(
      "objects (it keeps them)",
    );
  }, 60_000);
});

describe("when something goes wrong", () => {
  const values = new Map<string, Buffer>(
    Array.from({ length: 20 }, (_, index) => [`key-${index}`, randomBytes(1000 + index)]),
  );
  const order = (name: string, what: string) => writeFileSync(join(orders, name), what);
  const forget = () => {
    for (const name of readdirSync(orders)) rmSync(join(orders, name));
  };
  /** Everything is where it was and what it was, and the other store is clean. */
  async function nothingHasChanged(): Promise<void> {
    const { api } = kernel;
    for (const [key, value] of values) expect((await get(api, "stays", key)).equals(value), key).toBe(true);
    await put(api, "stays", "key-0", values.get("key-0") ?? Buffer.alloc(0));
    await expect.poll(() => kept.folder("scripted"), { timeout: 20_000 }).toBe(0);
    await expect.poll(() => kept.folder("store-fs"), { timeout: 20_000 }).toBe(objects());
  }
  let others = 0;
  const objects = () => others + values.size;
  /** The scripted plugin counts its calls from its start. */
  async function scripted(): Promise<void> {
    await kernel.api.enablePlugin({ alias: "scripted" }, patience);
    await kernel.api.restartPlugin({ alias: "scripted" }, patience);
    await working("scripted");
  }
  const migrate = () => kernel.gofer("plugin", "use", "object-store", "scripted", "--migrate");

  beforeAll(async () => {
    await register("stays");
    await gofer("plugin", "install", folder, "--alias", "scripted", "--set", `folder=${orders}`, "--yes");
    const { objects: there } = await kernel.api.listPipelineObjects({ pipelineId: "moves", pageSize: 500 });
    others = there.length;
    for (const [key, value] of values) await put(kernel.api, "stays", key, value);
  });

  test.each([
    ["has no space left in the middle", "put-50", "full", /object "key-\d+".*no space left/],
    ["gives back other bytes than it was given", "get-50", "lie", /gives out other bytes than were copied there/],
  ])(
    "the new store %s: nothing is switched, and the copies go",
    async (_what, call, what, message) => {
      await scripted();
      order(call, what);
      const { code, stderr } = await migrate();
      expect(code).not.toBe(0);
      expect(stderr).toMatch(message);
      forget();
      await nothingHasChanged();
      expect(await gofer("event", "list", "--kind", "store_migration_failed")).toContain("plugin=scripted");
    },
    60_000,
  );

  test("the old store gives out other bytes than were put: it is named, and nothing is switched", async () => {
    const data = join(kernel.dataDirectory, "plugins", "store-fs", "objects");
    await put(kernel.api, "stays", "broken", Buffer.from("unlike everything else"));
    const files = readdirSync(data, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && !file.name.endsWith(".json"))
      .map((file) => join(file.parentPath, file.name))
      .filter((path) => readFileSync(path, "utf8") === "unlike everything else");
    expect(files.length).toBeGreaterThan(0);
    chmodSync(files[0] ?? "", 0o600);
    writeFileSync(files[0] ?? "", "unlike everything_else");
    await scripted();
    const { code, stderr } = await migrate();
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/object "broken" of default\/stays.*put or delete it again/);
    await gofer("pipeline", "store", "delete", "stays", "broken", "--yes");
    await nothingHasChanged();
  }, 60_000);

  const kills: readonly (readonly [string, () => string])[] = [
    ["copy in the middle", () => "put-40"],
    ["first copy", () => "put-1"],
    ["read of the last copy", () => `get-${objects()}`],
  ];
  test.each(process.env["GOFER_TEST_LONG"] ? kills : kills.slice(0, 1))(
    "the kernel is killed at the %s: after it all is as before",
    async (_what, call) => {
      await scripted();
      order(call(), "wait");
      const ended = kernel.gofer("plugin", "use", "object-store", "scripted", "--migrate");
      await expect.poll(() => existsSync(join(orders, "waiting")), { timeout: 20_000 }).toBe(true);
      await kernel.stop("SIGKILL");
      forget();
      expect((await ended).code).not.toBe(0);
      await kernel.start();
      await working("store-fs", "scripted");
      await nothingHasChanged();
    },
    60_000,
  );

  test("both plugins are killed in the middle: they are waited for, and everything moves", async () => {
    await scripted();
    order("put-50", "die");
    const moving = migrate();
    const oldPid = (await kernel.api.getPlugin({ alias: "store-fs" })).plugin?.pid ?? 0;
    await expect.poll(() => existsSync(join(orders, "put-50")), { timeout: 20_000 }).toBe(false);
    process.kill(oldPid, "SIGKILL");
    const { code, stderr } = await moving;
    expect(stderr).toContain("object-store is scripted from now on");
    expect(code).toBe(0);
    for (const [key, value] of values) expect((await get(kernel.api, "stays", key)).equals(value), key).toBe(true);
    await expect.poll(() => kept.folder("scripted"), { timeout: 20_000 }).toBe(objects());
    await expect.poll(() => kept.folder("store-fs"), { timeout: 20_000 }).toBe(0);
  }, 60_000);

  test("--force leaves what there is where it is, and it is read from there", async () => {
    await gofer("plugin", "use", "object-store", "store-fs", "--force");
    await put(kernel.api, "stays", "new", Buffer.from("here"));
    expect(kept.folder("store-fs")).toBe(1);
    expect(await get(kernel.api, "stays", "key-3")).toEqual(values.get("key-3"));
    await gofer("plugin", "use", "object-store", "store-fs", "--migrate");
    await expect.poll(() => kept.folder("scripted"), { timeout: 20_000 }).toBe(0);
    await gofer("plugin", "uninstall", "scripted", "--yes");
  }, 60_000);
});

test("what is no store of the role is refused, with the reason", async () => {
  const { api } = kernel;
  const failure = async (role: string, alias: string) => {
    try {
      for await (const _step of api.migrateStore({ role, alias }, patience));
    } catch (error) {
      if (error instanceof Fault) return `${error.code}: ${error.message}`;
      throw error;
    }
    return "it was done";
  };
  expect(await failure("secret-store", "store-fs")).toMatch(/precondition: .*"store-fs" is no secret-store/);
  expect(await failure("trigger", "store-fs")).toMatch(/invalid: role "trigger".*object-store, secret-store/);
  expect(await failure("object-store", "nothing")).toMatch(/notFound: there is no plugin "nothing"/);
});

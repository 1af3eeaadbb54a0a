import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { KernelClient } from "@gofer/sdk";
import { isFault } from "@gofer/sdk/fault";
import SqliteDatabase from "better-sqlite3";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { TestKernel } from "../support/kernel.js";
import { packPlugin, versionedManifest } from "../support/plugin-package.js";

const isLong = Boolean(process.env["GOFER_TEST_LONG"]);
const rounds = Number(process.env["GOFER_CRASH_ROUNDS"] ?? (isLong ? 200 : 4));
const seed = Number(process.env["GOFER_CRASH_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
/** The longest time into an operation at which the kernel is killed. */
const longestMs = isLong ? 2500 : 1200;
const timeoutMs = 60_000 + rounds * 10_000;

const kernel = new TestKernel();
const folder = mkdtempSync(join(tmpdir(), "gofer-crash-"));
const archives: Record<string, string> = {};
beforeAll(async () => {
  for (const version of ["1.0.0", "1.1.0"])
    archives[version] = await packPlugin(join(folder, `${version}.tgz`), versionedManifest(version));
  await kernel.start();
});
afterAll(async () => {
  await kernel[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** Where the sockets of each kernel were that is or was there: its plugins have the path in their environment. */
const socketFolders = new Set<string>();

async function killAndStart(): Promise<void> {
  socketFolders.add(readFileSync(join(kernel.dataDirectory, "sockets-at"), "utf8"));
  await kernel.stop("SIGKILL");
  await kernel.start();
}

interface State {
  readonly version: string | undefined;
  readonly scheduler: string;
}

async function stateOf(api: KernelClient): Promise<State> {
  const [{ plugins }, { scheduler }] = await Promise.all([api.listPlugins({}), api.getServiceInfo({})]);
  return { version: plugins.find(({ alias }) => alias === "c")?.version, scheduler };
}

/** The next operation of the circle install, upgrade, use, use, uninstall, and the state it leads to. */
function next(api: KernelClient, { version, scheduler }: State): { work: () => Promise<unknown>; to: State } {
  const digest = async (wanted: string) =>
    (await api.fetchPlugin({ source: archives[wanted] ?? "" }, { timeoutMs: 60_000 })).package?.digest ?? "";
  const own = "scheduler-process";
  if (version === undefined)
    return {
      work: async () => api.installPlugin({ digest: await digest("1.0.0"), alias: "c" }, { timeoutMs: 60_000 }),
      to: { version: "1.0.0", scheduler },
    };
  if (version === "1.0.0" && scheduler === own)
    return {
      work: () => api.usePlugin({ role: "scheduler", alias: "c" }, { timeoutMs: 60_000 }),
      to: { version, scheduler: "c" },
    };
  if (version === "1.0.0")
    return {
      work: async () => api.upgradePlugin({ alias: "c", digest: await digest("1.1.0") }, { timeoutMs: 60_000 }),
      to: { version: "1.1.0", scheduler },
    };
  if (scheduler === "c")
    return {
      work: () => api.usePlugin({ role: "scheduler", alias: own }, { timeoutMs: 60_000 }),
      to: { version, scheduler: own },
    };
  return { work: () => api.uninstallPlugin({ alias: "c" }), to: { version: undefined, scheduler } };
}

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test(
  `kill -9 at random points of install, upgrade, swap and uninstall (seed ${seed})`,
  async () => {
    const random = randomFrom(seed);
    for (let round = 0; round < rounds; round++) {
      const { api } = kernel;
      const from = await stateOf(api);
      const { work, to } = next(api, from);
      const ended = work().then(
        () => true,
        () => false,
      );
      // Killed somewhere in the operation, or after its end.
      const finished = await Promise.race([ended, delay(random() * longestMs).then(() => false)]);
      await killAndStart();
      const now = await stateOf(kernel.api);
      expect(finished ? [to] : [from, to], `round ${round}`).toContainEqual(now);
      expect(readdirSync(join(kernel.dataDirectory, "packages", "staging"))).toEqual([]);
      const packages = readdirSync(join(kernel.dataDirectory, "packages")).filter((name) => name !== "staging");
      expect(packages.length).toBeLessThanOrEqual(now.version === undefined ? 0 : 2);
    }
  },
  timeoutMs,
);

test(
  `kill -9 at random points of a migration (seed ${seed})`,
  async () => {
    const random = randomFrom(seed);
    const config = { id: "kept", tasks: [{ id: "task", container: { image: "any", command: ["true"] } }] };
    const file = join(folder, "kept.json");
    writeFileSync(file, JSON.stringify(config));
    expect((await kernel.gofer("up", file)).code).toBe(0);
    const keys = Array.from({ length: 12 }, (_, index) => `key-${index}`);
    const isThere = async (key: string) => {
      const chunks: Buffer[] = [];
      for await (const { chunk } of kernel.api.getPipelineObject({ pipelineId: "kept", key }))
        if (chunk) chunks.push(chunk);
      return Buffer.concat(chunks).toString() === `value of ${key}`;
    };
    const areThere = async () => {
      for (const key of keys) if (!(await isThere(key))) throw new Error(`${key} has other bytes`);
      return true;
    };
    /** A store that is still starting is no answer. */
    const readAll = () =>
      vi.waitUntil(
        () =>
          areThere().catch((error: unknown) => {
            if (isFault(error, "unavailable")) return false;
            throw error;
          }),
        { timeout: 30_000, interval: 50 },
      );
    const migrate = async (alias: string) => {
      for await (const { switched } of kernel.api.migrateStore({ role: "object-store", alias }))
        if (switched) return true;
      return false;
    };
    await vi.waitUntil(
      async () =>
        (await kernel.gofer("pipeline", "store", "put", "kept", "key-0=value of key-0", "--force")).code === 0,
      {
        timeout: 30_000,
      },
    );
    for (const key of keys.slice(1))
      expect((await kernel.gofer("pipeline", "store", "put", "kept", `${key}=value of ${key}`, "--force")).code).toBe(
        0,
      );
    for (let round = 0; round < (isLong ? rounds / 2 : 2); round++) {
      const moved = migrate(round % 2 === 0 ? "store-fs" : "store-sqlite").catch(() => false);
      await Promise.race([moved, delay(random() * longestMs)]);
      await killAndStart();
      await readAll();
    }
    expect(await migrate("store-fs")).toBe(true);
    await readAll();
    // What every interrupted round has copied is gone, and so is what has moved.
    const database = new SqliteDatabase(join(kernel.dataDirectory, "plugins", "store-sqlite", "objects.db"), {
      readonly: true,
    });
    const left = database.prepare("SELECT count(*) FROM objects").pluck();
    await expect.poll(() => left.get(), { timeout: 30_000 }).toBe(0);
    database.close();
    const names = join(kernel.dataDirectory, "plugins", "store-fs", "objects", "names");
    const kept = () =>
      readdirSync(names, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
    await expect.poll(() => kept().length, { timeout: 30_000 }).toBe(keys.length);
  },
  timeoutMs,
);

test("after all of that and a stop no process of a plugin and no socket is left", async () => {
  await killAndStart();
  socketFolders.add(readFileSync(join(kernel.dataDirectory, "sockets-at"), "utf8"));
  await kernel.stop();
  const environments = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, "utf8");
      } catch {
        return "";
      }
    });
  expect(socketFolders.size).toBeGreaterThan(1);
  for (const sockets of socketFolders) {
    expect(existsSync(sockets)).toBe(false);
    expect(environments.filter((environment) => environment.includes(sockets))).toEqual([]);
  }
});

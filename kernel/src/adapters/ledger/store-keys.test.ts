import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PipelineConfig } from "../../domain/pipeline.js";
import type { Ledger, LedgerWriter } from "../../ports/ledger.js";
import type { ObjectOwner, SecretOwner, StoreItem } from "../../ports/store-keys.js";
import { openLedger } from "./ledger.js";

let directory: string;
let ledger: Ledger;
const by = { kind: "user", name: "test" } as const;
const facts = { sizeBytes: 1, sha256: Buffer.alloc(32), atMs: 5 };
const pipeline = (id: string): PipelineConfig => ({
  id,
  name: id,
  description: "",
  parallelism: 0,
  timeoutMs: 0,
  tasks: [],
  triggers: [],
});
const of = (pipelineId: string, runId?: number): ObjectOwner => ({ namespace: "default", pipelineId, runId });

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "store-keys-"));
  ledger = openLedger(join(directory, "kernel.db"), { runObjectExpiry: 2 });
  await ledger.commit((writer) => {
    for (const id of ["one", "two"]) writer.createPipeline("default", pipeline(id), 1);
  });
});
afterEach(() => {
  ledger[Symbol.dispose]();
  rmSync(directory, { recursive: true });
});

const announce = (writer: LedgerWriter, key: string, role: StoreItem["role"] = "objectStore") =>
  writer.storeKeys.announceItem({ role, store: "store", scope: "scope", key, atMs: 1 });
const put = (owner: ObjectOwner, key: string, rules = { replace: false, limit: 0 }) =>
  ledger.commit((writer) => writer.storeKeys.nameObject(owner, key, announce(writer, key), facts, rules));
const putSecret = (owner: SecretOwner, key: string) =>
  ledger.commit((writer) =>
    writer.storeKeys.nameSecret(owner, key, announce(writer, key, "secretStore"), { replace: false, atMs: 1 }),
  );
const startRun = (pipelineId: string) =>
  ledger.commit((writer) =>
    writer.createRun({ ref: of(pipelineId), initiator: by, variables: {}, scheduler: "none", atMs: 1 }),
  );
const keys = (owner: ObjectOwner) => ledger.storeKeys.listObjects(owner, 100, "").items.map(({ key }) => key);

test("a name is never used again: overwritten, deleted and made again, each has its own", async () => {
  const first = await put(of("one"), "key");
  const second = await put(of("one"), "key", { replace: true, limit: 0 });
  await ledger.commit((writer) => writer.storeKeys.removeObject(of("one"), "key"));
  const third = await put(of("one"), "key");
  expect(new Set([first, second, third].map(({ object }) => object.item.name)).size).toBe(3);
  expect(ledger.storeKeys.listLeaving().map(({ name }) => name)).toEqual(
    [first, second].map(({ object }) => object.item.name),
  );
  await expect(put(of("one"), "key")).rejects.toMatchObject({ code: "exists" });
});

test("whatever deletes a pipeline leaves nothing of it in the stores: its items are leaving", async () => {
  await startRun("one");
  const stored = [await put(of("one"), "a"), await put(of("one", 1), "b")].map(({ object }) => object.item.id);
  stored.push((await putSecret(of("one"), "c")).secret.item.id);
  await put(of("two"), "stays");
  await putSecret("global", "stays");
  ledger[Symbol.dispose]();
  const database = new SqliteDatabase(join(directory, "kernel.db"));
  database.pragma("foreign_keys = ON");
  database.exec("DELETE FROM pipelines WHERE id = 'one'");
  database.close();
  ledger = openLedger(join(directory, "kernel.db"));
  expect(ledger.storeKeys.listLeaving().map(({ id }) => id)).toEqual(stored);
  expect(keys(of("two"))).toEqual(["stays"]);
});

test("B11: the oldest objects above the limit are evicted with their keys, and overwriting evicts none", async () => {
  const rules = { replace: true, limit: 2 };
  await put(of("one"), "a", rules);
  await put(of("one"), "b", rules);
  expect((await put(of("one"), "a", rules)).evictedKeys).toEqual([]);
  expect((await put(of("one"), "c", rules)).evictedKeys).toEqual(["b"]);
  expect((await put(of("one"), "d", { replace: false, limit: 1 })).evictedKeys).toEqual(["c", "a"]);
  expect(keys(of("one"))).toEqual(["d"]);
  await put(of("two"), "a", rules);
  await startRun("one");
  for (const key of ["a", "b", "c"]) await put(of("one", 1), key, rules);
  expect(keys(of("one", 1))).toEqual(["a", "b", "c"]);
});

test("B22: run n removes the objects of every run up to n minus the expiry, none earlier, and flags the runs", async () => {
  await startRun("one");
  await put(of("one", 1), "a");
  await startRun("one");
  await put(of("one", 2), "b");
  expect(ledger.getRun({ ...of("one"), runId: 1 }).objectsExpired).toBe(false);
  await startRun("one");
  expect(keys(of("one", 1))).toEqual([]);
  expect(keys(of("one", 2))).toEqual(["b"]);
  const flags = [1, 2, 3].map((runId) => ledger.getRun({ ...of("one"), runId }).objectsExpired);
  expect(flags).toEqual([true, false, false]);
  await expect(put(of("one", 1), "late")).rejects.toMatchObject({ code: "precondition" });
  const events = ledger
    .listEvents({
      afterSequence: 0,
      reverse: false,
      limit: 10,
      kinds: ["run_objects_expired"],
      namespace: undefined,
      pipelineId: undefined,
      runId: undefined,
    })
    .map(({ runId }) => runId);
  expect(events).toEqual([1]);
});

test("what was arriving when the kernel died is given up, and cannot be named any more", async () => {
  const item = await ledger.commit((writer) => announce(writer, "key"));
  await ledger.commit((writer) => writer.storeKeys.giveUpArriving());
  expect(ledger.storeKeys.listLeaving()).toEqual([item]);
  await expect(
    ledger.commit((writer) => writer.storeKeys.nameObject(of("one"), "key", item, facts, { replace: false, limit: 0 })),
  ).rejects.toMatchObject({ code: "aborted" });
  await ledger.commit((writer) => writer.storeKeys.forgetItem(item.id));
  expect(ledger.storeKeys.listLeaving()).toEqual([]);
});

test("global secrets and those of a pipeline have keys of their own", async () => {
  await putSecret("global", "key");
  await putSecret(of("one"), "key");
  await putSecret(of("two"), "key");
  await expect(putSecret("global", "key")).rejects.toMatchObject({ code: "exists" });
  await ledger.commit((writer) => writer.storeKeys.removeSecret("global", "key"));
  expect(ledger.storeKeys.findSecret("global", "key")).toBeUndefined();
  expect(ledger.storeKeys.findSecret(of("one"), "key")?.key).toBe("key");
  expect(() => ledger.storeKeys.getSecret(of("none"), "key")).toThrow(/no pipeline/);
});

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { RoleImpl } from "@gofer/sdk/plugin";
import SqliteDatabase from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Config } from "./config.js";
import { type OpenSecretStore, openSecretStore } from "./secret-store.js";

type Service = RoleImpl<"secretStore">;
const call = { method: "", signal: new AbortController().signal } as Parameters<Service["put"]>[1];
const key = "k".repeat(32);
const nextKey = "n".repeat(32);
const log = { info: () => undefined, warn: () => undefined };

let directory: string;
let store: OpenSecretStore;
const open = (configured = key, previousKey?: string) =>
  openSecretStore({ path: join(directory, "secrets.db"), key: configured, previousKey, now: () => 7, log });

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "secret-sqlite-"));
  store = open();
});
afterEach(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});

const put = async (scope: string, name: string, value: string, ifAbsent = false) =>
  store.service.put({ ref: { scope, key: name }, value: Buffer.from(value), ifAbsent }, call);
const get = async (scope: string, name: string) =>
  Buffer.from((await store.service.get({ ref: { scope, key: name } }, call)).secret?.value as Buffer).toString();
const database = <T>(work: (database: SqliteDatabase.Database) => T): T => {
  const opened = new SqliteDatabase(join(directory, "secrets.db"));
  try {
    return work(opened);
  } finally {
    opened.close();
  }
};

test("a secret is read as it was put, replaced by the next put, and gone after delete", async () => {
  await put("s", "k", "one");
  await expect(put("s", "k", "two", true)).rejects.toThrow(/exists/);
  expect(await get("s", "k")).toBe("one");
  await put("s", "k", "two");
  expect(await get("s", "k")).toBe("two");
  await store.service.delete({ ref: { scope: "s", key: "k" } }, call);
  await store.service.delete({ ref: { scope: "s", key: "k" } }, call);
  await expect(get("s", "k")).rejects.toMatchObject({ code: "notFound" });
});

test("several are read in the order of the request, without those that do not exist", async () => {
  for (const [scope, name] of [
    ["a", "b_c"],
    ["a_b", "c"],
  ] as const)
    await put(scope, name, `${scope}|${name}`);
  const refs = [
    { scope: "a_b", key: "c" },
    { scope: "a", key: "no" },
    { scope: "a", key: "b_c" },
  ];
  const { secrets = [] } = await store.service.batchGet({ refs }, call);
  expect(secrets?.map(({ value }) => Buffer.from(value as Buffer).toString())).toEqual(["a_b|c", "a|b_c"]);
});

test("no value is in the files, before and after it was replaced", async () => {
  await put("s", "k", "canary-4711-first");
  await put("s", "k", "canary-4711-second");
  const bytes = readdirSync(directory).map((file) => readFileSync(join(directory, file)));
  expect(Buffer.concat(bytes).includes("canary-4711")).toBe(false);
});

test("a row in the place of another is not decrypted, and the error names the secret and no value", async () => {
  await put("s", "mine", "value-of-mine");
  await put("s", "theirs", "value-of-theirs");
  database((opened) =>
    opened.exec(
      "UPDATE secrets SET sealed = (SELECT sealed FROM secrets WHERE key = CAST('theirs' AS BLOB)) WHERE key = CAST('mine' AS BLOB)",
    ),
  );
  const failure = await get("s", "mine").catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: "dataLoss", message: expect.stringContaining('"mine"') as string });
  expect(String(failure)).not.toContain("value-of");
});

test("a wrong key is refused when the store is opened, and the right one still opens it", async () => {
  await put("s", "k", "value");
  await store.close();
  expect(() => open("w".repeat(32))).toThrow(/does not open the secrets/);
  store = open();
  expect(await get("s", "k")).toBe("value");
});

test("the key has exactly 32 characters, and the message does not show it", () => {
  for (const bad of ["", "short-key-canary", "l".repeat(33)]) {
    const { error } = Config.safeParse({ encryption_key: bad });
    expect(error?.issues.map(({ message }) => message)).toEqual(["is not exactly 32 characters long"]);
  }
  expect(Config.safeParse({ encryption_key: key }).success).toBe(true);
});

test("the key is changed while the store serves; afterwards only the new one opens it, and old data keys are gone", async () => {
  for (let i = 0; i < 100; i++) await put("s", `k${i}`, `value ${i}`);
  const before = database((opened) => opened.prepare("SELECT sealed FROM secrets ORDER BY rowid").pluck().all());
  store.changeKey(nextKey, key);
  expect(await get("s", "k99")).toBe("value 99");
  await put("s", "k100", "value 100");
  await store.renewed();
  const after = database((opened) => opened.prepare("SELECT sealed FROM secrets ORDER BY rowid").pluck().all());
  expect(after.some((sealed) => before.some((old) => (old as Buffer).equals(sealed as Buffer)))).toBe(false);
  expect(database((opened) => opened.prepare("SELECT count(*) FROM data_keys").pluck().get())).toBe(1);
  await store.close();
  expect(() => open(key)).toThrow(/does not open/);
  store = open(nextKey);
  for (let i = 0; i <= 100; i++) expect(await get("s", `k${i}`)).toBe(`value ${i}`);
});

test("a change of the key that is interrupted after any step leaves all readable and goes on at the next start", async () => {
  for (let i = 0; i < 90; i++) await put("s", `k${i}`, `value ${i}`);
  let configured = key;
  for (const turns of [0, 1, 2, 3, 4]) {
    await store.close();
    const previous = configured;
    configured = String(turns).repeat(32);
    const interrupted = open(configured, previous);
    for (let turn = 0; turn < turns; turn++) await nextTurn();
    await interrupted.close();
    expect(database((opened) => opened.prepare("SELECT count(*) FROM data_keys").pluck().get())).toBe(2);
    // The same configuration again is no further change.
    store = open(configured, previous);
    for (let i = 0; i < 90; i++) expect(await get("s", `k${i}`)).toBe(`value ${i}`);
    await store.renewed();
    expect(database((opened) => opened.prepare("SELECT count(*) FROM data_keys").pluck().get())).toBe(1);
  }
});

test("keys are listed in byte order and pages, values never", async () => {
  for (const name of ["b", "a", "\uffff", "\u{10000}"]) await put("s", name, "hidden");
  await put("t", "z", "hidden");
  const first = await store.service.list({ scope: "s", pageSize: 3, pageToken: "" }, call);
  expect(first.keys?.map(({ key: name }) => name)).toEqual(["a", "b", "\uffff"]);
  const second = await store.service.list({ scope: "s", pageSize: 3, pageToken: String(first.nextPageToken) }, call);
  expect(second).toEqual({ keys: [{ key: "\u{10000}", modifiedAtMs: 7 }], nextPageToken: "" });
});

test("names and values that are too long are refused", async () => {
  await expect(put("s", "k".repeat(257), "v")).rejects.toThrow(/at most 256/);
  await expect(put("s", "k", "v".repeat((1 << 20) + 1))).rejects.toThrow(/at most 1048576/);
});

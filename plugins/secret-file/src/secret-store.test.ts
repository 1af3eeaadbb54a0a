import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RoleImpl } from "@gofer/sdk/plugin";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Config } from "./config.js";
import { openSecretStore } from "./secret-store.js";

type Service = RoleImpl<"secretStore">;
const call = { method: "", signal: new AbortController().signal } as Parameters<Service["put"]>[1];
const key = "k".repeat(32);
const nextKey = "n".repeat(32);

let directory: string;
let store: Awaited<ReturnType<typeof openSecretStore>>;
const open = (configured = key, previousKey?: string, reached: (step: string) => void = () => undefined) =>
  openSecretStore({ directory, key: configured, previousKey, now: () => 7, reached });

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "secret-file-"));
  store = await open();
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const put = async (scope: string, name: string, value: string, ifAbsent = false) =>
  store.service.put({ ref: { scope, key: name }, value: Buffer.from(value), ifAbsent }, call);
const get = async (scope: string, name: string) =>
  Buffer.from((await store.service.get({ ref: { scope, key: name } }, call)).secret?.value as Buffer).toString();
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

test("a wrong key is refused when the store is opened, and the right one still opens it", async () => {
  await put("s", "k", "value");
  await expect(open("w".repeat(32))).rejects.toThrow(/does not open the secrets/);
  store = await open();
  expect(await get("s", "k")).toBe("value");
});

test("the key has exactly 32 characters, and the message does not show it", () => {
  for (const bad of ["", "short-key-canary", "l".repeat(33)]) {
    const { error } = Config.safeParse({ encryption_key: bad });
    expect(error?.issues.map(({ message }) => message)).toEqual(["is not exactly 32 characters long"]);
  }
  expect(Config.safeParse({ encryption_key: key }).success).toBe(true);
});

test("the key is changed while the store serves; afterwards only the new one opens it, and the old identity nothing", async () => {
  for (let i = 0; i < 20; i++) await put("s", `k${i}`, `value ${i}`);
  const before = readFileSync(join(directory, "identity.age"));
  await store.changeKey(nextKey, key);
  await put("s", "k20", "value 20");
  await expect(open(key)).rejects.toThrow(/does not open/);
  store = await open(nextKey);
  for (let i = 0; i <= 20; i++) expect(await get("s", `k${i}`)).toBe(`value ${i}`);
  writeFileSync(join(directory, "identity.age"), before);
  await expect(open(key)).rejects.toMatchObject({ code: "dataLoss" });
});

test.each(["both", "identity", "one"])(
  "a change of the key that is killed after step %s goes on at the next start",
  async (step) => {
    await put("s", "k", "value");
    const killed = open(nextKey, key, (reached) => {
      if (reached === step) throw new Error("killed");
    });
    await expect(killed).rejects.toThrow("killed");
    store = await open(nextKey, key);
    expect(await get("s", "k")).toBe("value");
    store = await open(nextKey);
    expect(await get("s", "k")).toBe("value");
    await expect(open(key)).rejects.toThrow(/does not open/);
  },
);

test("puts at the same time lose nothing", async () => {
  await Promise.all(Array.from({ length: 10 }, (_, index) => put("s", `k${index}`, `value ${index}`)));
  for (let index = 0; index < 10; index++) expect(await get("s", `k${index}`)).toBe(`value ${index}`);
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

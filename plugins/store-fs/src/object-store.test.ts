import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RoleImpl } from "@gofer/sdk/plugin";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openObjectStore } from "./object-store.js";

type Service = RoleImpl<"objectStore">;
type PutRequest = Parameters<Service["put"]>[0] extends AsyncIterable<infer Request> ? Request : never;
const call = { method: "", signal: new AbortController().signal } as Parameters<Service["put"]>[1];

let directory: string;
let clock = Date.now();
let store: Awaited<ReturnType<typeof openObjectStore>>;
const open = () => openObjectStore({ path: join(directory, "objects"), now: () => clock });

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "store-fs-"));
  store = await open();
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

async function* messages(
  header: Partial<NonNullable<PutRequest["header"]>>,
  chunks: readonly Buffer[],
  end: "trailer" | "nothing" | "wrong" = "trailer",
): AsyncGenerator<PutRequest> {
  yield { part: "header", header: { scope: "s", key: "k", ifAbsent: false, ifMatch: "", ...header } };
  for (const chunk of chunks) yield { part: "chunk", chunk };
  const all = Buffer.concat(chunks);
  const sha256 = createHash("sha256")
    .update(all)
    .update(end === "wrong" ? "x" : "")
    .digest();
  if (end !== "nothing") yield { part: "trailer", trailer: { sizeBytes: all.length, sha256 } };
}
const put = (header: Parameters<typeof messages>[0], content: Buffer | string, end?: Parameters<typeof messages>[2]) =>
  store.service.put(messages(header, content.length > 0 ? [Buffer.from(content)] : [], end), call);

async function read(request: Partial<Parameters<Service["get"]>[0]>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const all = { scope: "s", key: "k", offsetBytes: 0, lengthBytes: 0, ...request };
  for await (const { chunk } of store.service.get(all, call)) if (chunk) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** Files below the store's folder, by what they are. */
const files = () => {
  const all = readdirSync(join(directory, "objects"), { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(directory, "objects", name)).isFile(),
  );
  const count = (folder: string) => all.filter((name) => name.startsWith(`${folder}/`)).length;
  return { staging: count("staging"), content: count("content"), data: count("data"), names: count("names") };
};
const nothing = { staging: 0, content: 0, data: 0, names: 0 };

test("what was put is read again, whole and in ranges that do not fit the pieces", async () => {
  const content = Buffer.alloc(700_001, "0123456789");
  const chunks = [
    content.subarray(0, 1),
    content.subarray(1, 200_000),
    content.subarray(200_000, 460_000),
    content.subarray(460_000),
  ];
  const { object } = await store.service.put(messages({}, chunks), call);
  expect(object).toMatchObject({ key: "k", sizeBytes: 700_001, modifiedAtMs: clock });
  expect((await read({})).equals(content)).toBe(true);
  for (const [offsetBytes, lengthBytes] of [
    [0, 1],
    [262_143, 2],
    [262_144, 262_144],
    [700_000, 0],
    [699_000, 5000],
    [700_001, 0],
  ] as const)
    expect(
      (await read({ offsetBytes, lengthBytes })).equals(
        content.subarray(offsetBytes, lengthBytes === 0 ? undefined : offsetBytes + lengthBytes),
      ),
    ).toBe(true);
  await expect(read({ offsetBytes: 700_002 })).rejects.toMatchObject({ code: "outOfRange" });
  await expect(read({ key: "other" })).rejects.toMatchObject({ code: "notFound" });
});

test("an empty object is an object", async () => {
  await put({}, "");
  expect(await read({})).toEqual(Buffer.alloc(0));
  expect((await store.service.head({ scope: "s", key: "k" }, call)).object).toMatchObject({ sizeBytes: 0 });
});

test("nothing is stored without a trailer, with a wrong digest, or out of order", async () => {
  await expect(put({}, "abc", "nothing")).rejects.toMatchObject({ code: "invalid" });
  await expect(put({}, "abc", "wrong")).rejects.toMatchObject({ code: "dataLoss" });
  await expect(put({ key: "x".repeat(1025) }, "abc")).rejects.toMatchObject({ code: "invalid" });
  const headless = (async function* (): AsyncGenerator<PutRequest> {
    yield { part: "chunk", chunk: Buffer.from("abc") };
  })();
  await expect(store.service.put(headless, call)).rejects.toMatchObject({ code: "invalid" });
  await expect(read({})).rejects.toMatchObject({ code: "notFound" });
  expect(files()).toEqual(nothing);
});

test("conditions: if_absent and if_match, also when they change while the bytes travel", async () => {
  const first = (await put({ ifAbsent: true }, "one")).object;
  await expect(put({ ifAbsent: true }, "two")).rejects.toMatchObject({ code: "exists" });
  await expect(put({ ifMatch: "no" }, "two")).rejects.toMatchObject({ code: "precondition" });
  await put({ ifMatch: String(first?.etag) }, "two");
  await expect(put({ ifMatch: String(first?.etag) }, "three")).rejects.toMatchObject({ code: "precondition" });
  const slow = store.service.put(
    (async function* () {
      for await (const message of messages({ key: "race", ifAbsent: true }, [Buffer.from("slow")])) {
        if (message.part === "trailer") await put({ key: "race" }, "fast");
        yield message;
      }
    })(),
    call,
  );
  await expect(slow).rejects.toMatchObject({ code: "exists" });
  expect((await read({ key: "race" })).toString()).toBe("fast");
});

test("a reader keeps the bytes it began with while the object is replaced and deleted", async () => {
  const old = Buffer.alloc(1_000_000, "old");
  await store.service.put(
    messages({}, [
      old.subarray(0, 262_144),
      old.subarray(262_144, 524_288),
      old.subarray(524_288, 786_432),
      old.subarray(786_432),
    ]),
    call,
  );
  const reader = store.service
    .get({ scope: "s", key: "k", offsetBytes: 0, lengthBytes: 0 }, call)
    [Symbol.asyncIterator]();
  const seen: Buffer[] = [];
  await reader.next();
  await put({}, "new");
  await store.service.delete({ scope: "s", key: "k" }, call);
  for (let next = await reader.next(); next.done !== true; next = await reader.next())
    if (next.value.chunk) seen.push(Buffer.from(next.value.chunk as Buffer));
  expect(Buffer.concat(seen).equals(old)).toBe(true);
  expect(files()).toEqual(nothing);
});

test("two values name an object: what looks alike when joined does not collide", async () => {
  for (const [scope, key] of [
    ["a", "b_c"],
    ["a_b", "c"],
    ["a/b", "c"],
    ["a", "b/c"],
    ["", "ab"],
    ["ab", ""],
  ] as const)
    await put({ scope, key }, `${scope}|${key}`);
  for (const [scope, key] of [
    ["a", "b_c"],
    ["a_b", "c"],
    ["a/b", "c"],
    ["a", "b/c"],
    ["", "ab"],
    ["ab", ""],
  ] as const)
    expect((await read({ scope, key })).toString()).toBe(`${scope}|${key}`);
});

test("pages are in byte order, with prefix, and go on while objects come and go", async () => {
  const keys = ["a", "a1", "a2", "b", "é", "\u{10000}", "\uffff"];
  for (const key of keys) await put({ key }, key);
  const list = async (prefix: string, pageSize: number, pageToken = "") =>
    store.service.list({ scope: "s", prefix, pageSize, pageToken }, call);
  expect((await list("", 0)).objects?.map(({ key }) => key)).toEqual([
    "a",
    "a1",
    "a2",
    "b",
    "é",
    "\uffff",
    "\u{10000}",
  ]);
  expect((await list("a", 2)).objects?.map(({ key }) => key)).toEqual(["a", "a1"]);
  const first = await list("a", 2);
  await store.service.delete({ scope: "s", key: "a1" }, call);
  const second = await list("a", 2, first.nextPageToken);
  expect(second).toMatchObject({ objects: [{ key: "a2" }], nextPageToken: "" });
  await expect(list("", 1001)).rejects.toMatchObject({ code: "invalid" });
  await expect(list("", 1, "!!")).rejects.toMatchObject({ code: "invalid" });
});

test("what an interrupted put of a killed process has left is removed once it cannot move any more", async () => {
  const hanging = store.service.put(
    (async function* () {
      yield* messages({}, [Buffer.alloc(262_144)], "nothing");
      await new Promise(() => undefined);
    })(),
    call,
  );
  void hanging;
  await expect.poll(() => files().staging).toBe(1);
  await open();
  expect(files().staging).toBe(1);
  clock += 200_000;
  await open();
  expect(files()).toEqual(nothing);
});

test("equal bytes are kept once, until the last object that has them is gone", async () => {
  for (const key of ["one", "two", "three"]) await put({ key }, "the same");
  expect(files()).toEqual({ staging: 0, content: 1, data: 3, names: 3 });
  await put({ key: "one" }, "other");
  await store.service.delete({ scope: "s", key: "two" }, call);
  expect(files()).toMatchObject({ content: 2, data: 2 });
  expect((await read({ key: "three" })).toString()).toBe("the same");
  await store.service.delete({ scope: "s", key: "three" }, call);
  expect(files()).toMatchObject({ content: 1, data: 1 });
});

test("data without a name, as a crash between two steps leaves it, is removed", async () => {
  await put({ key: "kept" }, "kept");
  await put({ key: "lost" }, "lost");
  const folder = join(directory, "objects", "names");
  for (const scope of readdirSync(folder))
    for (const name of readdirSync(join(folder, scope)))
      if (readFileSync(join(folder, scope, name), "utf8").includes('"lost"')) rmSync(join(folder, scope, name));
  clock += 200_000;
  store = await open();
  expect(files()).toEqual({ staging: 0, content: 1, data: 1, names: 1 });
  expect((await read({ key: "kept" })).toString()).toBe("kept");
});

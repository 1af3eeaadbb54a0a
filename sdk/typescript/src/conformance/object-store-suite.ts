import { createHash } from "node:crypto";
import {
  ObjectStore,
  type ObjectStoreDefinition,
  type ObjectStoreHandlers,
  type PutHeaderInput,
  type PutRequestInput,
} from "@gofer/proto";
import { Fault } from "../fault.js";
import type { ServiceClient } from "../rpc/index.js";
import type { Bench } from "./bench.js";
import { defineSuite } from "./case.js";
import { aborted, check, checkEqual, collect, present, refused, within } from "./check.js";
import { collidingNames, inByteOrder, oddKeys, type PairName } from "./names.js";
import { residentBytes } from "./plugin-process.js";

type Client = ServiceClient<ObjectStoreHandlers, ObjectStoreDefinition>;

const chunkBytes = 256 << 10;
const largeBytes = 96 << 20;
/** What a transfer of any size may cost: the buffers of the stream, not the object. */
const memoryBytes = 64 << 20;

const sha256 = (data: Buffer) => createHash("sha256").update(data).digest();

function* chunksOf(data: Buffer): Generator<PutRequestInput> {
  for (let from = 0; from < data.length; from += chunkBytes) {
    yield { part: "chunk", chunk: data.subarray(from, from + chunkBytes) };
  }
}

/** The requests that store bytes whole. */
async function* requestsFor(header: PutHeaderInput, data: Buffer): AsyncGenerator<PutRequestInput> {
  yield { part: "header", header };
  yield* chunksOf(data);
  yield { part: "trailer", trailer: { sizeBytes: data.length, sha256: sha256(data) } };
}

async function* just(...requests: readonly PutRequestInput[]): AsyncGenerator<PutRequestInput> {
  yield* requests;
}

/** Does with an object store what a kernel does. What it stores is deleted after the case. */
async function drive(bench: Bench) {
  const client = (await bench.plugin()).client(ObjectStore);
  const scope = bench.random.label("scope");
  const cleanLater = (name: PairName) =>
    bench.defer(async () =>
      (await bench.plugin())
        .client(ObjectStore)
        .delete(name)
        .catch(() => undefined),
    );
  const put = async (header: PutHeaderInput & PairName, data: Buffer) => {
    cleanLater(header);
    const { object } = await client.put(requestsFor(header, data), { timeoutMs: 60_000 });
    return present("PutResponse.object", object);
  };
  return {
    client,
    scope,
    cleanLater,
    put,
    store: (key: string, text: string) => put({ scope, key }, Buffer.from(text)),
    text: async (key: string) => (await read(client, { scope, key })).data.toString(),
  };
}

async function read(client: Client, name: PairName, range: { offsetBytes?: number; lengthBytes?: number } = {}) {
  const messages = await within("Get ends", 60_000, collect(client.get({ ...name, ...range })));
  const [first, ...rest] = messages;
  const object = present("the metadata in the first message of Get", first?.object);
  const chunks = rest.map(({ chunk }) => present("a chunk after the first message of Get", chunk));
  const longest = Math.max(0, ...chunks.map(({ length }) => length));
  check(longest <= chunkBytes, `a chunk has ${longest} bytes, at most 256 KiB are allowed`);
  return { object, data: Buffer.concat(chunks) };
}

async function isAbsent(client: Client, name: PairName): Promise<boolean> {
  try {
    await client.head(name);
    return false;
  } catch (error) {
    if (error instanceof Fault && error.code === "notFound") return true;
    throw error;
  }
}

/** All keys of a scope, page by page. */
async function listAll(client: Client, scope: string, prefix = "", pageSize = 0): Promise<readonly string[]> {
  const keys: string[] = [];
  let pageToken = "";
  for (let pages = 0; pages < 1000; pages++) {
    const { objects, nextPageToken } = await client.list({ scope, prefix, pageSize, pageToken });
    keys.push(...objects.map(({ key }) => key));
    if (nextPageToken === "") return keys;
    pageToken = nextPageToken;
  }
  check(false, "List has more than 1,000 pages of a handful of objects: next_page_token never becomes empty");
}

/** The object store role. */
export const objectStoreSuite = defineSuite(
  { prefix: "objectstore", contract: "gofer.objectstore.v1" },
  {
    "put-get": {
      summary: "What was stored is read byte by byte, of any size around the size of a chunk.",
      run: async (bench) => {
        const { client, scope, put } = await drive(bench);
        for (const size of [0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 3 * chunkBytes + 7]) {
          const key = `object-${size}`;
          const data = bench.random.bytes(size);
          await put({ scope, key }, data);
          const stored = await read(client, { scope, key });
          check(stored.data.equals(data), `of ${size} bytes ${stored.data.length} came back, or other ones`);
        }
      },
    },
    info: {
      summary: "Put, Head and Get tell the same key, size, digest, etag and time.",
      run: async (bench) => {
        const { client, scope, put } = await drive(bench);
        const data = bench.random.bytes(1000);
        const before = Date.now() - 5000;
        const info = await put({ scope, key: "k" }, data);
        checkEqual("the key", info.key, "k");
        checkEqual("the size", info.sizeBytes, data.length);
        check(info.sha256.equals(sha256(data)), "sha256 is not the digest of the bytes");
        check(
          info.etag !== "" && Buffer.byteLength(info.etag) <= 256,
          `the etag ${JSON.stringify(info.etag)} has not 1 to 256 bytes`,
        );
        check(
          info.modifiedAtMs >= before && info.modifiedAtMs <= Date.now() + 5000,
          `modified_at_ms is ${info.modifiedAtMs}`,
        );
        checkEqual("Head", (await client.head({ scope, key: "k" })).object, info);
        checkEqual("the first message of Get", (await read(client, { scope, key: "k" })).object, info);
        checkEqual("List", (await client.list({ scope })).objects, [info]);
      },
    },
    "put-replaces": {
      summary: "Put replaces the object, and the etag changes, even when the bytes are the same.",
      run: async (bench) => {
        const { store, text } = await drive(bench);
        const one = await store("k", "one");
        const two = await store("k", "two");
        checkEqual("the object", await text("k"), "two");
        const again = await store("k", "two");
        checkEqual("the number of different etags", new Set([one.etag, two.etag, again.etag]).size, 3);
      },
    },
    "put-if-absent": {
      summary: "if_absent stores a new object and refuses an existing one with ALREADY_EXISTS.",
      run: async (bench) => {
        const { put, scope, text } = await drive(bench);
        await put({ scope, key: "k", ifAbsent: true }, Buffer.from("first"));
        await refused(
          "Put with if_absent of an object that exists",
          put({ scope, key: "k", ifAbsent: true }, Buffer.from("second")),
          "exists",
        );
        checkEqual("the object", await text("k"), "first");
      },
    },
    "put-if-absent-race": {
      summary: "Of concurrent Puts with if_absent exactly one succeeds.",
      run: async (bench) => {
        const { put, scope, text } = await drive(bench);
        const outcomes = await Promise.all(
          Array.from({ length: 8 }, async (_, index) => {
            try {
              await put({ scope, key: "k", ifAbsent: true }, Buffer.from(`writer ${index}`));
              return `writer ${index}`;
            } catch (error) {
              if (error instanceof Fault && ["exists", "aborted"].includes(error.code)) return undefined;
              throw error;
            }
          }),
        );
        const winners = outcomes.filter((outcome) => outcome !== undefined);
        checkEqual("the number of writers that were told OK", winners.length, 1);
        checkEqual("the object", await text("k"), winners[0] ?? "");
      },
    },
    "put-if-match": {
      summary: "if_match stores over the object with that etag and refuses any other with FAILED_PRECONDITION.",
      run: async (bench) => {
        const { put, store, scope, text } = await drive(bench);
        const { etag } = await store("k", "one");
        await put({ scope, key: "k", ifMatch: etag }, Buffer.from("two"));
        checkEqual("the object", await text("k"), "two");
        await refused(
          "Put with the etag of before",
          put({ scope, key: "k", ifMatch: etag }, Buffer.from("three")),
          "precondition",
        );
        await refused(
          "Put with if_match of an object that is not there",
          put({ scope, key: "absent", ifMatch: etag }, Buffer.from("x")),
          "precondition",
        );
        checkEqual("the object after the refusals", await text("k"), "two");
      },
    },
    "put-wrong-digest": {
      summary: "A trailer with another digest is DATA_LOSS, and nothing is stored.",
      run: async (bench) => {
        const { client, scope, store, text } = await drive(bench);
        await store("old", "old");
        for (const key of ["old", "new"]) {
          const wrong = just(
            { part: "header", header: { scope, key } },
            { part: "chunk", chunk: Buffer.from("bytes") },
            { part: "trailer", trailer: { sizeBytes: 5, sha256: sha256(Buffer.from("other")) } },
          );
          await refused("Put with a wrong digest", client.put(wrong, { timeoutMs: 10_000 }), "dataLoss");
        }
        check(await isAbsent(client, { scope, key: "new" }), "an object with a wrong digest was stored");
        checkEqual("the object that was there", await text("old"), "old");
      },
    },
    "put-wrong-size": {
      summary: "A trailer with another size is DATA_LOSS, and nothing is stored.",
      run: async (bench) => {
        const { client, scope } = await drive(bench);
        const wrong = just(
          { part: "header", header: { scope, key: "k" } },
          { part: "chunk", chunk: Buffer.from("bytes") },
          { part: "trailer", trailer: { sizeBytes: 6, sha256: sha256(Buffer.from("bytes")) } },
        );
        await refused("Put with a wrong size", client.put(wrong, { timeoutMs: 10_000 }), "dataLoss");
        check(await isAbsent(client, { scope, key: "k" }), "an object with a wrong size was stored");
      },
    },
    "put-without-trailer": {
      summary: "A stream that ends without a trailer stores nothing.",
      run: async (bench) => {
        const { client, scope, store, text } = await drive(bench);
        await store("old", "old");
        for (const key of ["old", "new"]) {
          const cut = just({ part: "header", header: { scope, key } }, { part: "chunk", chunk: Buffer.from("half") });
          await refused(
            "Put without a trailer",
            client.put(cut, { timeoutMs: 10_000 }),
            "invalid",
            "aborted",
            "cancelled",
            "dataLoss",
          );
        }
        check(await isAbsent(client, { scope, key: "new" }), "half an object was stored");
        checkEqual("the object that was there", await text("old"), "old");
      },
    },
    "put-broken-off": {
      summary: "A Put that its caller breaks off leaves what was there, at any time of it.",
      run: async (bench) => {
        const { client, scope, store, text, cleanLater } = await drive(bench);
        await store("old", "old");
        cleanLater({ scope, key: "new" });
        for (const key of ["old", "new"]) {
          const broken = new AbortController();
          async function* requests(): AsyncGenerator<PutRequestInput> {
            yield { part: "header", header: { scope, key } };
            for (let sent = 0; sent < 8; sent++) yield { part: "chunk", chunk: bench.random.bytes(chunkBytes) };
            broken.abort();
            yield { part: "chunk", chunk: Buffer.from("late") };
          }
          await refused("a Put that is broken off", client.put(requests(), { signal: broken.signal }), "cancelled");
        }
        check(await isAbsent(client, { scope, key: "new" }), "half an object was stored");
        checkEqual("the object that was there", await text("old"), "old");
      },
    },
    "put-not-visible-before-commit": {
      summary: "Before the trailer has come nobody sees the new object: the old one is read, or none.",
      run: async (bench) => {
        const { client, scope, store, text, cleanLater } = await drive(bench);
        await store("old", "old");
        cleanLater({ scope, key: "new" });
        const looked: string[] = [];
        async function* requests(key: string): AsyncGenerator<PutRequestInput> {
          const data = Buffer.from("the new bytes");
          yield { part: "header", header: { scope, key } };
          yield { part: "chunk", chunk: data };
          looked.push(key === "old" ? await text("old") : String(await isAbsent(client, { scope, key })));
          looked.push(...(await client.list({ scope })).objects.map((object) => object.key));
          yield { part: "trailer", trailer: { sizeBytes: data.length, sha256: sha256(data) } };
        }
        await client.put(requests("old"), { timeoutMs: 20_000 });
        checkEqual("what is seen while an object is replaced", looked.splice(0), ["old", "old"]);
        await client.put(requests("new"), { timeoutMs: 20_000 });
        checkEqual("what is seen while an object is made", looked, ["true", "old"]);
      },
    },
    "put-order": {
      summary: "A chunk before the header, a second header, and a stream without anything are INVALID_ARGUMENT.",
      run: async (bench) => {
        const { client, scope } = await drive(bench);
        const header: PutRequestInput = { part: "header", header: { scope, key: "k" } };
        const chunk: PutRequestInput = { part: "chunk", chunk: Buffer.from("x") };
        const trailer: PutRequestInput = {
          part: "trailer",
          trailer: { sizeBytes: 1, sha256: sha256(Buffer.from("x")) },
        };
        for (const [what, ...requests] of [
          ["Put that begins with a chunk", chunk, header, trailer],
          ["Put with two headers", header, header, chunk, trailer],
          ["Put that begins with the trailer", trailer],
          ["Put without requests"],
        ] as const) {
          await refused(what, client.put(just(...requests), { timeoutMs: 10_000 }), "invalid");
        }
        check(await isAbsent(client, { scope, key: "k" }), "a stream out of order has stored an object");
      },
    },
    "put-concurrent": {
      summary: "Concurrent Puts of one key leave one of them, whole.",
      run: async (bench) => {
        const { client, put, scope } = await drive(bench);
        const versions = Array.from({ length: 6 }, (_, index) => Buffer.alloc(700_000, 65 + index));
        await Promise.all(versions.map((data) => put({ scope, key: "k" }, data)));
        const { object, data } = await read(client, { scope, key: "k" });
        check(
          versions.some((version) => version.equals(data)),
          "the object is none of those that were stored",
        );
        check(object.sha256.equals(sha256(data)), "its digest is another one's");
      },
    },
    "put-many": {
      summary: "Many objects can be stored at once.",
      run: async (bench) => {
        const { client, store, scope } = await drive(bench);
        const keys = Array.from({ length: 50 }, (_, index) => `k${index}`);
        await Promise.all(keys.map((key) => store(key, key)));
        checkEqual("the keys", await listAll(client, scope), inByteOrder(keys));
      },
    },
    "names-two-values": {
      summary: "Scope and key are two values: no separator makes two names the same.",
      run: async (bench) => {
        const { client, put } = await drive(bench);
        for (const [one, other] of collidingNames(bench.random)) {
          await put(one, Buffer.from("one"));
          check(await isAbsent(client, other), `${JSON.stringify(one)} is found as ${JSON.stringify(other)}`);
          await put(other, Buffer.from("other"));
          checkEqual(`the object ${JSON.stringify(one)}`, (await read(client, one)).data.toString(), "one");
          await client.delete(other);
          checkEqual(
            `${JSON.stringify(one)} after Delete of the other`,
            (await read(client, one)).data.toString(),
            "one",
          );
          await client.delete(one);
        }
      },
    },
    "names-odd": {
      summary: "Names are compared byte by byte, whatever is in them.",
      run: async (bench) => {
        const { client, store, scope, text } = await drive(bench);
        for (const key of oddKeys) await store(key, `object ${key}`);
        for (const key of oddKeys) checkEqual(`the object ${JSON.stringify(key)}`, await text(key), `object ${key}`);
        checkEqual("the keys", await listAll(client, scope), inByteOrder(oddKeys));
      },
    },
    "names-longest": {
      summary: "A scope of 256 bytes and a key of 1,024 are stored, longer ones are INVALID_ARGUMENT.",
      run: async (bench) => {
        const { client, put } = await drive(bench);
        const longest = { scope: bench.random.label("s").padEnd(256, "s"), key: "k".repeat(1024) };
        await put(longest, Buffer.from("x"));
        checkEqual("the object", (await read(client, longest)).data.toString(), "x");
        for (const name of [
          { ...longest, scope: `${longest.scope}s` },
          { ...longest, key: `${longest.key}k` },
          { ...longest, key: "ü".repeat(513) },
        ]) {
          await refused(
            `Put with a scope of ${name.scope.length} and a key of ${Buffer.byteLength(name.key)} bytes`,
            put(name, Buffer.from("x")),
            "invalid",
          );
        }
      },
    },
    "get-range": {
      summary: "Get sends the range that was asked for; its metadata is the whole object's.",
      run: async (bench) => {
        const { client, scope, put } = await drive(bench);
        const data = bench.random.bytes(2 * chunkBytes + 100);
        const name = { scope, key: "k" };
        await put(name, data);
        for (const [offsetBytes, lengthBytes] of [
          [0, 10],
          [5, 1],
          [chunkBytes - 3, 7],
          [100, 0],
          [data.length - 1, 0],
          [data.length - 5, 100],
        ] as const) {
          const part = await read(client, name, { offsetBytes, lengthBytes });
          const expected = data.subarray(offsetBytes, lengthBytes === 0 ? undefined : offsetBytes + lengthBytes);
          check(
            part.data.equals(expected),
            `from ${offsetBytes}, ${lengthBytes} bytes: ${part.data.length} came, or others`,
          );
          checkEqual("the size in the metadata", part.object.sizeBytes, data.length);
        }
      },
    },
    "get-range-after-end": {
      summary: "A range that begins after the end is OUT_OF_RANGE.",
      run: async (bench) => {
        const { client, scope, store } = await drive(bench);
        await store("k", "four");
        await refused("Get from byte 5 of 4", collect(client.get({ scope, key: "k", offsetBytes: 5 })), "outOfRange");
      },
    },
    "get-unknown": {
      summary: "Get and Head of an object that is not there are NOT_FOUND.",
      run: async (bench) => {
        const { client, scope } = await drive(bench);
        await refused("Get of an unknown object", collect(client.get({ scope, key: "nobody" })), "notFound");
        await refused("Head of an unknown object", client.head({ scope, key: "nobody" }), "notFound");
      },
    },
    "get-while-replaced": {
      summary: "A reader gets the bytes it began with, or ABORTED, while the object is replaced and deleted.",
      run: async (bench) => {
        const { client, scope, put } = await drive(bench);
        const name = { scope, key: "k" };
        for (const change of [() => put(name, Buffer.alloc(16 << 20, "b")), () => client.delete(name)]) {
          const data = Buffer.alloc(16 << 20, "a");
          await put(name, data);
          const stream = client.get(name)[Symbol.asyncIterator]();
          await stream.next();
          await change();
          try {
            let received = 0;
            for (let next = await stream.next(); next.done !== true; next = await stream.next()) {
              const { chunk } = next.value;
              check(
                chunk?.every((byte) => byte === 97) ?? false,
                `after ${received} bytes come those of another object`,
              );
              received += chunk?.length ?? 0;
            }
            checkEqual("the bytes that were read", received, data.length);
          } catch (error) {
            if (!(error instanceof Fault && ["aborted", "notFound"].includes(error.code))) throw error;
          }
        }
      },
    },
    "get-slow-reader": {
      summary: "A reader that stands still does not make the plugin's memory grow.",
      run: async (bench) => {
        const plugin = await bench.plugin();
        const { pid } = plugin.process();
        const { client, scope, put } = await drive(bench);
        await put({ scope, key: "k" }, Buffer.alloc(largeBytes, "z"));
        const before = residentBytes(pid);
        if (before === undefined) return bench.skip("this system does not show the memory of processes");
        const stream = client.get({ scope, key: "k" })[Symbol.asyncIterator]();
        await stream.next();
        let highest = before;
        // Every answer comes after what the plugin has read ahead by then.
        for (let asked = 0; asked < 50; asked++) {
          await client.head({ scope, key: "k" });
          highest = Math.max(highest, residentBytes(pid) ?? 0);
        }
        await stream.return?.(undefined);
        check(
          highest - before < memoryBytes,
          `memory grew by ${(highest - before) >> 20} MiB while a reader of ${largeBytes >> 20} MiB stood still`,
        );
      },
    },
    "large-object": {
      summary: "A large object passes at constant memory, in and out.",
      run: async (bench) => {
        const plugin = await bench.plugin();
        const { pid } = plugin.process();
        const { client, scope, cleanLater } = await drive(bench);
        const before = residentBytes(pid);
        if (before === undefined) return bench.skip("this system does not show the memory of processes");
        let highest = before;
        const look = () => (highest = Math.max(highest, residentBytes(pid) ?? 0));
        const chunk = bench.random.bytes(chunkBytes);
        const count = largeBytes / chunkBytes;
        const digest = createHash("sha256");
        cleanLater({ scope, key: "large" });
        async function* requests(): AsyncGenerator<PutRequestInput> {
          yield { part: "header", header: { scope, key: "large" } };
          for (let sent = 0; sent < count; sent++) {
            digest.update(chunk);
            if (sent % 16 === 0) look();
            yield { part: "chunk", chunk };
          }
          yield { part: "trailer", trailer: { sizeBytes: largeBytes, sha256: digest.digest() } };
        }
        await client.put(requests(), { timeoutMs: 100_000 });
        look();
        let received = 0;
        for await (const { chunk: part } of client.get({ scope, key: "large" })) {
          received += part?.length ?? 0;
          if (received % (16 * chunkBytes) === 0) look();
        }
        checkEqual("the bytes that came back", received, largeBytes);
        check(
          highest - before < memoryBytes,
          `memory grew by ${(highest - before) >> 20} MiB while ${largeBytes >> 20} MiB passed`,
        );
      },
    },
    delete: {
      summary: "A deleted object is gone, from List too; Delete of one that is not there is OK.",
      run: async (bench) => {
        const { client, scope, store } = await drive(bench);
        await store("k", "x");
        await client.delete({ scope, key: "k" });
        check(await isAbsent(client, { scope, key: "k" }), "Head tells a deleted object");
        checkEqual("the keys", await listAll(client, scope), []);
        await client.delete({ scope, key: "k" });
        await client.delete({ scope, key: "nobody" });
      },
    },
    "list-order": {
      summary: "List is in the byte order of the keys.",
      run: async (bench) => {
        const { client, scope, store } = await drive(bench);
        const keys = ["b", "a", "B", "a/b", "a-b", "ä", "z", "\u{1f642}", "\uffee", "aa", "a0", "~"];
        for (const key of keys) await store(key, "x");
        checkEqual("the keys", await listAll(client, scope), inByteOrder(keys));
        checkEqual("the keys in pages of 5", await listAll(client, scope, "", 5), inByteOrder(keys));
      },
    },
    "list-prefix": {
      summary: "A prefix is compared byte by byte: no character in it is special.",
      run: async (bench) => {
        const { client, scope, store } = await drive(bench);
        for (const key of ["a%b", "a_b", "axb", "a*b", "a%", "A%b", "b"]) await store(key, "x");
        checkEqual("the keys that begin with a%", await listAll(client, scope, "a%"), ["a%", "a%b"]);
        checkEqual("the keys that begin with a_", await listAll(client, scope, "a_"), ["a_b"]);
        checkEqual("the keys that begin with a*", await listAll(client, scope, "a*"), ["a*b"]);
        checkEqual("the keys that begin with q", await listAll(client, scope, "q"), []);
      },
    },
    "list-scope": {
      summary: "List tells the objects of its scope only.",
      run: async (bench) => {
        const { client, scope, put, store } = await drive(bench);
        await store("mine", "x");
        await put({ scope: `${scope}2`, key: "theirs" }, Buffer.from("x"));
        checkEqual("the keys", await listAll(client, scope), ["mine"]);
        checkEqual("the keys of an empty scope", await listAll(client, `${scope}3`), []);
      },
    },
    "list-pages": {
      summary: "Pages have at most page_size objects, hold each one exactly once, and the last has no token.",
      run: async (bench) => {
        const { client, scope, store } = await drive(bench);
        const keys = Array.from({ length: 23 }, (_, index) => `key-${String(index).padStart(3, "0")}`);
        await Promise.all(keys.map((key) => store(key, "x")));
        for (const pageSize of [1, 7, 23, 1000]) {
          checkEqual(`the keys in pages of ${pageSize}`, await listAll(client, scope, "key-", pageSize), keys);
          const { objects } = await client.list({ scope, pageSize });
          checkEqual(`the objects of a page of ${pageSize}`, objects.length, Math.min(pageSize, keys.length));
        }
        const whole = await client.list({ scope, pageSize: 23 });
        const after =
          whole.nextPageToken === "" ? [] : (await client.list({ scope, pageToken: whole.nextPageToken })).objects;
        checkEqual("the objects after the last", after, []);
      },
    },
    "list-page-size-default": {
      summary: "A page size of 0 means 100.",
      run: async (bench) => {
        const { client, scope, store } = await drive(bench);
        await Promise.all(Array.from({ length: 101 }, (_, index) => store(`k${1000 + index}`, "x")));
        checkEqual("the objects of the first page", (await client.list({ scope })).objects.length, 100);
        checkEqual("all objects", (await listAll(client, scope)).length, 101);
      },
    },
    "list-page-token-stable": {
      summary: "A page token stays valid while objects come and go; one that stays appears exactly once.",
      run: async (bench) => {
        const { client, scope, store } = await drive(bench);
        const stay = Array.from({ length: 10 }, (_, index) => `k${index}5`);
        await Promise.all(stay.map((key) => store(key, "x")));
        await store("k30", "goes");
        const seen: string[] = [];
        let pageToken = "";
        for (let page = 0; page < 20; page++) {
          const { objects, nextPageToken } = await client.list({ scope, pageSize: 3, pageToken });
          seen.push(...objects.map(({ key }) => key));
          if (nextPageToken === "") break;
          pageToken = nextPageToken;
          // What was told last goes, and others come before and after it.
          if (page === 0) {
            await client.delete({ scope, key: "k30" });
            for (const key of ["a", "k10", "k26", "k66", "z"]) await store(key, "comes");
          }
        }
        const twice = seen.filter((key, index) => seen.indexOf(key) !== index);
        checkEqual("keys that appear twice", twice, []);
        checkEqual(
          "the keys that stayed",
          seen.filter((key) => stay.includes(key)),
          stay,
        );
      },
    },
    "list-bad-token": {
      summary: "A page token that is not the plugin's is INVALID_ARGUMENT.",
      run: async (bench) => {
        const { client, scope, store } = await drive(bench);
        await store("k", "x");
        await refused(
          "List with a foreign token",
          client.list({ scope, pageToken: `!${bench.random.label("token")}` }),
          "invalid",
        );
      },
    },
    "survives-kill": {
      summary: "What Put has answered survives SIGKILL of the plugin.",
      run: async (bench) => {
        const { store, scope } = await drive(bench);
        const info = await store("k", "kept");
        await bench.restart();
        const { client } = await drive(bench);
        checkEqual("the object", (await read(client, { scope, key: "k" })).data.toString(), "kept");
        checkEqual("its metadata", (await client.head({ scope, key: "k" })).object, info);
      },
    },
    "kill-while-storing": {
      summary: "SIGKILL of the plugin in the middle of a Put leaves the old object, whole, and no half one.",
      run: async (bench) => {
        const { client, store, scope } = await drive(bench);
        await store("old", "old");
        const reached = new AbortController();
        async function* requests(key: string): AsyncGenerator<PutRequestInput> {
          yield { part: "header", header: { scope, key } };
          for (let sent = 0; sent < 20; sent++) yield { part: "chunk", chunk: bench.random.bytes(chunkBytes) };
          reached.abort();
          await new Promise<never>(() => undefined);
        }
        const storing = ["old", "new"].map((key) => client.put(requests(key)).catch(() => undefined));
        await within("the plugin takes 5 MiB", 20_000, aborted(reached.signal));
        await bench.restart();
        await Promise.all(storing);
        const after = await drive(bench);
        checkEqual("the old object", (await read(after.client, { scope, key: "old" })).data.toString(), "old");
        check(await isAbsent(after.client, { scope, key: "new" }), "half an object is there");
        checkEqual("the keys", await listAll(after.client, scope), ["old"]);
      },
    },
    "other-installation": {
      summary: "Two installations do not see each other's objects.",
      run: async (bench) => {
        const { store, scope, text } = await drive(bench);
        await store("k", "mine");
        const neighbour = await bench.launch();
        await bench.configure(neighbour);
        const theirs = neighbour.client(ObjectStore);
        check(await isAbsent(theirs, { scope, key: "k" }), "an object of another installation is seen");
        await theirs.delete({ scope, key: "k" });
        checkEqual("my object", await text("k"), "mine");
      },
    },
  },
);

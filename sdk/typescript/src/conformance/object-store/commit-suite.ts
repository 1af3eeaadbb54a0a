import type { PutRequestInput } from "@gofer/proto";
import { defineSuite } from "../case.js";
import { check, checkEqual, refused } from "../check.js";
import { inByteOrder } from "../names.js";
import { chunkBytes, drive, isAbsent, just, listAll, read, sha256 } from "./driver.js";

/** An object is there as a whole or not at all. */
export const commitSuite = defineSuite(
  { prefix: "objectstore", contract: "gofer.objectstore.v1" },
  {
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
  },
);

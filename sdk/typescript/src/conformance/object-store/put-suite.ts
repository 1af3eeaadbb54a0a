import { Fault } from "../../fault.js";
import { defineSuite } from "../case.js";
import { check, checkEqual, refused } from "../check.js";
import { chunkBytes, drive, read, sha256 } from "./driver.js";

/** What is stored, and on which condition. */
export const putSuite = defineSuite(
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
  },
);

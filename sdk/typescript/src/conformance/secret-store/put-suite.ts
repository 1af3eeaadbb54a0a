import { Fault } from "../../fault.js";
import { defineSuite } from "../case.js";
import { check, checkEqual, refused } from "../check.js";
import { drive, isAbsent, largestBytes, read } from "./driver.js";

/** What is stored, and on which condition. */
export const putSuite = defineSuite(
  { prefix: "secretstore", contract: "gofer.secretstore.v1" },
  {
    "put-get": {
      summary: "A value is read byte by byte: text, zero bytes, nothing at all.",
      run: async (bench) => {
        const { client, scope, put } = await drive(bench);
        for (const [key, value] of Object.entries({
          text: Buffer.from("hush"),
          bytes: Buffer.concat([Buffer.from([0, 255, 10, 13]), bench.random.bytes(100)]),
          empty: Buffer.alloc(0),
        })) {
          await put({ scope, key }, value);
          check((await read(client, { scope, key })).equals(value), `the value of ${key} came back as another one`);
        }
      },
    },
    "put-largest": {
      summary: "A value of 1 MiB is stored, a longer one is INVALID_ARGUMENT.",
      run: async (bench) => {
        const { client, scope, put } = await drive(bench);
        const value = bench.random.bytes(largestBytes);
        await put({ scope, key: "k" }, value);
        check((await read(client, { scope, key: "k" })).equals(value), "a value of 1 MiB came back as another one");
        await refused(
          "Put of 1 MiB and a byte",
          put({ scope, key: "long" }, Buffer.alloc(largestBytes + 1)),
          "invalid",
        );
        check(await isAbsent(client, { scope, key: "long" }), "a value that was refused is there");
      },
    },
    "put-replaces": {
      summary: "Put replaces the value and tells when.",
      run: async (bench) => {
        const { client, scope, store, value } = await drive(bench);
        await store("k", "one");
        const { modifiedAtMs } = await store("k", "two");
        checkEqual("the value", await value("k"), "two");
        check(Math.abs(modifiedAtMs - Date.now()) < 60_000, `modified_at_ms is ${modifiedAtMs}`);
        checkEqual(
          "modified_at_ms of Get",
          (await client.get({ ref: { scope, key: "k" } })).secret?.modifiedAtMs,
          modifiedAtMs,
        );
      },
    },
    "put-if-absent": {
      summary: "if_absent stores a new secret and refuses an existing one with ALREADY_EXISTS.",
      run: async (bench) => {
        const { scope, put, value } = await drive(bench);
        await put({ scope, key: "k" }, "first", true);
        await refused("Put with if_absent of a secret that exists", put({ scope, key: "k" }, "second", true), "exists");
        checkEqual("the value", await value("k"), "first");
      },
    },
    "put-if-absent-race": {
      summary: "Of concurrent Puts with if_absent exactly one succeeds.",
      run: async (bench) => {
        const { scope, put, value } = await drive(bench);
        const outcomes = await Promise.all(
          Array.from({ length: 8 }, async (_, index) => {
            try {
              await put({ scope, key: "k" }, `writer ${index}`, true);
              return `writer ${index}`;
            } catch (error) {
              if (error instanceof Fault && ["exists", "aborted"].includes(error.code)) return undefined;
              throw error;
            }
          }),
        );
        const winners = outcomes.filter((outcome) => outcome !== undefined);
        checkEqual("the number of writers that were told OK", winners.length, 1);
        checkEqual("the value", await value("k"), winners[0] ?? "");
      },
    },
    "put-never-neither": {
      summary: "While a value is replaced, the old or the new one is read, never neither and never a mixture.",
      run: async (bench) => {
        const { client, scope, put } = await drive(bench);
        const versions = Array.from({ length: 10 }, (_, index) => String(index).repeat(10_000));
        await put({ scope, key: "k" }, versions[0] ?? "");
        const writing = (async () => {
          for (const version of versions) await put({ scope, key: "k" }, version);
          return true;
        })();
        let done = false;
        writing.then(
          () => (done = true),
          () => (done = true),
        );
        while (!done) {
          const value = (await read(client, { scope, key: "k" })).toString();
          check(versions.includes(value), `a value of ${value.length} bytes was read that nobody has stored`);
        }
        await writing;
      },
    },
  },
);

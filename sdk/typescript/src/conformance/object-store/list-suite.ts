import { defineSuite } from "../case.js";
import { check, checkEqual, refused } from "../check.js";
import { inByteOrder } from "../names.js";
import { drive, isAbsent, listAll } from "./driver.js";

/** What is deleted and listed. */
export const listSuite = defineSuite(
  { prefix: "objectstore", contract: "gofer.objectstore.v1" },
  {
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
  },
);

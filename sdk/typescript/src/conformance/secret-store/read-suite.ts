import { SecretStore } from "@gofer/proto";
import { defineSuite } from "../case.js";
import { check, checkEqual, refused } from "../check.js";
import { collidingNames, inByteOrder, oddKeys } from "../names.js";
import { drive, isAbsent, listAll, read } from "./driver.js";

/** How secrets are named, read, deleted and listed. */
export const readSuite = defineSuite(
  { prefix: "secretstore", contract: "gofer.secretstore.v1" },
  {
    "names-two-values": {
      summary: "Scope and key are two values: no separator makes two names the same.",
      run: async (bench) => {
        const { client, put } = await drive(bench);
        for (const [one, other] of collidingNames(bench.random)) {
          await put(one, "one");
          check(await isAbsent(client, other), `${JSON.stringify(one)} is found as ${JSON.stringify(other)}`);
          await put(other, "other");
          checkEqual(`the secret ${JSON.stringify(one)}`, (await read(client, one)).toString(), "one");
          await client.delete({ ref: other });
          checkEqual(`${JSON.stringify(one)} after Delete of the other`, (await read(client, one)).toString(), "one");
          await client.delete({ ref: one });
        }
      },
    },
    "names-odd": {
      summary: "Names are compared byte by byte, whatever is in them.",
      run: async (bench) => {
        const { client, scope, store, value } = await drive(bench);
        for (const key of oddKeys) await store(key, `secret ${key}`);
        for (const key of oddKeys) checkEqual(`the secret ${JSON.stringify(key)}`, await value(key), `secret ${key}`);
        checkEqual("the keys", await listAll(client, scope), inByteOrder(oddKeys));
      },
    },
    "names-longest": {
      summary: "A scope and a key of 256 bytes are stored, longer ones are INVALID_ARGUMENT.",
      run: async (bench) => {
        const { client, put } = await drive(bench);
        const longest = { scope: bench.random.label("s").padEnd(256, "s"), key: "k".repeat(256) };
        await put(longest, "x");
        checkEqual("the value", (await read(client, longest)).toString(), "x");
        await refused("Put with a scope of 257 bytes", put({ ...longest, scope: `${longest.scope}s` }, "x"), "invalid");
        await refused("Put with a key of 257 bytes", put({ ...longest, key: `${longest.key}k` }, "x"), "invalid");
      },
    },
    "get-unknown": {
      summary: "Get of a secret that is not there is NOT_FOUND.",
      run: async (bench) => {
        const client = (await bench.plugin()).client(SecretStore);
        const ref = { scope: bench.random.label("scope"), key: "nobody" };
        await refused("Get of an unknown secret", client.get({ ref }), "notFound");
      },
    },
    "batch-get": {
      summary: "BatchGet tells the secrets that exist, in the order of the request, and leaves out the others.",
      run: async (bench) => {
        const { client, scope, store } = await drive(bench);
        for (const key of ["a", "b", "c"]) await store(key, `value of ${key}`);
        const refs = ["c", "nobody", "a", "b"].map((key) => ({ scope, key }));
        const { secrets } = await client.batchGet({ refs });
        checkEqual(
          "the secrets",
          secrets.map(({ ref, value }) => [ref?.key, value.toString()]),
          ["c", "a", "b"].map((key) => [key, `value of ${key}`]),
        );
        checkEqual("the secrets of an empty request", (await client.batchGet({ refs: [] })).secrets, []);
      },
    },
    "batch-get-100": {
      summary: "BatchGet takes 100 names, of several scopes.",
      run: async (bench) => {
        const { client, scope, put } = await drive(bench);
        const refs = Array.from({ length: 100 }, (_, index) => ({ scope: `${scope}-${index % 3}`, key: `k${index}` }));
        await Promise.all(refs.map((ref) => put(ref, ref.key)));
        const { secrets } = await client.batchGet({ refs });
        checkEqual(
          "the values",
          secrets.map(({ value }) => value.toString()),
          refs.map(({ key }) => key),
        );
      },
    },
    delete: {
      summary: "A deleted secret is gone, from List too; Delete of one that is not there is OK.",
      run: async (bench) => {
        const { client, scope, store } = await drive(bench);
        await store("k", "x");
        const ref = { scope, key: "k" };
        await client.delete({ ref });
        check(await isAbsent(client, ref), "Get tells a deleted secret");
        checkEqual("the keys", await listAll(client, scope), []);
        await client.delete({ ref });
        await client.delete({ ref: { scope, key: "nobody" } });
      },
    },
    "list-order": {
      summary: "List tells the keys of its scope in byte order, with the time of their values.",
      run: async (bench) => {
        const { client, scope, store, put } = await drive(bench);
        const keys = ["b", "a", "B", "a/b", "a-b", "ä", "\u{1f642}", "\uffee", "aa"];
        for (const key of keys) await store(key, "x");
        await put({ scope: `${scope}2`, key: "theirs" }, "x");
        checkEqual("the keys", await listAll(client, scope), inByteOrder(keys));
        const { keys: told } = await client.list({ scope });
        check(
          told.every(({ modifiedAtMs }) => modifiedAtMs > 0),
          "a key has no modified_at_ms",
        );
      },
    },
    "list-pages": {
      summary: "Pages have at most page_size keys, hold each one exactly once, and the last has no token.",
      run: async (bench) => {
        const { client, scope, store } = await drive(bench);
        const keys = Array.from({ length: 23 }, (_, index) => `key-${String(index).padStart(3, "0")}`);
        await Promise.all(keys.map((key) => store(key, "x")));
        for (const pageSize of [1, 7, 23, 1000]) {
          checkEqual(`the keys in pages of ${pageSize}`, await listAll(client, scope, pageSize), keys);
          const page = await client.list({ scope, pageSize });
          checkEqual(`the keys of a page of ${pageSize}`, page.keys.length, Math.min(pageSize, keys.length));
        }
      },
    },
    "list-page-token-stable": {
      level: "SHOULD",
      summary: "A page token stays valid while secrets come and go.",
      run: async (bench) => {
        const { client, scope, store } = await drive(bench);
        const stay = Array.from({ length: 6 }, (_, index) => `k${index}5`);
        await Promise.all([...stay, "k20"].map((key) => store(key, "x")));
        const one = await client.list({ scope, pageSize: 3 });
        await client.delete({ ref: { scope, key: "k20" } });
        await store("a", "comes");
        await store("k99", "comes");
        const two = await client.list({ scope, pageSize: 100, pageToken: one.nextPageToken });
        const seen = [...one.keys, ...two.keys].map(({ key }) => key).filter((key) => stay.includes(key));
        checkEqual("the keys that stayed", seen, stay);
      },
    },
    "list-bad-token": {
      summary: "A page token that is not the plugin's is INVALID_ARGUMENT.",
      run: async (bench) => {
        const client = (await bench.plugin()).client(SecretStore);
        const pageToken = `!${bench.random.label("token")}`;
        await refused("List with a foreign token", client.list({ scope: "scope", pageToken }), "invalid");
      },
    },
  },
);

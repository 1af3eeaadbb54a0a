import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SecretStore, type SecretStoreDefinition, type SecretStoreHandlers } from "@gofer/proto";
import { Fault } from "../fault.js";
import type { ServiceClient } from "../rpc/index.js";
import type { Bench } from "./bench.js";
import { defineSuite } from "./case.js";
import { check, checkEqual, describeError, present, refused } from "./check.js";
import { collidingNames, inByteOrder, oddKeys, type PairName } from "./names.js";

type Client = ServiceClient<SecretStoreHandlers, SecretStoreDefinition>;

const largestBytes = 1 << 20;

/** Does with a secret store what a kernel does. What it stores is deleted after the case. */
async function drive(bench: Bench) {
  const plugin = await bench.plugin();
  const client = plugin.client(SecretStore);
  const { contracts } = await plugin.base.getInfo({});
  if (contracts.some(({ name, features }) => name === "gofer.secretstore.v1" && features.includes("READ_ONLY"))) {
    return bench.skip("the store is READ_ONLY: its secrets come by other means");
  }
  const scope = bench.random.label("scope");
  const put = async (ref: PairName, value: Buffer | string, ifAbsent = false) => {
    bench.defer(async () =>
      (await bench.plugin())
        .client(SecretStore)
        .delete({ ref })
        .catch(() => undefined),
    );
    return client.put({ ref, value: Buffer.from(value), ifAbsent });
  };
  return {
    client,
    scope,
    put,
    store: (key: string, value: string) => put({ scope, key }, value),
    value: async (key: string) => (await read(client, { scope, key })).toString(),
  };
}

/** An installation of its own with one secret, and the keys to change it to. */
async function driveRekey(bench: Bench) {
  const current = bench.fixture.secrets["/encryption_key"];
  if (current === undefined) return bench.skip("the fixture names no secret /encryption_key");
  const next = bench.random.bytes(current.length).toString("hex").slice(0, current.length);
  const installation = { ...bench.installation(), generation: 1 };
  const plugin = await bench.launch(installation);
  await bench.configure(plugin);
  const ref = { scope: bench.random.label("scope"), key: "k" };
  await plugin.client(SecretStore).put({ ref, value: Buffer.from("kept") });
  const others = bench.fixture.secrets;
  return {
    installation,
    plugin,
    ref,
    keys: {
      both: { ...others, "/encryption_key": next, "/previous_encryption_key": current },
      next: { ...others, "/encryption_key": next },
    },
  };
}

async function read(client: Client, ref: PairName): Promise<Buffer> {
  const secret = present("GetResponse.secret", (await client.get({ ref })).secret);
  checkEqual("the name in the answer", { ...secret.ref }, { ...ref });
  return secret.value;
}

async function isAbsent(client: Client, ref: PairName): Promise<boolean> {
  try {
    await client.get({ ref });
    return false;
  } catch (error) {
    if (error instanceof Fault && error.code === "notFound") return true;
    throw error;
  }
}

async function listAll(client: Client, scope: string, pageSize = 0): Promise<readonly string[]> {
  const all: string[] = [];
  let pageToken = "";
  for (let pages = 0; pages < 1000; pages++) {
    const { keys, nextPageToken } = await client.list({ scope, pageSize, pageToken });
    all.push(...keys.map(({ key }) => key));
    if (nextPageToken === "") return all;
    pageToken = nextPageToken;
  }
  check(false, "List has more than 1,000 pages of a handful of secrets: next_page_token never becomes empty");
}

/** Files of a folder and below, by path. */
function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The secret store role. */
export const secretStoreSuite = defineSuite(
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
    "survives-kill": {
      summary: "What Put has answered survives SIGKILL of the plugin.",
      run: async (bench) => {
        const { store, scope } = await drive(bench);
        await store("k", "kept");
        await bench.restart();
        const { client } = await drive(bench);
        checkEqual("the value", (await read(client, { scope, key: "k" })).toString(), "kept");
      },
    },
    "encrypted-at-rest": {
      summary: "No file of the data directory holds a value, and no file name.",
      run: async (bench) => {
        const { store } = await drive(bench);
        const canary = bench.canary();
        await store("k", canary);
        const { installation } = await bench.plugin();
        for (const path of filesOf(installation.dataDirectory)) {
          check(!path.includes(canary), "a file name holds the value");
          const content = readFileSync(path);
          const forms = [
            canary,
            Buffer.from(canary).toString("base64").slice(0, 20),
            Buffer.from(canary).toString("hex"),
          ];
          check(!forms.some((form) => content.includes(form)), `${path} holds the value in the clear`);
        }
      },
    },
    "keeps-secrets": {
      summary: "No value is in the output, in an error message, or in an answer that is not asked for values.",
      run: async (bench) => {
        const { client, scope, put } = await drive(bench);
        const canary = bench.canary();
        const ref = { scope, key: "k" };
        const answers = [
          await put(ref, canary).then(() => "", describeError),
          await put(ref, canary, true).then(() => "", describeError),
          await put({ scope, key: "k".repeat(300) }, canary).then(() => "", describeError),
          await put({ scope, key: "long" }, canary.padEnd(largestBytes + 1, "x")).then(() => "", describeError),
          JSON.stringify(await client.list({ scope })),
        ];
        await client.get({ ref });
        await client.batchGet({ refs: [ref] });
        await client.delete({ ref });
        answers.push(await client.get({ ref }).then(() => "", describeError));
        bench.checkSecrecy(...answers);
      },
    },
    "other-installation": {
      summary: "Two installations do not see each other's secrets.",
      run: async (bench) => {
        const { store, scope, value } = await drive(bench);
        await store("k", "mine");
        const neighbour = await bench.launch();
        await bench.configure(neighbour);
        const theirs = neighbour.client(SecretStore);
        check(await isAbsent(theirs, { scope, key: "k" }), "a secret of another installation is seen");
        await theirs.delete({ ref: { scope, key: "k" } });
        checkEqual("my secret", await value("k"), "mine");
      },
    },
    rekey: {
      features: ["REKEY"],
      summary:
        "Configure with a new key and the one in force changes the key without a restart; the new one is enough then.",
      run: async (bench) => {
        const { installation, plugin, ref, keys } = await driveRekey(bench);
        const { restartRequired } = await bench.configure(plugin, { configHash: "new key", secrets: keys.both });
        checkEqual("restart_required", restartRequired, false);
        checkEqual("the value after the change", (await read(plugin.client(SecretStore), ref)).toString(), "kept");
        plugin.process().signal("SIGKILL");
        await plugin.process().exited;
        const after = await bench.launch({ ...installation, generation: 2 });
        await bench.configure(after, { configHash: "new key alone", secrets: keys.next });
        checkEqual("the value with the new key alone", (await read(after.client(SecretStore), ref)).toString(), "kept");
      },
    },
    "rekey-killed": {
      features: ["REKEY"],
      summary: "Killed while the key is changed, the store opens with the same two keys again.",
      run: async (bench) => {
        const { installation, plugin, ref, keys } = await driveRekey(bench);
        const changing = bench.configure(plugin, { configHash: "new key", secrets: keys.both }).catch(() => undefined);
        plugin.process().signal("SIGKILL");
        await plugin.process().exited;
        await changing;
        const after = await bench.launch({ ...installation, generation: 2 });
        await bench.configure(after, { configHash: "new key", secrets: keys.both });
        checkEqual("the value with both keys", (await read(after.client(SecretStore), ref)).toString(), "kept");
      },
    },
    "read-only": {
      features: ["READ_ONLY"],
      summary: "A READ_ONLY store answers Put and Delete with UNIMPLEMENTED.",
      run: async (bench) => {
        const client = (await bench.plugin()).client(SecretStore);
        const ref = { scope: bench.random.label("scope"), key: "k" };
        await refused("Put", client.put({ ref, value: Buffer.from("x") }), "unimplemented");
        await refused("Delete", client.delete({ ref }), "unimplemented");
      },
    },
  },
);

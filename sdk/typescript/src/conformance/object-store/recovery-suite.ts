import { ObjectStore, type PutRequestInput } from "@gofer/proto";
import { defineSuite } from "../case.js";
import { aborted, check, checkEqual, within } from "../check.js";
import { chunkBytes, drive, isAbsent, listAll, read } from "./driver.js";

/** What outlives the plugin, and whose it is. */
export const recoverySuite = defineSuite(
  { prefix: "objectstore", contract: "gofer.objectstore.v1" },
  {
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

import { createHash } from "node:crypto";
import type { PutRequestInput } from "@gofer/proto";
import { Fault } from "../../fault.js";
import { defineSuite } from "../case.js";
import { check, checkEqual, collect, refused } from "../check.js";
import { collidingNames, inByteOrder, oddKeys } from "../names.js";
import { residentBytes } from "../plugin-process.js";
import { chunkBytes, drive, isAbsent, listAll, read } from "./driver.js";

const largeBytes = 96 << 20;
/** What a transfer of any size may cost: the buffers of the stream, not the object. */
const memoryBytes = 64 << 20;

/** How objects are named and read. */
export const readSuite = defineSuite(
  { prefix: "objectstore", contract: "gofer.objectstore.v1" },
  {
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
  },
);

import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Plugin } from "@gofer/proto";
import { clientOf } from "@gofer/sdk/rpc";
import { Client, credentials } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ObjectStoreClient, PluginHost, TriggerClient } from "../../kernel/src/ports/plugin-host.js";
import { HostFolder, isRunning, until } from "../support/plugin-host.js";
import { hasGo, hasPython } from "../support/toolchain.js";

const examples = join(import.meta.dirname, "..", "..", "examples", "plugins");

let folder: HostFolder;
beforeAll(() => {
  folder = new HostFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

/** True when the plugin answers somebody who does not have the kernel's certificate. */
async function answersStrangers(alias: string): Promise<boolean> {
  const directory = folder.spawned.find((process) => process.alias === alias)?.socketDirectory ?? "";
  const [socket = ""] = readdirSync(directory);
  const channel = new Client(`unix:${join(directory, socket)}`, credentials.createInsecure());
  try {
    await clientOf(Plugin, channel).getInfo({}, { timeoutMs: 2000 });
    return true;
  } catch {
    return false;
  } finally {
    channel.close();
  }
}

describe.skipIf(!hasGo())("an object store in Go, on hashicorp/go-plugin as it is", () => {
  let host: PluginHost;
  const store = (): ObjectStoreClient => {
    const client = host.connection("store-files-go")?.objectStore;
    if (!client) throw new Error("the store is not running");
    return client;
  };
  beforeAll(async () => {
    execFileSync(join(examples, "store-files-go", "build.sh"), { stdio: "pipe" });
    host = await folder.open([join(examples, "store-files-go")]);
    await until(host, "store-files-go", isRunning);
  });

  async function put(key: string, bytes: Buffer, condition: { ifAbsent?: boolean; ifMatch?: string } = {}) {
    const requests = async function* () {
      yield { part: "header" as const, header: { scope: "s", key, ifAbsent: false, ifMatch: "", ...condition } };
      for (let at = 0; at < bytes.length; at += 256 << 10)
        yield { part: "chunk" as const, chunk: bytes.subarray(at, at + (256 << 10)) };
      const sha256 = createHash("sha256").update(bytes).digest();
      yield { part: "trailer" as const, trailer: { sizeBytes: bytes.length, sha256 } };
    };
    return (await store().put(requests())).object;
  }
  async function get(key: string, range = {}): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const message of store().get({ scope: "s", key, ...range }))
      if (message.chunk) chunks.push(message.chunk);
    return Buffer.concat(chunks);
  }

  test("completes the handshake with AutoMTLS, and GetInfo agrees with its manifest", async () => {
    expect(host.find("store-files-go")).toMatchObject({ version: "0.1.0", roles: ["objectStore"], message: "" });
    expect(await answersStrangers("store-files-go")).toBe(false);
  });

  test("keeps what it is given, byte by byte, over a crash", async () => {
    const bytes = randomBytes(3_000_001);
    const object = await put("a/b", bytes);
    expect(object).toMatchObject({ key: "a/b", sizeBytes: bytes.length });
    process.kill(host.find("store-files-go")?.pid ?? 0, "SIGKILL");
    await until(host, "store-files-go", ({ restarts }) => restarts === 1);
    await until(host, "store-files-go", isRunning);
    expect((await get("a/b")).equals(bytes)).toBe(true);
    expect((await get("a/b", { offsetBytes: 10, lengthBytes: 5 })).equals(bytes.subarray(10, 15))).toBe(true);
    expect((await store().head({ scope: "s", key: "a/b" })).object).toEqual(object);
  });

  test("conditions, pages and absence are answered as the contract says", async () => {
    const { etag = "" } = (await put("k1", Buffer.from("1"))) ?? {};
    await expect(put("k1", Buffer.from("2"), { ifAbsent: true })).rejects.toMatchObject({ code: "exists" });
    await expect(put("k1", Buffer.from("2"), { ifMatch: "x" })).rejects.toMatchObject({ code: "precondition" });
    await put("k1", Buffer.from("2"), { ifMatch: etag });
    await put("k2", Buffer.alloc(0));
    const first = await store().list({ scope: "s", prefix: "k", pageSize: 1 });
    expect(first.objects.map(({ key }) => key)).toEqual(["k1"]);
    const second = await store().list({ scope: "s", prefix: "k", pageSize: 1, pageToken: first.nextPageToken });
    expect(second).toMatchObject({ objects: [{ key: "k2", sizeBytes: 0 }], nextPageToken: "" });
    await expect(store().list({ scope: "s", pageToken: "?" })).rejects.toMatchObject({ code: "invalid" });
    await store().delete({ scope: "s", key: "k1" });
    await store().delete({ scope: "s", key: "k1" });
    await expect(get("k1")).rejects.toMatchObject({ code: "notFound" });
    await expect(store().head({ scope: "s2", key: "k2" })).rejects.toMatchObject({ code: "notFound" });
  });
});

describe.skipIf(!hasPython())("a trigger in Python, on grpcio as it is", () => {
  let host: PluginHost;
  const alias = "trigger-file-python";
  const trigger = (): TriggerClient => {
    const client = host.connection(alias)?.trigger;
    if (!client) throw new Error("the trigger is not running");
    return client;
  };
  const subscription = (path: string) => ({
    id: "s1",
    parameters: { path },
    namespace: "default",
    pipelineId: "p",
    label: "l",
    createdAtMs: 1,
    lastExpectedAtMs: 0,
  });
  beforeAll(async () => {
    const environment = { ...process.env, PYTHON: "/usr/bin/python3" };
    execFileSync(join(examples, alias, "build.sh"), { stdio: "pipe", env: environment });
    host = await folder.open([{ directory: join(examples, alias), config: { interval_ms: 20 } }]);
    await until(host, alias, isRunning);
  });

  test("serves with its own P-256 certificate, and answers nobody else", async () => {
    expect(host.find(alias)).toMatchObject({ version: "0.1.0", roles: ["trigger"], message: "" });
    expect(await answersStrangers(alias)).toBe(false);
  });

  test("names everything that is wrong with a subscription", async () => {
    const bad = { ...subscription("relative"), parameters: { path: "relative", colour: "red" } };
    const { violations } = await trigger().validateSubscription({ subscription: bad });
    expect(violations).toEqual([expect.stringContaining('"colour"'), expect.stringContaining("must be absolute")]);
  });

  test("fires when the file changes, keeps the firing until it is acknowledged, and sends it again before that", async () => {
    const path = join(folder.path, "watched");
    writeFileSync(path, "one");
    const set = { subscriptions: [subscription(path)], credits: 1, continued: false };
    const firings = async (acknowledge: boolean, wanted: number, onFirst = () => {}) => {
      const ids: string[] = [];
      const end = new AbortController();
      let ack = (_id: string) => {};
      const requests = async function* () {
        yield { subscriptions: set, acks: [], nacks: [] };
        while (!end.signal.aborted) {
          const eventId = await new Promise<string>((resolve) => {
            ack = resolve;
            end.signal.addEventListener("abort", () => resolve(""));
          });
          if (eventId) yield { acks: [{ subscriptionId: "s1", eventId }], nacks: [] };
        }
      };
      for await (const { firings: fired } of trigger().watch(requests(), { signal: end.signal })) {
        for (const { eventId } of fired) {
          if (ids.length === 0) onFirst();
          ids.push(eventId);
          if (acknowledge) ack(eventId);
        }
        if (ids.length >= wanted) break;
      }
      end.abort();
      return ids;
    };
    const [before] = await firings(false, 1);
    const again = await firings(true, 2, () => {
      writeFileSync(path, "other");
      utimesSync(path, new Date(), new Date(Date.now() + 1000));
    });
    expect(again[0]).toBe(before);
    expect(again[1]).not.toBe(before);
  });
});

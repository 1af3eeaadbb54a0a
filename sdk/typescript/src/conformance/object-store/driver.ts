import { createHash } from "node:crypto";
import {
  ObjectStore,
  type ObjectStoreDefinition,
  type ObjectStoreHandlers,
  type PutHeaderInput,
  type PutRequestInput,
} from "@gofer/proto";
import { Fault } from "../../fault.js";
import type { ServiceClient } from "../../rpc/index.js";
import type { Bench } from "../bench.js";
import { check, collect, present, within } from "../check.js";
import type { PairName } from "../names.js";

type Client = ServiceClient<ObjectStoreHandlers, ObjectStoreDefinition>;

export const chunkBytes = 256 << 10;

export const sha256 = (data: Buffer) => createHash("sha256").update(data).digest();

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

export async function* just(...requests: readonly PutRequestInput[]): AsyncGenerator<PutRequestInput> {
  yield* requests;
}

/** Does with an object store what a kernel does. What it stores is deleted after the case. */
export async function drive(bench: Bench) {
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

export async function read(client: Client, name: PairName, range: { offsetBytes?: number; lengthBytes?: number } = {}) {
  const messages = await within("Get ends", 60_000, collect(client.get({ ...name, ...range })));
  const [first, ...rest] = messages;
  const object = present("the metadata in the first message of Get", first?.object);
  const chunks = rest.map(({ chunk }) => present("a chunk after the first message of Get", chunk));
  const longest = Math.max(0, ...chunks.map(({ length }) => length));
  check(longest <= chunkBytes, `a chunk has ${longest} bytes, at most 256 KiB are allowed`);
  return { object, data: Buffer.concat(chunks) };
}

export async function isAbsent(client: Client, name: PairName): Promise<boolean> {
  try {
    await client.head(name);
    return false;
  } catch (error) {
    if (error instanceof Fault && error.code === "notFound") return true;
    throw error;
  }
}

/** All keys of a scope, page by page. */
export async function listAll(client: Client, scope: string, prefix = "", pageSize = 0): Promise<readonly string[]> {
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

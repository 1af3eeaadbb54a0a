import { readdirSync } from "node:fs";
import { join } from "node:path";
import { SecretStore, type SecretStoreDefinition, type SecretStoreHandlers } from "@gofer/proto";
import { Fault } from "../../fault.js";
import type { ServiceClient } from "../../rpc/index.js";
import type { Bench } from "../bench.js";
import { check, checkEqual, present } from "../check.js";
import type { PairName } from "../names.js";

type Client = ServiceClient<SecretStoreHandlers, SecretStoreDefinition>;

export const largestBytes = 1 << 20;

/** Does with a secret store what a kernel does. What it stores is deleted after the case. */
export async function drive(bench: Bench) {
  const plugin = await bench.plugin();
  const client = plugin.client(SecretStore);
  const { contracts } = await plugin.base.getInfo({});
  if (contracts.some(({ name, features }) => name === "gofer.secretstore.v1" && features.includes("READ_ONLY"))) {
    return bench.skip("the store is READ_ONLY: its secrets come by other means");
  }
  const scope = bench.random.label("scope");
  const put = async (ref: PairName, value: Buffer | string, ifAbsent = false): Promise<{ modifiedAtMs: number }> => {
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

export async function read(client: Client, ref: PairName): Promise<Buffer> {
  const secret = present("GetResponse.secret", (await client.get({ ref })).secret);
  checkEqual("the name in the answer", { ...secret.ref }, { ...ref });
  return secret.value;
}

export async function isAbsent(client: Client, ref: PairName): Promise<boolean> {
  try {
    await client.get({ ref });
    return false;
  } catch (error) {
    if (error instanceof Fault && error.code === "notFound") return true;
    throw error;
  }
}

export async function listAll(client: Client, scope: string, pageSize = 0): Promise<readonly string[]> {
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
export function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

import { randomUUID } from "node:crypto";
import { link, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Fault } from "@gofer/sdk/fault";
import {
  checkObjectName,
  compareKeys,
  keyPage,
  maxChunkBytes,
  type ObjectInfo,
  type ObjectSink,
  type PutHeader,
  pageToken,
  type RoleImpl,
  receiveObject,
} from "@gofer/sdk/plugin";
import * as z from "zod";
import { isCode, layoutOf, makeFolder, namesIn, syncFolder } from "./layout.js";
import { removeLeftovers } from "./leftovers.js";

/** What names/<scope>/<key>.json holds. */
const Entry = z.object({
  scope: z.string(),
  key: z.string(),
  sizeBytes: z.number(),
  sha256: z.string(),
  etag: z.string(),
  modifiedAtMs: z.number(),
});
export type Entry = z.output<typeof Entry>;

/** gofer.objectstore.v1 on a folder. Throws `precondition` when it cannot be used. */
export async function openObjectStore({ path, now }: { path: string; now: () => number }): Promise<{
  readonly service: RoleImpl<"objectStore">;
}> {
  const layout = layoutOf(path);
  try {
    for (const folder of [layout.staging, layout.content, layout.data, layout.names]) await makeFolder(folder);
    await removeLeftovers(layout, readEntry, now());
  } catch (error) {
    if (error instanceof Error && "code" in error)
      throw new Fault("precondition", `the object folder ${path} cannot be used: ${error.message}`);
    throw error;
  }
  const inOrder = createTurns();

  const find = (scope: string, key: string) => readEntry(layout.nameOf(scope, key));
  const get = async (scope: string, key: string): Promise<Entry> => {
    checkObjectName(scope, key);
    const entry = await find(scope, key);
    if (!entry)
      throw new Fault("notFound", `there is no object ${JSON.stringify(key)} in scope ${JSON.stringify(scope)}`);
    return entry;
  };

  /** Refuses a put whose condition does not hold now. */
  const checkCondition = async ({ scope, key, ifAbsent, ifMatch }: PutHeader) => {
    const there = await find(scope, key);
    if (ifAbsent && there) throw new Fault("exists", `object ${JSON.stringify(key)} exists`);
    if (ifMatch !== "" && there?.etag !== ifMatch)
      throw new Fault(
        "precondition",
        `object ${JSON.stringify(key)} ${there ? "has changed" : "does not exist"}: its etag is not the expected one`,
      );
    return there;
  };

  /** Gives up the bytes of an object that has no name any more; content without any other link goes too. */
  const release = async ({ etag, sha256 }: Entry) => {
    await rm(layout.dataOf(etag), { force: true });
    const content = layout.contentOf(Buffer.from(sha256, "hex"));
    const facts = await stat(content).catch(() => undefined);
    // Somebody may link it right now: then only the shared copy is lost, and the bytes are theirs.
    if (facts?.nlink === 1) await rm(content, { force: true });
  };

  const openSink = async (header: PutHeader): Promise<ObjectSink> => {
    await checkCondition(header);
    const staged = layout.staged(randomUUID());
    const file = await storing(() => open(staged, "wx", 0o400));
    let isOpen = true;
    const close = async () => {
      if (isOpen) await file.close();
      isOpen = false;
    };
    return {
      write: (chunk) => storing(async () => void (await file.writeFile(chunk))),
      commit: (facts) =>
        storing(async () => {
          await file.sync();
          await close();
          const etag = randomUUID();
          const content = layout.contentOf(facts.sha256);
          const data = layout.dataOf(etag);
          await makeFolder(dirname(content));
          await makeFolder(dirname(data));
          // Equal bytes may have arrived before; they may also go at this moment, and then ours take their place.
          await link(staged, content).catch((error: unknown) => {
            if (!isCode(error, "EEXIST")) throw error;
          });
          await link(content, data).catch((error: unknown) => {
            if (!isCode(error, "ENOENT")) throw error;
            return link(staged, data);
          });
          await rm(staged);
          await syncFolder(dirname(content));
          await syncFolder(dirname(data));
          const entry: Entry = {
            scope: header.scope,
            key: header.key,
            sizeBytes: facts.sizeBytes,
            sha256: facts.sha256.toString("hex"),
            etag,
            modifiedAtMs: now(),
          };
          return inOrder(layout.nameOf(header.scope, header.key), async () => {
            try {
              const replaced = await checkCondition(header);
              await writeEntry(layout.nameOf(header.scope, header.key), layout.staged(randomUUID()), entry);
              if (replaced) await release(replaced);
            } catch (error) {
              await release(entry);
              throw error;
            }
            return infoOf(entry);
          });
        }),
      async discard() {
        await close();
        await rm(staged, { force: true });
      },
    };
  };

  /** An open file keeps its bytes whatever happens to the name. */
  const openData = async (scope: string, key: string) => {
    for (;;) {
      const entry = await get(scope, key);
      try {
        return { entry, file: await open(layout.dataOf(entry.etag), "r") };
      } catch (error) {
        if (!isCode(error, "ENOENT")) throw error;
        // Replaced between the two looks; or the bytes are lost.
        if ((await get(scope, key)).etag === entry.etag)
          throw new Fault(
            "dataLoss",
            `the bytes of object ${JSON.stringify(key)} are not there any more: put it again`,
          );
      }
    }
  };

  const service: RoleImpl<"objectStore"> = {
    put: (requests) => receiveObject(requests, openSink),
    async *get({ scope, key, offsetBytes, lengthBytes }) {
      if (offsetBytes < 0 || lengthBytes < 0)
        throw new Fault("invalid", "offset_bytes and length_bytes are not negative");
      const { entry, file } = await openData(scope, key);
      try {
        if (offsetBytes > entry.sizeBytes)
          throw new Fault(
            "outOfRange",
            `object ${JSON.stringify(key)} has ${entry.sizeBytes} bytes, none at ${offsetBytes}`,
          );
        const end = lengthBytes === 0 ? entry.sizeBytes : Math.min(entry.sizeBytes, offsetBytes + lengthBytes);
        yield { part: "object", object: infoOf(entry) };
        for (let at = offsetBytes; at < end; ) {
          const wanted = Math.min(maxChunkBytes, end - at);
          const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(wanted), 0, wanted, at);
          if (bytesRead === 0)
            throw new Fault("dataLoss", `object ${JSON.stringify(key)} ends too early: put it again`);
          at += bytesRead;
          yield { part: "chunk", chunk: buffer.subarray(0, bytesRead) };
        }
      } finally {
        await file.close();
      }
    },
    head: async ({ scope, key }) => ({ object: infoOf(await get(scope, key)) }),
    async delete({ scope, key }) {
      checkObjectName(scope, key);
      const name = layout.nameOf(scope, key);
      await inOrder(name, async () => {
        const entry = await find(scope, key);
        if (!entry) return;
        await rm(name);
        await syncFolder(dirname(name));
        await release(entry);
      });
      return {};
    },
    async list(request) {
      const { size, after } = keyPage(request);
      const folder = layout.namesOf(request.scope);
      const entries: Entry[] = [];
      for (const name of await namesIn(folder)) {
        const entry = await readEntry(join(folder, name));
        if (!entry?.key.startsWith(request.prefix)) continue;
        if (after === undefined || compareKeys(entry.key, after) > 0) entries.push(entry);
      }
      entries.sort((a, b) => compareKeys(a.key, b.key));
      const last = entries[size - 1];
      return {
        objects: entries.slice(0, size).map(infoOf),
        nextPageToken: entries.length > size && last ? pageToken(last.key) : "",
      };
    },
  };
  return { service };
}

/** Undefined when there is none. */
async function readEntry(path: string): Promise<Entry | undefined> {
  try {
    return Entry.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

async function writeEntry(path: string, temporary: string, entry: Entry): Promise<void> {
  await makeFolder(dirname(path));
  const file = await open(temporary, "wx", 0o600);
  try {
    await file.writeFile(JSON.stringify(entry));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/** What changes one name waits for what changes it already. */
function createTurns() {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const turn = (last.get(name) ?? Promise.resolve()).then(work, work);
    last.set(name, turn);
    try {
      return await turn;
    } finally {
      if (last.get(name) === turn) last.delete(name);
    }
  };
}

function infoOf({ key, sizeBytes, sha256, etag, modifiedAtMs }: Entry): ObjectInfo {
  return { key, sizeBytes, sha256: Buffer.from(sha256, "hex"), etag, modifiedAtMs };
}

/** Tells a full disk as what it is. */
async function storing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isCode(error, "ENOSPC") || isCode(error, "EDQUOT"))
      throw new Fault("exhausted", "no space is left for the object: free some, then try again");
    if (error instanceof Error && "code" in error && !(error instanceof Fault))
      throw new Fault("unavailable", `the object folder cannot be written now: ${error.message}`);
    throw error;
  }
}

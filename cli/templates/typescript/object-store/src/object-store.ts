import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
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
import { type Footer, finishObject, isCode, openObject, syncFolder } from "./object-file.js";

/**
 * gofer.objectstore.v1 with a file for each object: names/<scope>/<key>, both as SHA-256. List reads the end of every file of the
 * scope, which is good for some thousands of objects.
 */
export async function openObjectStore(directory: string): Promise<RoleImpl<"objectStore">> {
  const staging = join(directory, "staging");
  const folderOf = (scope: string) => join(directory, "names", sha256(scope));
  const pathOf = (scope: string, key: string) => join(folderOf(scope), sha256(key));
  try {
    // What a crash has left on its way in.
    await rm(staging, { recursive: true, force: true });
    await mkdir(staging, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Fault("precondition", `the folder ${directory} cannot be used: ${String(error)}`);
  }

  // Of two changes the second one sees what the first has done.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work, work);
    turn = next;
    return next;
  };

  const openNamed = async (scope: string, key: string) => {
    checkObjectName(scope, key);
    const object = await openObject(pathOf(scope, key));
    if (!object) throw new Fault("notFound", `there is no object ${JSON.stringify(key)}`);
    return object;
  };

  const find = async (path: string): Promise<Footer | undefined> => {
    const object = await openObject(path);
    await object?.file.close();
    return object?.footer;
  };

  /** Refuses a Put whose condition does not hold now. */
  const checkCondition = async ({ scope, key, ifAbsent, ifMatch }: PutHeader) => {
    const before = await find(pathOf(scope, key));
    if (ifAbsent && before) throw new Fault("exists", `object ${JSON.stringify(key)} exists`);
    if (ifMatch !== "" && before?.etag !== ifMatch)
      throw new Fault("precondition", `object ${JSON.stringify(key)} has another etag than ${ifMatch}`);
  };

  const openSink = async (header: PutHeader): Promise<ObjectSink> => {
    await checkCondition(header);
    const written = join(staging, randomUUID());
    const file = await open(written, "wx", 0o600);
    return {
      write: (chunk) => storing(() => file.writeFile(chunk)),
      commit: ({ sizeBytes, sha256 }) =>
        inTurn(async () => {
          await checkCondition(header);
          const footer: Footer = {
            key: header.key,
            sizeBytes,
            sha256: sha256.toString("hex"),
            etag: randomUUID(),
            modifiedAtMs: Date.now(),
          };
          await storing(() => finishObject(file, written, pathOf(header.scope, header.key), footer));
          return infoOf(footer);
        }),
      async discard() {
        await file.close();
        await rm(written, { force: true });
      },
    };
  };

  return {
    put: (requests) => receiveObject(requests, openSink),
    async *get({ scope, key, offsetBytes, lengthBytes }) {
      if (offsetBytes < 0 || lengthBytes < 0)
        throw new Fault("invalid", "offset_bytes and length_bytes are not negative");
      const { file, footer } = await openNamed(scope, key);
      try {
        if (offsetBytes > footer.sizeBytes)
          throw new Fault("outOfRange", `object ${JSON.stringify(key)} has ${footer.sizeBytes} bytes`);
        const end = lengthBytes === 0 ? footer.sizeBytes : Math.min(footer.sizeBytes, offsetBytes + lengthBytes);
        yield { part: "object", object: infoOf(footer) };
        for (let at = offsetBytes; at < end; ) {
          const wanted = Math.min(maxChunkBytes, end - at);
          const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(wanted), 0, wanted, at);
          if (bytesRead === 0) throw new Fault("dataLoss", `object ${JSON.stringify(key)} ends too early`);
          at += bytesRead;
          yield { part: "chunk", chunk: buffer.subarray(0, bytesRead) };
        }
      } finally {
        await file.close();
      }
    },
    async head({ scope, key }) {
      const { file, footer } = await openNamed(scope, key);
      await file.close();
      return { object: infoOf(footer) };
    },
    async delete({ scope, key }) {
      checkObjectName(scope, key);
      await inTurn(async () => {
        await rm(pathOf(scope, key), { force: true });
        await syncFolder(folderOf(scope)).catch((error: unknown) => {
          if (!isCode(error, "ENOENT")) throw error;
        });
      });
      return {};
    },
    async list(request) {
      const { size, after } = keyPage(request);
      const names = await readdir(folderOf(request.scope)).catch((error: unknown) => {
        if (isCode(error, "ENOENT")) return [];
        throw error;
      });
      const found: Footer[] = [];
      for (const name of names) {
        const footer = await find(join(folderOf(request.scope), name));
        if (!footer?.key.startsWith(request.prefix)) continue;
        if (after === undefined || compareKeys(footer.key, after) > 0) found.push(footer);
      }
      found.sort((a, b) => compareKeys(a.key, b.key));
      const last = found[size - 1];
      return {
        objects: found.slice(0, size).map(infoOf),
        nextPageToken: found.length > size && last ? pageToken(last.key) : "",
      };
    },
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function infoOf({ key, sizeBytes, sha256, etag, modifiedAtMs }: Footer): ObjectInfo {
  return { key, sizeBytes, sha256: Buffer.from(sha256, "hex"), etag, modifiedAtMs };
}

/** Tells a full disk as what it is. */
async function storing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isCode(error, "ENOSPC", "EDQUOT"))
      throw new Fault("exhausted", "no space is left for the object: free some, then try again");
    throw error;
  }
}

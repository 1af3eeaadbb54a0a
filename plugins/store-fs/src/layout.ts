import { createHash } from "node:crypto";
import { mkdir, open, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Where things are below the folder of the store. */
export function layoutOf(path: string) {
  const spread = (folder: string, name: string) => join(path, folder, name.slice(0, 2), name);
  const hash = (text: string) => createHash("sha256").update(text).digest("hex");
  return {
    staging: join(path, "staging"),
    content: join(path, "content"),
    data: join(path, "data"),
    names: join(path, "names"),
    staged: (id: string) => join(path, "staging", id),
    contentOf: (sha256: Buffer) => spread("content", sha256.toString("hex")),
    dataOf: (etag: string) => spread("data", etag),
    namesOf: (scope: string) => join(path, "names", hash(scope)),
    nameOf: (scope: string, key: string) => join(path, "names", hash(scope), `${hash(key)}.json`),
  };
}

export type Layout = ReturnType<typeof layoutOf>;

/** Makes a folder, and its entry in the one above durable. */
export async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first !== undefined) await syncFolder(dirname(first));
}

/** What was renamed, linked or removed in it is then on disk. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Names in a folder; none when it is not there. */
export async function namesIn(path: string): Promise<readonly string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (isCode(error, "ENOENT")) return [];
    throw error;
  }
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

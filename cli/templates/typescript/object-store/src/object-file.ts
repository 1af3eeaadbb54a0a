import { type FileHandle, mkdir, open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { Fault } from "@gofer/sdk/fault";
import * as z from "zod";

/** What is known of an object. It stands behind the bytes in the same file: both appear in one rename. */
export const Footer = z.object({
  key: z.string(),
  sizeBytes: z.number(),
  sha256: z.string(),
  etag: z.string(),
  modifiedAtMs: z.number(),
});
export type Footer = z.output<typeof Footer>;

const lengthBytes = 4;

/** The file of an object, to be closed by the caller; undefined when there is none. It stays whole while it is open. */
export async function openObject(path: string): Promise<{ file: FileHandle; footer: Footer } | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
  try {
    const { size } = await file.stat();
    const length = Buffer.alloc(lengthBytes);
    await file.read(length, 0, lengthBytes, size - lengthBytes);
    const footer = Buffer.alloc(length.readUInt32BE());
    await file.read(footer, 0, footer.length, size - lengthBytes - footer.length);
    return { file, footer: Footer.parse(JSON.parse(footer.toString())) };
  } catch {
    await file.close();
    throw new Fault("dataLoss", `the file ${path} is damaged: restore it, or delete the object`);
  }
}

/** Writes the footer behind the bytes and puts the file in its place, durably. */
export async function finishObject(file: FileHandle, written: string, path: string, footer: Footer): Promise<void> {
  const text = Buffer.from(JSON.stringify(footer));
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32BE(text.length);
  await file.writeFile(Buffer.concat([text, length]));
  await file.sync();
  await file.close();
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await rename(written, path);
  await syncFolder(dirname(path));
}

/** What was renamed into it or removed from it is then on disk. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  await folder.sync().finally(() => folder.close());
}

export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

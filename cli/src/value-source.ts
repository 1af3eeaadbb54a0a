import { writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { Fault, messageOf } from "@gofer/sdk/fault";

const chunkBytes = 256 << 10;

/**
 * The bytes that an argument means: a literal, @file, @- (standard input), or @@ for a literal that begins with "@".
 * Without an argument they come from standard input. Throws `invalid` for a file that cannot be read.
 */
export async function openValue(word: string | undefined): Promise<AsyncIterable<Buffer>> {
  if (word === undefined || word === "@-") return process.stdin;
  if (word.startsWith("@@")) return literal(word.slice(1));
  if (!word.startsWith("@")) return literal(word);
  const path = word.slice(1);
  return readStream(path);
}

async function readStream(path: string): Promise<AsyncIterable<Buffer>> {
  try {
    const file = await open(path);
    if ((await file.stat()).isDirectory()) {
      await file.close();
      throw Object.assign(new Error(), { code: "EISDIR" });
    }
    return file.createReadStream({ highWaterMark: chunkBytes });
  } catch (error) {
    throw new Fault("invalid", unreadable(path, error), { cause: error });
  }
}

const troubles: Readonly<Record<string, string>> = {
  ENOENT: "there is none",
  ENOTDIR: "there is none",
  EISDIR: "it is a folder",
  EACCES: "you may not read it",
};

/** Says of a file that it cannot be read, and why. */
export function unreadable(path: string, error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return `file ${JSON.stringify(path)} cannot be read: ${troubles[code] ?? messageOf(error)}`;
}

/** Writes a file that was asked for. Throws `invalid` with why it cannot be. */
export function writeAsked(path: string, content: string, mode?: number): void {
  try {
    writeFileSync(path, content, { mode });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const why: Readonly<Record<string, string>> = {
      ENOENT: `there is no folder ${JSON.stringify(dirname(path))}`,
      ENOTDIR: `${JSON.stringify(dirname(path))} is no folder`,
      EISDIR: "it is a folder",
      EACCES: "you may not write there",
      EROFS: "you may not write there",
    };
    const what = `file ${JSON.stringify(path)} cannot be written: ${why[code] ?? messageOf(error)}`;
    throw new Fault("invalid", what, { cause: error });
  }
}

/** All bytes of a value; throws `invalid` beyond the limit. */
export async function readAll(source: AsyncIterable<Buffer>, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > limit) throw new Fault("invalid", `the value is larger than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * A single line without its end: `echo token |` and an editor add one that no password has. Text of several lines, such as
 * a private key, stays as it is.
 */
export function withoutLineEnd(value: Buffer): Buffer {
  const end = value.indexOf(10);
  if (end < 0 || end !== value.length - 1) return value;
  return value.subarray(0, value[end - 1] === 13 ? end - 1 : end);
}

/** Pieces that a message may carry. */
export async function* pieces(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of source)
    for (let at = 0; at < chunk.length; at += chunkBytes) yield chunk.subarray(at, at + chunkBytes);
}

/** A line that is typed without being shown. Only where standard input is a terminal. */
export async function readHidden(prompt: string): Promise<Buffer> {
  const { stdin, stderr } = process;
  stderr.write(prompt);
  stdin.setRawMode(true);
  let typed = "";
  try {
    for await (const chunk of stdin) {
      for (const character of String(chunk)) {
        if (character === "\r" || character === "\n" || character === "\u0004") return Buffer.from(typed);
        if (character === "\u0003") throw new Fault("cancelled", "interrupted");
        typed = character === "\u007f" || character === "\b" ? typed.slice(0, -1) : typed + character;
      }
    }
    return Buffer.from(typed);
  } finally {
    stdin.setRawMode(false);
    stderr.write("\n");
  }
}

/** A key and its value, also written as one word "key=value": a key holds no "=". */
export function keyAndValue(key: string, value: string | undefined): { key: string; value: string | undefined } {
  const at = key.indexOf("=");
  return value === undefined && at >= 0 ? { key: key.slice(0, at), value: key.slice(at + 1) } : { key, value };
}

async function* literal(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

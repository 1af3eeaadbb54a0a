import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Fault } from "@gofer/sdk/fault";
import { installed } from "./installation.js";
import type { Layer } from "./skeletons.js";

interface SkeletonFile {
  readonly text: string;
  readonly mode: number;
}

/** Texts of the models, and what stands there in the skeleton. */
export type Replacements = readonly (readonly [from: string, to: string])[];

/**
 * Writes the files of all layers into a folder that is not there yet, or is empty but for a repository of git. All or nothing:
 * they are written beside it and renamed into place. Throws `exists` for a folder that holds something.
 */
export function writeSkeleton(directory: string, layers: readonly Layer[], replacements: Replacements): void {
  const files = new Map(layers.flatMap((layer) => [...filesOf(layer, replacements)]));
  const target = resolve(directory);
  try {
    place(target, directory, files);
  } catch (error) {
    if (error instanceof Error && "syscall" in error)
      throw new Fault("precondition", `${directory} cannot be written: ${error.message}`);
    throw error;
  }
}

function place(target: string, directory: string, files: ReadonlyMap<string, SkeletonFile>): void {
  const isThere = existsSync(target);
  if (isThere) checkEmpty(directory);
  else mkdirSync(dirname(target), { recursive: true });
  const staging = join(isThere ? target : dirname(target), `.gofer-init-${randomUUID()}`);
  mkdirSync(staging);
  const placed: string[] = [];
  try {
    for (const [path, { text, mode }] of files) {
      mkdirSync(dirname(join(staging, path)), { recursive: true });
      writeFileSync(join(staging, path), text, { mode });
    }
    if (!isThere) {
      renameSync(staging, target);
      return;
    }
    // The folder itself stays: it may be the one that somebody works in.
    for (const name of readdirSync(staging)) {
      renameSync(join(staging, name), join(target, name));
      placed.push(name);
    }
    rmSync(staging, { recursive: true });
  } catch (error) {
    for (const path of [staging, ...placed.map((name) => join(target, name))])
      rmSync(path, { recursive: true, force: true });
    throw error;
  }
}

function checkEmpty(directory: string): void {
  if (!statSync(directory).isDirectory())
    throw new Fault("exists", `${directory} is a file: name a folder that is empty or not there yet`);
  const found = readdirSync(directory).filter((name) => name !== ".git");
  if (found.length === 0) return;
  const some = found.slice(0, 3).join(", ");
  throw new Fault(
    "exists",
    `the folder ${directory} is not empty (${some}${found.length > 3 ? ` and ${found.length - 3} more` : ""}): name another one, or move away what is there`,
  );
}

function* filesOf({ folder, only, into = "" }: Layer, replacements: Replacements): Generator<[string, SkeletonFile]> {
  const root = installed(folder);
  for (const path of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    const file = statSync(join(root, path));
    if (!file.isFile() || only?.test(path) === false) continue;
    let text = readFileSync(join(root, path), "utf8");
    for (const [from, to] of replacements) text = text.replaceAll(from, to);
    yield [join(into, path), { text, mode: file.mode & 0o777 }];
  }
}

import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { Fault, messageOf } from "@gofer/sdk/fault";

/**
 * Makes a folder of the kernel's own, and those above it; one that is there is left as it is. Throws `invalid` where there
 * can be none. The folders are made one by one: Node 20 tries without an end to make all of them at once below /proc.
 */
export function makeFolder(path: string, remedy: string): void {
  try {
    make(path);
  } catch (error) {
    throw new Fault("invalid", `the folder ${path} cannot be made (${messageOf(error)}): ${remedy}`, { cause: error });
  }
}

function make(path: string): void {
  const there = existsSync(path) ? statSync(path) : undefined;
  if (there?.isDirectory()) return;
  if (there) throw new Error(`${path} is a file`);
  if (dirname(path) !== path) make(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Somebody else was quicker.
    if (!existsSync(path) || !statSync(path).isDirectory()) throw error;
  }
}

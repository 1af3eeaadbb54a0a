import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KeptSecrets } from "../../ports/kept-secrets.js";

/** One file a secret with mode 0600, and one beside it while the secret is being changed. */
export function openKeptSecrets(directory: string): KeptSecrets {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const pathOf = (alias: string, pointer: string) => join(directory, `${alias}${pointer.replaceAll("/", ".")}`);
  const nextOf = (alias: string, pointer: string) => `${pathOf(alias, pointer)}.next`;
  const read = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : undefined);

  return {
    get(alias, pointer, length) {
      const path = pathOf(alias, pointer);
      if (!existsSync(path)) writeAtomically(path, random(length));
      return readFileSync(path, "utf8");
    },
    find: (alias, pointer) => read(pathOf(alias, pointer)),
    findNext: (alias, pointer) => read(nextOf(alias, pointer)),
    propose(alias, pointer, value) {
      const next = value ?? random(readFileSync(pathOf(alias, pointer), "utf8").length);
      writeAtomically(nextOf(alias, pointer), next);
      return next;
    },
    confirm: (alias, pointer) => renameSync(nextOf(alias, pointer), pathOf(alias, pointer)),
    withdraw: (alias, pointer) => rmSync(nextOf(alias, pointer), { force: true }),
  };
}

const random = (length: number) => randomBytes(length).toString("base64url").slice(0, length);

function writeAtomically(path: string, content: string): void {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, content, { mode: 0o600, flush: true });
  renameSync(temporary, path);
}

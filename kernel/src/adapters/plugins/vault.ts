import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "@gofer/sdk/fault";
import type { SecretVault } from "../../ports/installations.js";

/** One file for each value, mode 0600, under a name that is never used again: a reference always means one value. */
export function openVault(directory: string): SecretVault {
  return {
    write(alias, value) {
      const file = join(directory, `${alias}.${randomBytes(8).toString("hex")}`);
      const handle = openSync(file, "wx", 0o600);
      try {
        writeSync(handle, value);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      return { file };
    },
    read(reference) {
      if ("environment" in reference) {
        const value = process.env[reference.environment];
        if (value === undefined)
          throw new Fault(
            "notFound",
            `its secret is in the kernel's environment variable ${reference.environment}, which is not set`,
          );
        return value;
      }
      try {
        return readFileSync(reference.file, "utf8").replace(/\r?\n$/, "");
      } catch {
        throw new Fault("notFound", `its secret is in ${reference.file}, which the kernel cannot read`);
      }
    },
    collect(inUse) {
      const kept = new Set(inUse.map((reference) => ("file" in reference ? reference.file : "")));
      for (const name of readdirSync(directory)) if (!kept.has(join(directory, name))) rmSync(join(directory, name));
    },
  };
}

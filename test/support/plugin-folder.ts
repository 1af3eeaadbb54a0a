import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const program = join(import.meta.dirname, "..", "fixtures", "plugins", "misbehaving.mjs");

/** Makes a plugin folder whose program misbehaves as named; the manifest is that of an honest plugin. */
export function misbehavingPlugin(
  parent: string,
  alias: string,
  behaviour: readonly string[],
  changes: Readonly<Record<string, unknown>> = {},
): string {
  const directory = join(parent, alias);
  mkdirSync(directory, { recursive: true });
  const manifest = {
    name: "misbehaving",
    version: "1.0.0",
    contracts: [{ name: "gofer.task.v1" }],
    entrypoint: { command: [process.execPath, program, ...behaviour] },
    ...changes,
  };
  writeFileSync(join(directory, "gofer-plugin.json"), JSON.stringify(manifest));
  return directory;
}

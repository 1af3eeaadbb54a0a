import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
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

/** Makes a plugin folder whose scheduler is hostile as named; the manifest is that of an honest one. */
export function hostileScheduler(parent: string, behaviour: string): string {
  const hostile = join(import.meta.dirname, "..", "fixtures", "plugins", "scheduler-hostile.mjs");
  return misbehavingPlugin(parent, behaviour, [], {
    name: "hostile",
    contracts: [{ name: "gofer.scheduler.v1" }],
    entrypoint: { command: [process.execPath, hostile, behaviour] },
  });
}

/** Makes the folder of a scheduler on host processes that runs commands beside its tasks. */
export function executingScheduler(parent: string): string {
  const executing = join(import.meta.dirname, "..", "fixtures", "plugins", "scheduler-executing.mjs");
  return misbehavingPlugin(parent, "scheduler-executing", [], {
    name: "scheduler-executing",
    contracts: [{ name: "gofer.scheduler.v1", features: ["EXEC"] }],
    entrypoint: { command: [process.execPath, executing] },
  });
}

/** A plugin folder with some of the official plugins: a test that starts kernels often starts what it needs. */
export function pluginsOnly(...names: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "gofer-plugins-"));
  for (const name of names) symlinkSync(join(import.meta.dirname, "..", "..", "plugins", name), join(folder, name));
  return folder;
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { create } from "tar";

const program = join(import.meta.dirname, "..", "fixtures", "plugins", "scheduler-versioned.mjs");

/** The manifest of one version of the scheduler in test/fixtures. */
export function versionedManifest(version: string, failure = "", changes: Readonly<Record<string, unknown>> = {}) {
  return {
    name: "scheduler-versioned",
    version,
    contracts: [{ name: "gofer.scheduler.v1" }],
    entrypoint: { command: [process.execPath, program, version, failure] },
    permissions: ["processes on this host"],
    ...changes,
  };
}

/** Packs files as npm does: one .tgz with everything in one folder. */
export async function packPlugin(file: string, manifest: unknown, files: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "gofer-pack-"));
  const all = { "gofer-plugin.json": JSON.stringify(manifest), ...files };
  for (const [name, content] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, "package", name)), { recursive: true });
    writeFileSync(join(folder, "package", name), content);
  }
  await create({ cwd: folder, file, gzip: true }, ["package"]);
  rmSync(folder, { recursive: true });
  return file;
}

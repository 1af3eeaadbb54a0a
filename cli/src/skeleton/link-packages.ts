import { mkdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { findPackage, installed } from "./installation.js";

/** What a plugin or pipeline in TypeScript imports, and the types that its compiler needs. */
const packages = ["@gofer/sdk", "zod", "pino", "@types/node"];

/**
 * Lets a folder find the packages of this installation: a link in its node_modules for each one that it does not find by itself.
 * The SDK is on no registry, and the packages beside it have to be the ones that it was made with.
 */
export function linkPackages(directory: string): void {
  for (const name of packages) {
    if (findPackage(realpathSync(directory), name) !== undefined) continue;
    const source = findPackage(installed("cli"), name);
    if (source === undefined) continue;
    const link = join(directory, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    // What is there and was not found leads to an installation that is gone.
    rmSync(link, { force: true });
    symlinkSync(realpathSync(source), link, "dir");
  }
}

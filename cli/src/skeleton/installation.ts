import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** A folder of the installation that this command line is part of: "cli/templates", "proto", "plugins/…". */
export function installed(path: string): string {
  const cli = realpathSync(dirname(require.resolve("@gofer/cli/package.json")));
  return join(dirname(cli), path);
}

/** Where a module in this folder would find a package, as Node looks for it: here and in every folder above. */
export function findPackage(from: string, name: string): string | undefined {
  const path = join(from, "node_modules", name);
  if (existsSync(join(path, "package.json"))) return path;
  const parent = dirname(from);
  return parent === from ? undefined : findPackage(parent, name);
}

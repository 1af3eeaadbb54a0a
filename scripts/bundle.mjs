// Puts each built program and what it needs into files of its own (dist/bundle): a third of the time to start, and a
// plugin's folder needs no node_modules beside it but for native modules.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { programBundle } from "../cli/dist/program-bundle.js";

const root = join(import.meta.dirname, "..");
const plugins = readdirSync(join(root, "plugins")).map((name) => `plugins/${name}`);
const programs = {
  cli: { gofer: "main" },
  kernel: { main: "main", tool: "tool" },
  ...Object.fromEntries(plugins.map((folder) => [folder, { main: "main" }])),
};

await Promise.all(
  Object.entries(programs)
    .filter(([folder]) => existsSync(join(root, folder, "dist")))
    .map(async ([folder, entries]) => {
      const dist = join(root, folder, "dist");
      const outdir = join(dist, "bundle");
      rmSync(outdir, { recursive: true, force: true });
      await build({
        entryPoints: Object.fromEntries(
          Object.entries(entries).map(([name, entry]) => [name, join(dist, `${entry}.js`)]),
        ),
        outdir,
        ...programBundle,
        external: [...programBundle.external],
        splitting: true,
        minifySyntax: true,
        logLevel: "warning",
      });
    }),
);

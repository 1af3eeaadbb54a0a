// Puts each built program and what it needs into files of its own (dist/bundle): a third of the time to start, and a
// plugin's folder needs no node_modules beside it but for native modules. What runs for long, the kernel and the
// plugins, is loaded together with compiled code (scripts/program.cjs).
import { copyFileSync, existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { programBundle } from "../cli/dist/program-bundle.js";
import { makeCodeCaches } from "./code-cache.mjs";

const root = join(import.meta.dirname, "..");
const options = {
  ...programBundle,
  external: [...programBundle.external, "node-gyp/*"],
  minifySyntax: true,
  logLevel: "warning",
};

/** An empty folder for the bundles of a package. */
function bundleFolder(dist) {
  const outdir = join(dist, "bundle");
  rmSync(outdir, { recursive: true, force: true });
  return outdir;
}

/** The command line loads only what a command needs: its parts stay apart. */
async function bundleCommandLine() {
  const dist = join(root, "cli", "dist");
  await build({
    ...options,
    entryPoints: { gofer: join(dist, "main.js") },
    outdir: bundleFolder(dist),
    splitting: true,
  });
}

async function bundlePrograms(folder, names) {
  const dist = join(root, folder, "dist");
  const outdir = bundleFolder(dist);
  // Packages that hardly any start needs are loaded when they are: each is a file of its own.
  const late = new Set();
  const loadLate = {
    name: "load-late",
    setup: ({ onResolve }) =>
      onResolve({ filter: /^[a-z]/ }, ({ path, kind, importer }) => {
        if (kind !== "dynamic-import" || !importer.startsWith(dist)) return undefined;
        late.add(path);
        return { path: `./${path}.cjs`, external: true };
      }),
  };
  const { define: _, banner: __, ...shared } = options;
  const asCommonJs = { ...shared, outdir, format: "cjs", outExtension: { ".js": ".cjs" } };
  await build({
    ...asCommonJs,
    entryPoints: Object.fromEntries(names.map((name) => [name, join(dist, `${name}.js`)])),
    plugins: [loadLate],
    supported: { "dynamic-import": false },
    define: { "import.meta.url": "__url" },
    banner: { js: 'const __url = require("node:url").pathToFileURL(__filename).href;' },
  });
  if (late.size > 0) await build({ ...asCommonJs, entryPoints: [...late].map((name) => ({ in: name, out: name })) });
  for (const name of names) copyFileSync(join(root, "scripts", "program.cjs"), join(outdir, `${name}.js`));
  writeFileSync(join(outdir, "package.json"), '{ "type": "commonjs" }\n');
}

const plugins = readdirSync(join(root, "plugins"))
  .map((name) => `plugins/${name}`)
  .filter((folder) => existsSync(join(root, folder, "dist")));
await Promise.all([
  bundleCommandLine(),
  bundlePrograms("kernel", ["main", "tool"]),
  ...plugins.map((folder) => bundlePrograms(folder, ["main"])),
]);
await makeCodeCaches(root, plugins);

/** How esbuild puts a program of Node and all that it imports into files of their own, so that they need no node_modules. */
export const programBundle = {
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  // Native modules, what finds files of its own beside it, and what grpc-js loads only for services that nobody serves.
  external: ["esbuild", "better-sqlite3", "cpu-features", "*.node", "@grpc/proto-loader"],
  // What was CommonJS knows its folder, and requires Node's own modules.
  define: { __dirname: "import.meta.dirname", __filename: "import.meta.filename" },
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
} as const;

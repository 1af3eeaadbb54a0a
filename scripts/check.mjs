// npm run check: is the work good? Every step runs, one line each; a failed one shows its output.
import { spawnSync } from "node:child_process";
import { prepare, root } from "./prepare.mjs";

const steps = {
  "generated code is current": ["scripts/generate.mjs", "--check"],
  types: ["node_modules/typescript/bin/tsc", "-b"],
  "generated docs are current": ["scripts/reference.mjs", "--check"],
  "types of tests": ["node_modules/typescript/bin/tsc", "-p", "test"],
  format: ["node_modules/@biomejs/biome/bin/biome", "ci", "--colors=off", "--max-diagnostics=20", "."],
  lint: [
    "node_modules/eslint/bin/eslint.js",
    ".",
    "--max-warnings",
    "0",
    "--cache",
    "--cache-location",
    "node_modules/.cache/eslint/",
  ],
  layers: [
    "node_modules/dependency-cruiser/bin/dependency-cruise.mjs",
    "kernel/src",
    "cli/src",
    "plugins",
    "sdk",
    "proto/src",
  ],
  "dead code": ["node_modules/knip/bin/knip.js"],
  "contract (buf lint)": ["node_modules/@bufbuild/buf/bin/buf", "lint"],
  // Against what was released last: within a major nothing breaks (docs/plugins/versioning.md).
  "contract breaks nothing": ["node_modules/@bufbuild/buf/bin/buf", "breaking", "--against", "proto/released.binpb"],
  "contract format": ["node_modules/@bufbuild/buf/bin/buf", "format", "--diff", "--exit-code"],
};

/** A step that looked at nothing has proven nothing: a broken resolver makes the layers look clean. */
const proof = { layers: /\((\d{2,}) modules/ };

prepare();
let failed = 0;
for (const [name, parameters] of Object.entries(steps)) {
  const { status, stdout, stderr } = spawnSync(process.execPath, parameters, { cwd: root, encoding: "utf8" });
  const good = status === 0 && (proof[name]?.test(stdout) ?? true);
  process.stdout.write(`${good ? "ok  " : "FAIL"} ${name}\n`);
  if (!good) {
    failed++;
    process.stdout.write(`${stdout}${stderr}`);
  }
}
process.exit(failed === 0 ? 0 : 1);

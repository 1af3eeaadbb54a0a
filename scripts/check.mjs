// npm run check: is the work good? Every step runs, one line each; a failed one shows its output.
import { spawnSync } from "node:child_process";
import { prepare, root } from "./prepare.mjs";

const steps = {
  "generated code is current": ["scripts/generate.mjs", "--check"],
  types: ["node_modules/typescript/bin/tsc", "-b"],
  "contract (buf lint)": ["node_modules/@bufbuild/buf/bin/buf", "lint"],
  "contract format": ["node_modules/@bufbuild/buf/bin/buf", "format", "--diff", "--exit-code"],
};

prepare();
let failed = 0;
for (const [name, parameters] of Object.entries(steps)) {
  const { status, stdout, stderr } = spawnSync(process.execPath, parameters, { cwd: root, encoding: "utf8" });
  process.stdout.write(`${status === 0 ? "ok  " : "FAIL"} ${name}\n`);
  if (status !== 0) {
    failed++;
    process.stdout.write(`${stdout}${stderr}`);
  }
}
process.exit(failed === 0 ? 0 : 1);

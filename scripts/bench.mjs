// npm run bench: builds, and measures; arguments go to bench/src/main.ts (--suite, --rounds, --scale, --json).
import { spawnSync } from "node:child_process";
import { prepare, root } from "./prepare.mjs";

prepare();
const { status } = spawnSync(process.execPath, ["bench/dist/main.js", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
process.exit(status ?? 1);

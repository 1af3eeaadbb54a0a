// npm run bench: builds, and measures; arguments go to bench/src/main.ts (--suite, --rounds, --scale, --json).
import { spawnSync } from "node:child_process";
import { engineAnswers, makeImages } from "./docker-engine.mjs";
import { prepare, root } from "./prepare.mjs";

prepare();
// The suite on Docker is left out where no engine answers; its image is made here.
const docker = await engineAnswers();
if (docker) await makeImages("/var/run/docker.sock", "gofer-bench:1");
const { status } = spawnSync(process.execPath, ["bench/dist/main.js", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, GOFER_BENCH_DOCKER: docker ? "1" : "" },
});
process.exit(status ?? 1);

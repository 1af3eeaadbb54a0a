// npm run demo [-- --engine docker]: starts a kernel in a temporary folder, registers the example pipeline, runs it,
// shows its tree and output, and stops everything it started. Without an engine tasks are processes of this machine.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { engineAnswers, provideImages } from "./docker-engine.mjs";
import { prepare, root } from "./prepare.mjs";

const { engine } = parseArgs({ options: { engine: { type: "string", default: "process" } } }).values;
prepare();
if (engine === "docker") {
  const socket = "/var/run/docker.sock";
  if (!(await engineAnswers(socket))) {
    process.stderr.write(
      `no Docker engine answers at ${socket}: start one, or let one be started for the demo:\n` +
        "  node scripts/docker-engine.mjs run -- npm run demo -- --engine docker\n",
    );
    process.exit(8);
  }
  await provideImages(socket, "alpine:3.20");
}
const data = mkdtempSync(join(tmpdir(), "gofer-demo-"));
const environment = {
  ...process.env,
  GOFER_DATA_DIR: data,
  GOFER_SCHEDULER_ENGINE: engine,
  GOFER_SERVER_HOST: "127.0.0.1:0",
  GOFER_EXTERNAL_EVENTS_API_HOST: "127.0.0.1:0",
  GOFER_LOG_LEVEL: "warn",
};
delete environment.GOFER_CLI_HOST;
const cli = join(root, "cli", "bin", "gofer.mjs");
const gofer = (...words) => {
  process.stdout.write(`\n$ gofer ${words.join(" ")}\n`);
  const { status } = spawnSync(process.execPath, [cli, ...words], {
    cwd: root,
    env: environment,
    stdio: ["ignore", "inherit", "inherit"],
  });
  return status ?? 1;
};

process.stdout.write("$ gofer service start\n");
const kernel = spawn(process.execPath, [cli, "service", "start"], {
  env: environment,
  stdio: ["ignore", "inherit", "inherit"],
});
const ended = once(kernel, "exit").then(([code]) =>
  Promise.reject(new Error(`the kernel ended with exit code ${code}`)),
);
let code = 1;
try {
  const announcement = join(data, "kernel.json");
  const watcher = watch(data);
  while (!existsSync(announcement)) await Promise.race([once(watcher, "change"), ended]);
  watcher.close();
  process.stdout.write(`the kernel is at ${JSON.parse(readFileSync(announcement, "utf8")).address}\n`);
  code =
    gofer("pipeline", "create", "examples/pipelines/hello") ||
    gofer("run", "start", "hello", "--watch") ||
    gofer("run", "logs", "hello") ||
    gofer("run", "get", "hello");
} finally {
  ended.catch(() => undefined);
  kernel.kill("SIGTERM");
  if (kernel.exitCode === null) await once(kernel, "exit");
  rmSync(data, { recursive: true, force: true });
}
process.stdout.write(
  code === 0 ? "\nThat was Gofer. The README goes on from here.\n" : "\nThe demo failed: see above.\n",
);
process.exit(code);

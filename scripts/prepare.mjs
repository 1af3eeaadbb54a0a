// Installs and builds when that has not been done: what the two commands of the README need first.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

// Headers that came with Node: with them nothing has to be fetched to compile SQLite.
const prefix = dirname(dirname(process.execPath));
const headers = existsSync(`${prefix}/include/node/node.h`) ? { npm_config_nodedir: prefix } : {};

/** Runs a command with its output on standard error; ends the program when it fails. */
export function run(program, ...parameters) {
  const env = { ...headers, ...process.env };
  const { status } = spawnSync(program, parameters, { cwd: root, stdio: ["ignore", 2, 2], env });
  if (status !== 0) process.exit(status ?? 1);
}

export function prepare() {
  const say = (what) => process.stderr.write(`${what}\n`);
  if (!existsSync(`${root}/node_modules/typescript`)) {
    say("installing packages: some minutes the first time");
    run("npm", "ci", "--no-fund", "--no-audit");
  }
  say("building");
  run(process.execPath, "node_modules/typescript/bin/tsc", "-b");
  run(process.execPath, "scripts/bundle.mjs");
}

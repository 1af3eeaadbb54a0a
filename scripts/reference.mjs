// Writes the pages of docs/ that come from tables in the code. With --check it only compares. Needs a build.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { prepare, root } from "./prepare.mjs";

const check = process.argv.includes("--check");
if (!check) prepare();
const { referencePage } = await import("../kernel/dist/config/describe.js");
const { commands } = await import("../cli/dist/commands/index.js");
const { commandPage } = await import("../cli/dist/reference.js");
const pages = { "docs/configuration.md": referencePage(), "docs/cli.md": commandPage(commands) };

let outdated = 0;
for (const [name, text] of Object.entries(pages)) {
  const path = join(root, name);
  if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
  if (!check) writeFileSync(path, text);
  else {
    outdated++;
    process.stderr.write(`${name} is out of date: run npm run generate\n`);
  }
}
process.exit(outdated === 0 ? 0 : 1);

#!/usr/bin/env node
import { statSync } from "node:fs";

/** When a file changed; never, when it is not there. */
const changed = (path) => statSync(new URL(path, import.meta.url), { throwIfNoEntry: false })?.mtimeMs ?? 0;

// The bundle starts faster. One that is older than the last build of what is in it would be yesterday's program.
const bundle = "../dist/bundle/gofer.js";
const builds = [
  "../tsconfig.tsbuildinfo",
  "../../sdk/typescript/tsconfig.tsbuildinfo",
  "../../proto/dist/tsconfig.tsbuildinfo",
];
const isCurrent = builds.every((build) => changed(bundle) > changed(build));
await import(isCurrent ? bundle : "../dist/main.js");

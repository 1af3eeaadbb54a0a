// npm test: installs, builds, runs all tests, and closes with a line "N passed, N failed".
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepare, root } from "./prepare.mjs";

prepare();
const folder = mkdtempSync(join(tmpdir(), "gofer-test-"));
const report = join(folder, "report.json");
const { status } = spawnSync(
  process.execPath,
  [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile=${report}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: ["ignore", "inherit", "inherit"] },
);
const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, "utf8"));
rmSync(folder, { recursive: true });
const failed = Math.max(numFailedTests, status === 0 ? 0 : Math.max(1, numFailedTestSuites ? 1 : 0));
process.stdout.write(`${numPassedTests} passed, ${failed} failed\n`);
process.exit(failed > 0 || numPassedTests === 0 ? 1 : 0);

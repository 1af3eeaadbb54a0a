import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Script } from "node:vm";
import { expect, onTestFinished, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const long = ["kernel", ...readdirSync(join(root, "plugins")).map((name) => join("plugins", name))];

test("kernel and every plugin have compiled code that this version of Node takes", () => {
  for (const folder of long) {
    const filename = join(root, folder, "dist", "bundle", "main.cjs");
    const cachedData = readFileSync(`${filename}.cache`);
    const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(filename, "latin1")}\n})`;
    const { cachedDataRejected } = new Script(source, { filename, cachedData });
    expect({ folder, cachedDataRejected }).toEqual({ folder, cachedDataRejected: false });
  }
});

test("a program runs without compiled code, with it, and with what is none", { timeout: 20_000 }, () => {
  const directory = mkdtempSync(join(tmpdir(), "gofer-program-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const program = join(directory, "main.js");
  const cache = join(directory, "main.cjs.cache");
  copyFileSync(join(root, "scripts", "program.cjs"), program);
  writeFileSync(join(directory, "main.cjs"), `process.stdout.write(require("node:path").basename(__filename));`);
  const run = (environment: NodeJS.ProcessEnv = {}) =>
    execFileSync(process.execPath, [program], { env: { ...process.env, ...environment } }).toString();

  expect([run(), existsSync(cache)]).toEqual(["main.cjs", false]);
  expect([run({ MAKE_CODE_CACHE: "1" }), existsSync(cache)]).toEqual(["main.cjs", true]);
  expect(run()).toBe("main.cjs");
  for (const wrong of ["", "not compiled code at all"]) {
    writeFileSync(cache, wrong);
    expect(run()).toBe("main.cjs");
  }
});

// Runs the program beside this file (main.js runs main.cjs), with code that was compiled when it was bundled: to compile
// it takes a third of the time of a start. Another version of Node than the bundle was made with compiles it itself.
const { readFileSync, renameSync, writeFileSync } = require("node:fs");
const { Script } = require("node:vm");

const filename = __filename.replace(/\.js$/, ".cjs");
const cache = `${filename}.cache`;

function readCache() {
  try {
    return readFileSync(cache);
  } catch {
    return undefined;
  }
}

// The bundler writes ASCII alone, which is read fastest like this.
const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(filename, "latin1")}\n})`;
const script = new Script(source, { filename, cachedData: readCache() });
if (process.env.MAKE_CODE_CACHE === "1") {
  // At the end, because it holds what was compiled up to then.
  process.on("exit", () => {
    writeFileSync(`${cache}.new`, script.createCachedData());
    renameSync(`${cache}.new`, cache);
  });
}
script.runInThisContext().call(exports, exports, require, module, filename, __dirname);

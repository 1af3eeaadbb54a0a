import { execFileSync } from "node:child_process";

/**
 * True when a toolchain is there, which a command that needs all of it finds out. Where it is not, the tests
 * that need it say so loudly and are left out; with GOFER_TEST_TOOLCHAINS=required they fail instead.
 */
export function hasToolchain(name: string, program: string, ...parameters: string[]): boolean {
  try {
    execFileSync(program, parameters, { stdio: "pipe" });
    return true;
  } catch (error) {
    if (process.env["GOFER_TEST_TOOLCHAINS"] === "required")
      throw new Error(`${name} is required and does not work here`, { cause: error });
    process.stderr.write(`\n!!! ${name} is not installed: the tests of plugins in that language are LEFT OUT\n\n`);
    return false;
  }
}

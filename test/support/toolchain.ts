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

/** What plugins in Go are built with: examples/plugins/store-files-go/build.sh. */
export const hasGo = (): boolean =>
  hasToolchain(
    ...(["Go with go-plugin", "sh", "-c"] as const),
    "go version && command -v protoc protoc-gen-go && ls /usr/share/gocode/src/github.com/hashicorp/go-plugin",
  );

/** What plugins in Python are built with and run on: examples/plugins/trigger-file-python/build.sh. */
export const hasPython = (): boolean =>
  hasToolchain("Python with grpcio", "/usr/bin/python3", "-c", "import grpc, grpc_tools.protoc, cryptography");

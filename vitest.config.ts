import { defineConfig } from "vitest/config";

const conditions = ["source"];
const exclude = ["**/node_modules/**", "**/dist/**"];
// It takes many minutes: GOFER_TEST_LONG=1 runs it too.
const long = ["test/e2e/planted-defects.test.ts"];
const shared = { resolve: { conditions }, ssr: { resolve: { conditions } } };

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: "unit",
          include: ["**/src/**/*.test.ts", "test/architecture/**/*.test.ts", "test/chaos/checker.test.ts"],
          exclude,
          setupFiles: ["test/support/property-seed.ts"],
          testTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts", "test/chaos/chaos.test.ts"],
          exclude: process.env["GOFER_TEST_LONG"] ? exclude : [...exclude, ...long],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          // Real processes on a busy machine: what needs a second try is told as such by the reporter.
          retry: 2,
        },
      },
    ],
  },
});

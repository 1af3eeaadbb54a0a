import { defineConfig } from "vitest/config";

const conditions = ["source"];
const exclude = ["**/node_modules/**", "**/dist/**"];
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
          testTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts", "test/chaos/chaos.test.ts"],
          exclude,
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});

import { expect, test } from "vitest";
import { findRun } from "./run-ref.js";

const context = { namespace: "default", kernel: { listRuns: async () => ({ runs: [], nextPageToken: "" }) } };

test.each([
  ["@latest", "gofer run start nightly"],
  ["@failed", "gofer run list nightly"],
])("where there is no run %s, the message says what to type", async (run, remedy) => {
  await expect(findRun(context, "nightly", run)).rejects.toThrow(remedy);
});

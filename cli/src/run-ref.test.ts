import { expect, test } from "vitest";
import { findRun } from "./run-ref.js";

const context = { namespace: "default", kernel: { listRuns: async () => ({ runs: [], nextPageToken: "" }) } };

test.each([
  ["@latest", "gofer run start nightly"],
  ["@failed", "gofer run list nightly"],
])("where there is no run %s, the message says what to type", async (run, remedy) => {
  await expect(findRun(context, "nightly", run)).rejects.toThrow(remedy);
});

test("a number that no run can have is none of its runs, and is not sent as another one", async () => {
  await expect(findRun(context, "nightly", "99999999999999999999")).rejects.toThrow(
    'pipeline "nightly" has no run 99999999999999999999',
  );
});

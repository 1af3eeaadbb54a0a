import { expect, test } from "vitest";
import { createReasonTeller } from "./reason-teller.js";

const queued = (message: string) => ({ kind: "REASON_KIND_QUEUED", message }) as const;
const pulling = (message: string) => ({ kind: "REASON_KIND_PULLING_IMAGE", message }) as const;

test("a reason is news once, and again when there was another one", () => {
  const isNews = createReasonTeller(() => 0);
  expect(isNews("run", null)).toBe(false);
  expect(isNews("run", queued("slot of run 1"))).toBe(true);
  expect(isNews("run", queued("slot of run 1"))).toBe(false);
  expect(isNews("run", null)).toBe(false);
  expect(isNews("run", queued("slot of run 1"))).toBe(false);
  expect(isNews("run", queued("slot of run 2"))).toBe(true);
  expect(isNews("run", queued("slot of run 1"))).toBe(true);
  expect(isNews("task", queued("slot of run 1"))).toBe(true);
});

test("the progress of a pull is news every ten seconds", () => {
  let nowMs = 0;
  const isNews = createReasonTeller(() => nowMs);
  expect(isNews("run", pulling("1 of 9 MB"))).toBe(true);
  nowMs = 9_999;
  expect(isNews("run", pulling("2 of 9 MB"))).toBe(false);
  expect(isNews("run", queued("registry is away"))).toBe(true);
  expect(isNews("run", pulling("2 of 9 MB"))).toBe(false);
  nowMs = 10_000;
  expect(isNews("run", pulling("3 of 9 MB"))).toBe(true);
});

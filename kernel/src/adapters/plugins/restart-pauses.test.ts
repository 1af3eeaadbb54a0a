import { describe, expect, it } from "vitest";
import { RestartPauses } from "./restart-pauses.js";
import { defaultTiming } from "./timing.js";

const timing = { ...defaultTiming, firstPauseMs: 1000, longestPauseMs: 4000, goodLifeMs: 60_000 };

/** Asserts that a pause is between half of a length and the whole of it. */
function expectJittered(pauseMs: number, fullMs: number) {
  expect(pauseMs).toBeGreaterThanOrEqual(fullMs / 2);
  expect(pauseMs).toBeLessThanOrEqual(fullMs);
}

describe("pauses before a plugin is started again", () => {
  it("double up to the longest, and start again after a good life", () => {
    const pauses = new RestartPauses({ ...timing, crashLoopFailures: 100 }, { loops: true });
    for (const fullMs of [1000, 2000, 4000, 4000]) expectJittered(pauses.next(0, 10).pauseMs, fullMs);
    expectJittered(pauses.next(0, 60_001).pauseMs, 1000);
    expectJittered(pauses.next(0, 10).pauseMs, 2000);
  });

  it("are a crash loop's when more failures than allowed are inside the window, and only then", () => {
    const limits = { crashLoopFailures: 2, crashLoopWindowMs: 10_000, crashLoopPauseMs: 300_000 };
    const pauses = new RestartPauses({ ...timing, ...limits }, { loops: true });
    expect(pauses.next(0, 10).crashLoop).toBeUndefined();
    expect(pauses.next(4000, 10).crashLoop).toBeUndefined();
    expect(pauses.next(8000, 10)).toEqual({ pauseMs: 300_000, crashLoop: 3 });
    // The first two have left the window.
    expect(pauses.next(14_001, 10).crashLoop).toBeUndefined();
  });

  it("never become a crash loop for what is only called", () => {
    const pauses = new RestartPauses({ ...timing, crashLoopFailures: 1 }, { loops: false });
    for (let i = 0; i < 10; i++) expect(pauses.next(i, 10).crashLoop).toBeUndefined();
  });
});

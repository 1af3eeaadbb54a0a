import { expect, test } from "vitest";
import * as z from "zod";
import { durationParameter, formatDuration, momentParameter, parseParameters } from "./parameters.js";

const schema = z.strictObject({
  every: durationParameter({ minMs: 1000 }),
  start: momentParameter().optional(),
  repository: z.string().optional(),
});

test("B40: keys are the same in whatever case they are written", () => {
  for (const key of ["every", "EVERY", "Every"]) {
    expect(parseParameters(schema, { [key]: "1m30s" })).toEqual({ parameters: { every: 90_000 } });
  }
});

test("all problems are told at once, with the parameter and the remedy", () => {
  expect(parseParameters(schema, { evry: "5m", START: "tomorrow", start: "2026-01-01T00:00:00Z", zzz: "1" })).toEqual({
    violations: [
      "evry: there is no such parameter: did you mean every?",
      "start: it is given twice, in different spelling: keep one",
      "zzz: there is no such parameter: known are every, start, repository",
      expect.stringMatching(/^every: /),
      'start: "tomorrow" is not a moment with a time zone: write for example "2026-03-01T08:00:00+01:00"',
    ],
  });
  expect(parseParameters(schema, { every: "5 minutes" }).violations).toEqual([
    'every: "5 minutes" is not a duration: write for example "90s", "5m" or "1h30m"',
  ]);
  expect(parseParameters(schema, { every: "10ms" }).violations).toEqual(['every: "10ms" is shorter than 1s']);
});

test("a reference that is not resolved yet is nothing to complain about", () => {
  expect(parseParameters(schema, { every: "pipeline_secret{{pace}}" })).toEqual({ violations: [] });
  expect(parseParameters(schema, { every: "\\{{5m" }).violations).toHaveLength(1);
});

test("durations are written as Go writes them", () => {
  expect([250, 1000, 90_000, 3_600_000, 5_400_500].map(formatDuration)).toEqual([
    "250ms",
    "1s",
    "1m30s",
    "1h0m0s",
    "1h30m0.5s",
  ]);
});

import { callInProcess, ManualClock, openScheduleTrigger, TriggerConnection } from "@gofer/sdk/trigger";
import { expect, test } from "vitest";
import { intervals } from "./interval.js";

const startMs = Date.UTC(2026, 0, 1);
const minute = 60_000;
const signal = new AbortController().signal;

const subscription = (parameters: Record<string, string>, more: { id?: string; lastExpectedAtMs?: number } = {}) => ({
  ...{ id: "s", namespace: "default", pipelineId: "p", label: "l", createdAtMs: startMs, lastExpectedAtMs: 0 },
  parameters,
  ...more,
});

function open(minMs = 1000) {
  const clock = new ManualClock(startMs);
  const { trigger } = openScheduleTrigger(intervals(minMs), { signal, clock });
  const call = callInProcess(signal);
  const validate = async (parameters: Record<string, string>) => {
    const request = { subscription: subscription(parameters) };
    return (await trigger.validateSubscription(request, call)).violations;
  };
  const previewed = async (parameters: Record<string, string>) => {
    const request = { subscription: subscription(parameters), afterMs: startMs, count: 3 };
    return (await trigger.previewSchedule(request, call)).timesMs?.map((time) => Number(time) - startMs);
  };
  return { clock, trigger, validate, previewed, connect: () => new TriggerConnection({ trigger }) };
}

const expectedTimes = ({ firings }: TriggerConnection) =>
  firings.map((firing) => Number(firing.expectedAtMs) - startMs);

test("it fires at every interval after the making of the subscription, and tells the next one", async () => {
  const { clock, connect } = open();
  await using kernel = connect();
  kernel.want([subscription({ every: "5m", overlap: "cancel_previous" })]);
  await kernel.until(({ statuses }) => statuses.length === 1);
  expect(kernel.statuses[0]).toMatchObject({ state: "STATE_ACTIVE", nextAtMs: startMs + 5 * minute });
  clock.advance(5 * minute);
  await kernel.until(({ firings }) => firings.length === 1);
  expect(kernel.firings[0]).toMatchObject({
    ...{ subscriptionId: "s", eventId: "2026-01-01T00:05:00.000Z", overlap: "OVERLAP_CANCEL_PREVIOUS" },
    ...{ occurredAtMs: startMs + 5 * minute, expectedAtMs: startMs + 5 * minute, details: "every 5m0s" },
  });
  kernel.ack(kernel.firings[0] ?? {});
  await kernel.until(({ statuses }) => statuses.length === 2);
  expect(kernel.statuses[1]).toMatchObject({ nextAtMs: startMs + 10 * minute });
});

test("B42: the administrator's shortest interval is kept, and the refusal says who allows what", async () => {
  const { validate } = open(5 * minute);
  expect(await validate({ every: "1m" })).toEqual([
    "every: 1m0s is shorter than the 5m0s that the administrator allows (min_duration)",
  ]);
  expect(await validate({ EVERY: "5m" })).toEqual([]);
});

test("validation tells all problems of a subscription", async () => {
  const { validate } = open();
  expect(await validate({ evry: "5m", misfire: "always", overlap: "maybe", jitter: "soon" })).toEqual([
    "evry: there is no such parameter: did you mean every?",
    expect.stringMatching(/^every: /),
    'misfire: "always" is not skip, once, or all(n) with n from 1 to 1000',
    expect.stringMatching(/^overlap: .*"allow"\|"skip"\|"queue"\|"cancel_previous"/),
    'jitter: "soon" is not a duration: write for example "90s", "5m" or "1h30m"',
  ]);
  expect(await validate({ every: "5m", start: "2026-02-01T00:00:00Z", end: "2026-01-01T00:00:00Z" })).toEqual([
    "end: it is before start",
  ]);
});

test("start and end are bounds, and times count from the start", async () => {
  const { previewed, clock, connect } = open();
  const bounds = { start: "2026-01-01T01:00:30Z", end: "2026-01-01T01:10:30Z" };
  expect(await previewed({ every: "5m", ...bounds })).toEqual([60.5, 65.5, 70.5].map((minutes) => minutes * minute));
  expect(await previewed({ every: "7m", ...bounds })).toEqual([60.5, 67.5].map((minutes) => minutes * minute));

  await using kernel = connect();
  kernel.want([subscription({ every: "7m", ...bounds })]);
  for (const count of [1, 2]) {
    clock.advance(2 * 60 * minute);
    await kernel.until(({ firings, verdicts }) => firings.length + verdicts.length >= count);
    for (const firing of kernel.firings) kernel.ack(firing);
  }
  await kernel.until(({ statuses }) => statuses.at(-1)?.state === "STATE_FINISHED");
});

test("jitter delays a subscription by its own constant share; the expected time stays what it is", async () => {
  const { clock, connect } = open();
  await using kernel = connect();
  const wanted = ["a", "b", "c"].map((id) => subscription({ every: "1h", jitter: "10m" }, { id }));
  kernel.want(wanted);
  clock.advance(60 * minute - 1);
  expect(kernel.firings).toEqual([]);
  for (let passed = 0; passed <= 10; passed++) {
    clock.advance(minute);
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  }
  await kernel.until(({ firings }) => firings.length === 3);
  expect(expectedTimes(kernel)).toEqual([60 * minute, 60 * minute, 60 * minute]);
  const delays = kernel.firings.map(({ dueAtMs, expectedAtMs }) => Number(dueAtMs) - Number(expectedAtMs));
  expect(new Set(delays).size).toBe(3);
  expect(Math.max(...delays)).toBeLessThan(10 * minute);
  for (const { occurredAtMs, dueAtMs } of kernel.firings)
    expect(Number(occurredAtMs)).toBeGreaterThanOrEqual(Number(dueAtMs));
});

test.each([
  { misfire: "skip", fired: [], skipped: 0, missed: 72 },
  { misfire: "once", fired: [72], skipped: 71, missed: 0 },
  { misfire: "all(2)", fired: [71, 72], skipped: 0, missed: 70 },
  { misfire: "all(1000)", fired: Array.from({ length: 72 }, (_, index) => index + 1), skipped: 0, missed: 0 },
])("three days down with misfire $misfire", async ({ misfire, fired, skipped, missed }) => {
  const { clock, connect } = open();
  clock.jump(3 * 24 * 60 * minute + 5 * minute);
  await using kernel = connect();
  kernel.want([subscription({ every: "1h", misfire })]);
  await kernel.until(({ verdicts }) => verdicts.length === skipped + missed);
  for (let count = 1; count <= fired.length; count++) {
    await kernel.until(({ firings }) => firings.length === count);
    kernel.ack(kernel.firings[count - 1] ?? {});
  }
  expect(expectedTimes(kernel)).toEqual(fired.map((hours) => hours * 60 * minute));
  const kinds = kernel.verdicts.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === "KIND_SKIPPED")).toHaveLength(skipped);
  expect(kinds.filter((kind) => kind === "KIND_MISSED")).toHaveLength(missed);
});

test("nothing is said about a later time while a firing is not acknowledged", async () => {
  const { clock, connect } = open();
  await using kernel = connect();
  kernel.want([subscription({ every: "1m" })]);
  clock.advance(minute);
  await kernel.until(({ firings }) => firings.length === 1);
  clock.advance(5 * minute + 10_000);
  kernel.want([subscription({ every: "1m" }), subscription({ every: "1m" }, { id: "other" })]);
  await kernel.until(({ verdicts }) => verdicts.length === 5);
  expect(kernel.verdicts.every(({ subscriptionId }) => subscriptionId === "other")).toBe(true);
  kernel.ack(kernel.firings[0] ?? {});
  await kernel.until(({ firings }) => firings.filter(({ subscriptionId }) => subscriptionId === "s").length === 2);
  const own = kernel.firings.filter(({ subscriptionId }) => subscriptionId === "s");
  expect(own.map(({ expectedAtMs }) => Number(expectedAtMs) - startMs)).toEqual([minute, 6 * minute]);
});

test("a plugin that begins again goes on behind the latest verdict that the kernel has", async () => {
  const { clock, connect } = open();
  clock.jump(10 * minute + 1000);
  await using kernel = connect();
  kernel.want([subscription({ every: "1m", misfire: "all(100)" }, { lastExpectedAtMs: startMs + 8 * minute })]);
  await kernel.until(({ firings }) => firings.length === 1);
  kernel.ack(kernel.firings[0] ?? {});
  await kernel.until(({ firings }) => firings.length === 2);
  expect(expectedTimes(kernel)).toEqual([9 * minute, 10 * minute]);
});

test("a clock that went back fires nothing twice, and the status says why it is silent", async () => {
  const { clock, connect } = open();
  await using kernel = connect();
  clock.jump(-60 * minute);
  kernel.want([subscription({ every: "1m" }, { lastExpectedAtMs: startMs + 5 * minute })]);
  await kernel.until(({ statuses }) => statuses.length === 1);
  expect(kernel.statuses[0]?.message).toMatch(/^the clock is behind the latest decided fire \(2026-01-01T00:05:00/);
  clock.advance(65 * minute);
  kernel.want([subscription({ every: "1m" }, { lastExpectedAtMs: startMs + 5 * minute })]);
  clock.advance(minute);
  await kernel.until(({ firings }) => firings.length === 1);
  expect(expectedTimes(kernel)).toEqual([6 * minute]);
});

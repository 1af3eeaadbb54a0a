import { expect, test } from "vitest";
import { parseExpression } from "./expression.js";
import { createSchedules } from "./schedules.js";

test.each([
  ["0 1 25 12 * *", "0 1 25 12 * *", "every"],
  ["0 9 * * MON-fri", "0 9 * * 1-5 *", "either"],
  ["*/15 0-12/2,23 1 jan,7 0 2026-2030/2", "*/15 0-12/2,23 1 1,7 0 2026-2030/2", "every"],
  ["@Daily", "0 0 * * * *", "either"],
])("%s", (text, fields, days) => {
  expect(parseExpression(text).expression).toEqual({ fields, days });
});

test("all problems of an expression are told, with the field and the remedy", () => {
  expect(parseExpression("61 5-2 L FEBR 5/2 1969").problems).toEqual([
    'minute "61": "61" is not a number from 0 to 59',
    'hour "5-2": the range "5-2" goes backwards: write 5-23,0-2',
    'day of month "L": "L" is not a number from 1 to 31',
    'month "FEBR": "FEBR" is not a number from 1 to 12, or a name like JAN',
    'day of week "5/2": a step needs a range: write 5-7/2',
    'year "1969": "1969" is not a number from 1970 to 2100',
  ]);
  expect(parseExpression("* * *").problems?.[0]).toMatch(/^it has 3 fields: /);
  expect(parseExpression("@fortnightly").problems?.[0]).toMatch(/^@fortnightly is none of @yearly/);
  expect(parseExpression("*/0 * * * *").problems).toEqual(['minute "*/0": the step 0 is not between 1 and 59']);
});

function times(expression: string, timezone: string, after: string, count: number): string[] {
  const { parameters, schedule } = createSchedules();
  const plan = schedule(parameters.safeParse({ expression, timezone }).data ?? fail(), { createdAtMs: 0 });
  const found: string[] = [];
  for (let at = Date.parse(after); found.length < count; ) {
    const next = plan.schedule.next(at);
    if (next === undefined) break;
    found.push(new Date(next).toISOString());
    at = next;
  }
  return found;
}

function fail(): never {
  throw new Error("the parameters are not valid");
}

test("a fixed time in the gap of spring runs when the gap is over, and once in the hour that comes twice", () => {
  expect(times("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 2)).toEqual([
    "2026-03-29T01:00:00.000Z",
    "2026-03-30T00:30:00.000Z",
  ]);
  expect(times("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2)).toEqual([
    "2026-10-25T00:30:00.000Z",
    "2026-10-26T01:30:00.000Z",
  ]);
});

test("a wildcard runs in both passes of the hour that comes twice", () => {
  expect(times("*/30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 4)).toEqual([
    "2026-10-25T00:00:00.000Z",
    "2026-10-25T00:30:00.000Z",
    "2026-10-25T01:00:00.000Z",
    "2026-10-25T01:30:00.000Z",
  ]);
});

test("the sixth field is the year, and a schedule ends with it", () => {
  expect(times("0 1 25 12 * 2026-2027", "UTC", "2026-01-01T00:00:00Z", 5)).toEqual([
    "2026-12-25T01:00:00.000Z",
    "2027-12-25T01:00:00.000Z",
  ]);
  expect(times("0 0 30 2 * *", "UTC", "2026-01-01T00:00:00Z", 1)).toEqual([]);
});

test("with both days given, five fields mean either and six mean every", () => {
  expect(times("0 0 13 * FRI", "UTC", "2026-03-01T00:00:00Z", 3).map((time) => time.slice(0, 10))).toEqual([
    "2026-03-06",
    "2026-03-13",
    "2026-03-20",
  ]);
  expect(times("0 0 13 * FRI *", "UTC", "2026-03-14T00:00:00Z", 1)).toEqual(["2026-11-13T00:00:00.000Z"]);
});

import { scheduleParameters } from "@gofer/sdk/trigger";
import * as z from "zod";
import { parseExpression } from "./expression.js";

export const Config = z.strictObject({});

export const Parameters = z.strictObject({
  expression: z
    .string()
    .transform((text, context) => {
      const parsed = parseExpression(text);
      if (parsed.expression) return parsed.expression;
      for (const problem of parsed.problems) context.addIssue(problem);
      return z.NEVER;
    })
    .describe("minute hour day-of-month month day-of-week [year]: when it fires."),
  timezone: z
    .string()
    .default("UTC")
    .refine(isTimeZone, {
      error: ({ input }) => `${JSON.stringify(input)} is not an IANA time zone like "Europe/Berlin"`,
    })
    .describe("IANA name of the time zone of the expression."),
  ...scheduleParameters,
});

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

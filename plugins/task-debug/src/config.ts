import { durationParameter } from "@gofer/sdk/task";
import * as z from "zod";

const longestWaitMs = 24 * 3600_000;

export const Config = z.strictObject({
  filter: z
    .boolean()
    .default(false)
    .describe('Leaves out variables whose names contain "key", "token", "secret" or "password", for all pipelines.'),
});

export const Settings = z.strictObject({
  filter: z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true")
    .describe('Leaves out variables whose names contain "key", "token", "secret" or "password".'),
  wait: durationParameter()
    .refine((ms) => ms <= longestWaitMs, "is longer than 24h")
    .prefault("0s")
    .describe("How long it waits before it prints, at most 24h: to see what a pipeline does meanwhile."),
  fail: z.string().default("").describe("Fails with this sentence: to see what a pipeline does then."),
});

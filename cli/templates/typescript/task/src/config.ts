import { durationParameter } from "@gofer/sdk/task";
import * as z from "zod";

/** What the administrator sets at the installation. */
export const Config = z.strictObject({
  greeting: z.string().default("hello").describe("What comes before the name."),
});

/** What a pipeline passes with its task. */
export const Settings = z.strictObject({
  name: z.string().min(1).describe("Who is greeted."),
  wait: durationParameter({ minMs: 0 }).prefault("0s").describe("How long to work before, as a Go duration."),
});

import { z } from "zod";

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
});

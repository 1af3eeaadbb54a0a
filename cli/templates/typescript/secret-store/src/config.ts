import * as z from "zod";

/** What the administrator sets at the installation. What is marked as secret is given to the plugin apart and never shown. */
export const Config = z.strictObject({
  path: z.string().min(1).optional().describe("The folder of the secrets. Default: the plugin's data directory."),
  encryption_key: z
    .string()
    .length(32, "is not exactly 32 characters long")
    .meta({ "x-gofer-secret": true })
    .describe("Exactly 32 characters. Without it the secrets cannot be read."),
});

import * as z from "zod";

export const Config = z.strictObject({
  path: z
    .string()
    .min(1)
    .optional()
    .describe("The folder; it is made when it is not there. Default: objects in the plugin's data directory."),
});

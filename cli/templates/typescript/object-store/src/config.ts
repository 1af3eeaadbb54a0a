import * as z from "zod";

/** What the administrator sets at the installation. */
export const Config = z.strictObject({
  path: z.string().min(1).optional().describe("The folder of the objects. Default: the plugin's data directory."),
});

import * as z from "zod";

const encryptionKey = z.string().length(32, "is not exactly 32 characters long").meta({ "x-gofer-secret": true });

export const Config = z.strictObject({
  path: z.string().min(1).optional().describe("The folder of the two files. Default: the plugin's data directory."),
  encryption_key: encryptionKey.describe("Exactly 32 characters. Without it the secrets cannot be read."),
  previous_encryption_key: encryptionKey.optional().describe("The key before it, while it is being changed."),
});

import * as z from "zod";

export const Config = z.strictObject({});

import { durationParameter, scheduleParameters } from "@gofer/sdk/trigger";
import * as z from "zod";

/** What the administrator sets at the installation. */
export const Config = z.strictObject({
  shortest: durationParameter({ minMs: 1000 })
    .prefault("1m")
    .describe("The shortest time between two fires that a pipeline may ask for, as a Go duration."),
});

/** What a pipeline passes with its subscription. */
export const Parameters = z.strictObject({
  every: durationParameter({ minMs: 1000 }).describe('The time between two fires as a Go duration, for example "5m".'),
  ...scheduleParameters,
});

import { durationParameter, scheduleParameters } from "@gofer/sdk/trigger";
import * as z from "zod";

export const Config = z.strictObject({
  min_duration: durationParameter({ minMs: 100 })
    .prefault("5m")
    .describe("The shortest time between two fires that a pipeline may ask for, as a Go duration."),
});

export const Parameters = z.strictObject({
  every: durationParameter({ minMs: 100 }).describe('The time between two fires as a Go duration, for example "5m".'),
  ...scheduleParameters,
});

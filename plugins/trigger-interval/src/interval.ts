import { Fault } from "@gofer/sdk/fault";
import { formatDuration, type Schedule, type ScheduleDefinition } from "@gofer/sdk/trigger";
import type * as z from "zod";
import { Parameters } from "./config.js";

/** Intervals that are at least so long, in milliseconds. */
export function intervals(minMs: number): ScheduleDefinition<z.output<typeof Parameters>> {
  return {
    parameters: Parameters,
    schedule({ every, start }, { createdAtMs }) {
      if (every < minMs) {
        throw new Fault(
          "invalid",
          `every: ${formatDuration(every)} is shorter than the ${formatDuration(minMs)} that the administrator allows (min_duration)`,
        );
      }
      return { schedule: intervalSchedule(every, { start, createdAtMs }), details: `every ${formatDuration(every)}` };
    },
  };
}

/**
 * Expected times at a fixed distance from each other. They are counted from a start, which is one of them,
 * or from the making of the subscription, which is not: the first fire is one distance after it.
 */
function intervalSchedule(everyMs: number, from: { start: number | undefined; createdAtMs: number }): Schedule {
  const distanceMs = Math.round(everyMs);
  const anchorMs = from.start ?? from.createdAtMs + distanceMs;
  return {
    next: (afterMs) => anchorMs + Math.max(0, Math.floor((afterMs - anchorMs) / distanceMs) + 1) * distanceMs,
  };
}

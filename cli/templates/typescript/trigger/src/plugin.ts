import { Fault } from "@gofer/sdk/fault";
import { definePlugin } from "@gofer/sdk/plugin";
import { formatDuration, openScheduleTrigger } from "@gofer/sdk/trigger";
import { Config, Parameters } from "./config.js";

/**
 * A trigger of time says which moments are expected, and nothing else: the SDK fires, catches up, and keeps a firing until the
 * kernel has it. For anything that is not a matter of time, return `openTrigger` of the same module and fire when it happens.
 */
export const plugin = definePlugin({
  name: "my-plugin",
  version: "0.1.0",
  roles: { trigger: ["SCHEDULE"] },
  config: Config,
  parameters: Parameters,
  open: ({ shortest }, { signal }) =>
    openScheduleTrigger(
      {
        parameters: Parameters,
        schedule({ every }, { createdAtMs }) {
          if (every < shortest) {
            throw new Fault(
              "invalid",
              `every: ${formatDuration(every)} is shorter than the ${formatDuration(shortest)} that the administrator allows`,
            );
          }
          // A function of the time alone: the same after a restart, and on another machine.
          const next = (afterMs: number) =>
            createdAtMs + Math.max(1, Math.floor((afterMs - createdAtMs) / every) + 1) * every;
          return { schedule: { next }, details: `every ${formatDuration(every)}` };
        },
      },
      { signal },
    ),
});

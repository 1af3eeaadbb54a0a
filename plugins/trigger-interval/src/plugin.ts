import { definePlugin } from "@gofer/sdk/plugin";
import { openScheduleTrigger } from "@gofer/sdk/trigger";
import { Config, Parameters } from "./config.js";
import { intervals } from "./interval.js";

export const plugin = definePlugin({
  name: "trigger-interval",
  version: "0.1.0",
  roles: { trigger: ["SCHEDULE"] },
  config: Config,
  parameters: Parameters,
  open: ({ min_duration }, { signal }) => openScheduleTrigger(intervals(min_duration), { signal }),
});

import { definePlugin } from "@gofer/sdk/plugin";
import { openScheduleTrigger } from "@gofer/sdk/trigger";
import { Config, Parameters } from "./config.js";
import { createSchedules } from "./schedules.js";

export const plugin = definePlugin({
  name: "trigger-cron",
  version: "0.1.0",
  roles: { trigger: ["SCHEDULE"] },
  config: Config,
  parameters: Parameters,
  open: (_config, { signal }) => openScheduleTrigger(createSchedules(), { signal }),
});

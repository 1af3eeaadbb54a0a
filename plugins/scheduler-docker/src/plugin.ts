import { definePlugin } from "@gofer/sdk/plugin";
import { Config, tlsProblems } from "./config.js";
import { connectEngine } from "./engine.js";
import { openDockerScheduler } from "./scheduler.js";

export const plugin = definePlugin({
  name: "scheduler-docker",
  version: "0.1.0",
  roles: { scheduler: ["STREAM_STARTS", "EXEC", "STATS", "PORTS"] },
  config: Config,
  validate: tlsProblems,
  open(config, context) {
    return openDockerScheduler({ ...context, config, engine: connectEngine(config) });
  },
});

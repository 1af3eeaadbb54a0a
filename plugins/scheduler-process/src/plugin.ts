import { definePlugin } from "@gofer/sdk/plugin";
import { Config } from "./config.js";
import { openProcessScheduler } from "./scheduler.js";

export const plugin = definePlugin({
  name: "scheduler-process",
  version: "0.1.0",
  roles: { scheduler: ["STREAM_STARTS"] },
  config: Config,
  open(_config, { log, dataDirectory, generation, signal, reportStatus }) {
    const message = "tasks run as processes of this host without isolation: use it for development only";
    log.warn(message);
    reportStatus({ state: "degraded", reason: "NO_ISOLATION", message });
    return openProcessScheduler({ directory: dataDirectory, generation, signal, log });
  },
});

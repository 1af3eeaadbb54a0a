import { setTimeout as delay } from "node:timers/promises";
import { definePlugin } from "@gofer/sdk/plugin";
import { formatDuration, openTask } from "@gofer/sdk/task";
import { Config, Settings } from "./config.js";

/**
 * A common task is a function. The SDK knows executions by their keys, keeps what they tell over restarts, and calls it once for
 * each: what it throws fails the task with that message, what it returns is handed on.
 */
export const plugin = definePlugin({
  name: "my-plugin",
  version: "0.1.0",
  roles: { task: [] },
  config: Config,
  parameters: Settings,
  open: ({ greeting }, { dataDirectory, signal }) =>
    openTask({
      description: "Prints its settings.",
      settings: Settings,
      dataDirectory,
      signal,
      // The signal of the execution: it aborts when a person cancels it.
      async run({ settings: { name, wait }, variables, write, progress, signal }) {
        if (wait > 0) {
          progress(`waiting ${formatDuration(wait)}`);
          await delay(wait, undefined, { signal });
        }
        write(`${greeting}, ${name}\n`);
        write(`wait: ${formatDuration(wait)}\n`);
        return { greeted: name, variables: String(Object.keys(variables).length) };
      },
    }),
});

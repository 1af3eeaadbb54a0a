import { setTimeout as delay } from "node:timers/promises";
import { Fault } from "@gofer/sdk/fault";
import { definePlugin } from "@gofer/sdk/plugin";
import { openTask } from "@gofer/sdk/task";
import { Config, Settings } from "./config.js";

export const plugin = definePlugin({
  name: "task-debug",
  version: "0.1.0",
  roles: { task: [] },
  config: Config,
  parameters: Settings,
  open: ({ filter: isAlwaysFiltered }, { dataDirectory, signal }) =>
    openTask({
      description: "Prints the variables of the run.",
      settings: Settings,
      dataDirectory,
      signal,
      async run({ settings: { filter, wait, fail }, variables, write, signal: cancelled }) {
        if (wait > 0) await delay(wait, undefined, { signal: cancelled });
        const names = Object.keys(variables).sort();
        const shown = filter || isAlwaysFiltered ? names.filter((name) => !isSecretName(name)) : names;
        for (const name of shown) write(`${name}=${variables[name] ?? ""}\n`);
        if (shown.length < names.length) write(`(${names.length - shown.length} left out by filter)\n`);
        if (fail !== "") throw new Fault("precondition", fail);
        return { variables: String(names.length), shown: String(shown.length) };
      },
    }),
});

function isSecretName(name: string): boolean {
  return /key|token|secret|password/i.test(name);
}

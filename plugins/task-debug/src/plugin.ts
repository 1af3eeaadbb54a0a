import { setTimeout as delay } from "node:timers/promises";
import { Fault } from "@gofer/sdk/fault";
import { definePlugin } from "@gofer/sdk/plugin";
import { openTask, type TaskProgress } from "@gofer/sdk/task";
import { Config, Settings } from "./config.js";

export const plugin = definePlugin({
  name: "task-debug",
  version: "0.1.0",
  roles: { task: ["RESUMABLE"] },
  config: Config,
  parameters: Settings,
  open: ({ filter: isAlwaysFiltered }, { dataDirectory, signal }) =>
    openTask({
      description: "Prints the variables of the run.",
      settings: Settings,
      dataDirectory,
      signal,
      async run({ settings: { filter, wait, fail }, variables, ...task }) {
        const names = Object.keys(variables).sort();
        const shown = filter || isAlwaysFiltered ? names.filter((name) => !isSecretName(name)) : names;
        const lines = shown.map((name) => `${name}=${variables[name] ?? ""}\n`);
        if (shown.length < names.length) lines.push(`(${names.length - shown.length} left out by filter)\n`);
        const outputs = { variables: String(names.length), shown: String(shown.length) };
        return print({ atMs: Date.now() + wait, text: lines.join(""), fail, outputs }, task);
      },
      resume: ({ state, written, ...task }) => print(JSON.parse(state) as Printing, task, written),
    }),
});

/** All that is left to do once it is known what is printed; the text is in the log of the task sooner or later. */
interface Printing {
  readonly atMs: number;
  readonly text: string;
  readonly fail: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** How much is kept of one that waits; one with more to print is lost with the plugin. */
const mostKept = 60_000;

async function print(
  printing: Printing,
  { write, keep, signal }: Pick<TaskProgress, "write" | "keep" | "signal">,
  written = "",
): Promise<Readonly<Record<string, string>>> {
  const { atMs, text, fail, outputs } = printing;
  const state = JSON.stringify(printing);
  if (written === "" && Buffer.byteLength(state) <= mostKept) keep(state);
  const leftMs = atMs - Date.now();
  if (leftMs > 0) await delay(leftMs, undefined, { signal });
  write(Buffer.from(text).subarray(Buffer.byteLength(written)));
  if (fail !== "") throw new Fault("precondition", fail);
  return outputs;
}

function isSecretName(name: string): boolean {
  return /key|token|secret|password/i.test(name);
}

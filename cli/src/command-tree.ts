import type { CommandSpec } from "./command.js";

/** Options that every command has. */
export const globalOptions: Readonly<Record<string, string>> = {
  "--host <host:port>": "address of the kernel (GOFER_CLI_HOST)",
  "--token <token>": "token to use (GOFER_CLI_TOKEN); better in the file or the variable than on the command line",
  "--tls-ca <file>": "file of the authorities to trust instead of the system's, PEM (GOFER_CLI_TLS_CA)",
  "--tls-name <name>": "name that the kernel's certificate must have (GOFER_CLI_TLS_NAME)",
  "--namespace <id>": "namespace to use (GOFER_CLI_NAMESPACE)",
  "--format <format>": "pretty, json or silent (GOFER_CLI_FORMAT)",
  "--detail": "times exactly, and not only how long ago (GOFER_CLI_DETAIL)",
  "--no-color": "no colours (NO_COLOR, GOFER_CLI_NO_COLOR)",
  "--config <file>":
    "configuration file of the command line (GOFER_CLI_CONFIG_PATH, ~/.gofer.hcl, ~/.config/gofer.hcl)",
};

/** What the groups are about; a group is the words of a command but its last one. */
export const groups: Readonly<Record<string, { readonly summary: string; readonly alias: string }>> = {
  service: { summary: "The kernel on this machine: start it, set it up, see how it is", alias: "services" },
  "service token": { summary: "Tokens: who may do what", alias: "tokens" },
  config: { summary: "Settings of the command line", alias: "configs" },
  namespace: { summary: "Namespaces", alias: "namespaces" },
  pipeline: { summary: "Pipelines: register, change, look at them", alias: "pipelines" },
  "pipeline store": { summary: "Objects of a pipeline", alias: "stores" },
  run: { summary: "Runs of pipelines", alias: "runs" },
  "run store": { summary: "Objects of a run", alias: "stores" },
  taskrun: { summary: "Tasks of a run, and their output", alias: "taskruns" },
  event: { summary: "What has happened", alias: "events" },
  plugin: { summary: "Plugins: what connects the kernel with the world", alias: "plugins" },
  "plugin config": { summary: "Configuration of a plugin", alias: "configs" },
  trigger: { summary: "Plugins that start runs", alias: "triggers" },
  "common-task": { summary: "Plugins that are tasks", alias: "common-tasks" },
  "trigger config": { summary: "Configuration of a trigger", alias: "configs" },
  "common-task config": { summary: "Configuration of a common task", alias: "configs" },
  secret: { summary: "Secrets", alias: "secrets" },
  "secret global": { summary: "Secrets for everybody's configuration, written by admins", alias: "globals" },
  "secret pipeline": { summary: "Secrets of one pipeline", alias: "pipelines" },
};

/** The options of every command that this one does not use for something of its own. */
export function globalOptionsOf({ options = {} }: CommandSpec): [string, string][] {
  const longName = (flags: string) => /--[a-z-]+/.exec(flags)?.[0];
  const own = Object.keys(options).map(longName);
  return Object.entries(globalOptions).filter(([flags]) => !own.includes(longName(flags)));
}

/** "run get" and ["<pipeline>", "[run]"] of "run get <pipeline> [run]". */
export function splitUsage({ usage }: CommandSpec): { words: readonly string[]; parameters: readonly string[] } {
  const all = usage.split(" ");
  return {
    words: all.filter((word) => !/^[<[]/.test(word)),
    parameters: all.filter((word) => /^[<[]/.test(word)),
  };
}

/** The word of the table for a word that was typed: an alias of a group counts as the group. */
export function canonicalWords(words: readonly string[]): string[] {
  const path: string[] = [];
  for (const word of words) {
    const named = Object.entries(groups).find(
      ([name, { alias }]) => alias === word && name.split(" ").slice(0, -1).join(" ") === path.join(" "),
    );
    path.push(named?.[0].split(" ").at(-1) ?? word);
  }
  return path;
}

import { isFault } from "@gofer/sdk/fault";
import type { CommandSpec, Context } from "../command.js";
import { pluginCommands } from "./plugin.js";
import { pluginManagementCommands } from "./plugin-management.js";

/** What an admin does with a plugin is the same for every role. */
const verbs = [
  "install",
  "uninstall",
  "enable",
  "disable",
  "restart",
  "upgrade",
  "rollback",
  "logs",
  "config get",
  "config set",
];

/** The plugin commands under the word of a role, for plugins of that role: "trigger enable interval". */
export function rolePluginCommands(group: "trigger" | "common-task"): readonly CommandSpec[] {
  const prefix = group === "trigger" ? "trigger" : "task";
  const noun = group.replace("-", " ");
  return [...pluginManagementCommands, ...pluginCommands].flatMap((spec): CommandSpec[] => {
    const rest = spec.usage.replace(/^plugin /, "");
    if (!verbs.includes(rest.replace(/ [<[].*$/, ""))) return [];
    const takesAlias = rest.includes("<alias>");
    return [
      {
        ...spec,
        usage: `${group} ${rest}`,
        summary: spec.summary.replace(/\b(a) plugin\b/, `$1 ${noun}`),
        run: async (context, [first = "", ...others], options) =>
          spec.run(context, [takesAlias ? await fullAlias(context, prefix, first) : first, ...others], options),
      },
    ];
  });
}

/** The role in front of a name may be left out, unless something is installed under the short one. */
async function fullAlias({ kernel }: Context, prefix: string, alias: string): Promise<string> {
  for (const name of [alias, `${prefix}-${alias}`]) {
    try {
      await kernel.getPlugin({ alias: name });
      return name;
    } catch (error) {
      if (!isFault(error, "notFound")) throw error;
    }
  }
  return alias;
}

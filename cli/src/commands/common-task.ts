import type { KernelClient } from "@gofer/sdk";
import { pagesOf } from "@gofer/sdk/whole";
import type { CommandSpec } from "../command.js";
import { toJson } from "../json.js";
import { table } from "../terminal.js";

type CommonTask = Awaited<ReturnType<KernelClient["listCommonTasks"]>>["commonTasks"][number];

interface Schema {
  readonly properties?: Readonly<Record<string, { readonly description?: string; readonly default?: unknown }>>;
  readonly required?: readonly string[];
}

/** Common tasks as those see them who use them; the rest is what `role-plugins.ts` makes of the plugin commands. */
export const commonTaskCommands: readonly CommandSpec[] = [
  {
    usage: "common-task list",
    summary: "List the installed common tasks",
    run: async ({ kernel, namespace, terminal, format }) => {
      const pages = pagesOf((page) => kernel.listCommonTasks({ namespace, ...page }));
      const commonTasks: CommonTask[] = [];
      for await (const page of pages) commonTasks.push(...page.commonTasks);
      if (format === "json") {
        for (const task of commonTasks) await terminal.print(toJson(task));
        return undefined;
      }
      if (commonTasks.length === 0) terminal.say("no common tasks: gofer plugin list shows what is installed");
      const rows = commonTasks.map(({ alias, version, ready, message }) => [
        alias,
        version || "-",
        ready ? "ready" : "not ready",
        message,
      ]);
      for (const line of table(["ALIAS", "VERSION", "STATE", "MESSAGE"], rows)) await terminal.print(line);
      return undefined;
    },
  },
  {
    usage: "common-task get <alias>",
    summary: "Show one common task: what it does, the settings it takes, and who uses it",
    run: async ({ kernel, namespace, terminal, format }, [alias = ""]) => {
      const response = await kernel.getCommonTask({ namespace, alias });
      const { commonTask, description, settingsSchema, users } = response;
      const schema = (settingsSchema.length > 0 ? JSON.parse(settingsSchema.toString()) : {}) as Schema;
      if (format === "json") {
        const { settingsSchema: _bytes, ...rest } = response;
        return void (await terminal.print(toJson({ ...rest, settingsSchema: schema })));
      }
      if (!commonTask) return undefined;
      const rows: [string, string][] = [
        ["alias", `${commonTask.alias} ${commonTask.version}`],
        ["does", description || "-"],
        ["state", commonTask.ready ? "ready" : "not ready"],
        ["message", commonTask.message || "-"],
        ["used by", users.join(", ") || "-"],
      ];
      for (const [name, value] of rows) await terminal.print(`${name.padEnd(10)} ${value}`);
      const settings = Object.entries(schema.properties ?? {}).map(
        ([name, { description: about = "", default: value }]) => [
          name,
          schema.required?.includes(name) === true && value === undefined ? "needed" : defaultOf(value),
          about,
        ],
      );
      if (settings.length > 0)
        for (const line of table(["SETTING", "DEFAULT", "MEANS"], settings)) await terminal.print(line);
      return undefined;
    },
  },
];

const defaultOf = (value: unknown) => (value === undefined ? "-" : JSON.stringify(value));

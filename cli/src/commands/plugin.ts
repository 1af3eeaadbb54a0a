import { allPlugins } from "../all-of.js";
import { type CommandSpec, flag } from "../command.js";
import { toJson } from "../json.js";
import { table } from "../terminal.js";

const word = (value: string) =>
  value
    .replace(/^(STATE|HEALTH)_/, "")
    .toLowerCase()
    .replace("_", " ")
    // Nobody has looked yet.
    .replace("unspecified", "-");

/** As they are written in commands. */
const rolesOf = (roles: readonly string[]) => roles.map((role) => role.replace("_", "-")).join(", ") || "-";

export const pluginCommands: readonly CommandSpec[] = [
  {
    usage: "plugin list",
    summary: "List the installed plugins and how they are doing",
    run: async ({ kernel, terminal, format }) => {
      const plugins = await allPlugins(kernel);
      if (format === "json") {
        for (const plugin of plugins) await terminal.print(toJson(plugin));
        return undefined;
      }
      const rows = plugins.map((plugin) => [
        plugin.alias,
        rolesOf(plugin.roles),
        plugin.version || "-",
        plugin.enabled ? "enabled" : "disabled",
        word(plugin.state),
        word(plugin.health),
        String(plugin.restarts),
        terminal.age(plugin.startedAtMs),
        plugin.source,
        plugin.message,
      ]);
      for (const line of table(
        ["ALIAS", "ROLES", "VERSION", "WANTED", "STATE", "HEALTH", "RESTARTS", "STARTED", "SOURCE", "MESSAGE"],
        rows,
      ))
        await terminal.print(line);
      return undefined;
    },
  },
  {
    usage: "plugin get <alias>",
    summary: "Show one plugin and its latest crashes",
    run: async ({ kernel, terminal, format }, [alias = ""]) => {
      const response = await kernel.getPlugin({ alias });
      if (format === "json") return void (await terminal.print(toJson(response)));
      const { plugin, crashes } = response;
      if (!plugin) return undefined;
      const rows: [string, string][] = [
        ["name", `${plugin.name} ${plugin.version}`],
        ["roles", rolesOf(plugin.roles)],
        ["wanted", plugin.enabled ? "enabled" : "disabled"],
        ["state", [word(plugin.state), word(plugin.health)].filter((each) => each !== "-").join(", ")],
        ["message", plugin.message || "-"],
        ["restarts", String(plugin.restarts)],
        ["process", plugin.pid > 0 ? `${plugin.pid}, started ${terminal.age(plugin.startedAtMs)}` : "-"],
        ["source", plugin.source],
        ["digest", plugin.digest || "-"],
        ["needs", plugin.permissions.join(", ") || "-"],
        ["previous", plugin.previousVersion || "-"],
        ...(plugin.probationUntilMs > Date.now()
          ? [
              ["probation", `rolls back by itself until ${new Date(plugin.probationUntilMs).toISOString()}`] as [
                string,
                string,
              ],
            ]
          : []),
        ["used by", plugin.users.join(", ") || "-"],
        ...Object.entries(plugin.attributes).map(([key, value]): [string, string] => [key, value]),
      ];
      const width = Math.max(...rows.map(([name]) => name.length));
      for (const [name, value] of rows) await terminal.print(`${name.padEnd(width)} ${value}`);
      for (const { occurredAtMs, cause } of crashes)
        await terminal.print(
          `${terminal.colors.red("crash")}${" ".repeat(width - 4)}${terminal.age(occurredAtMs)}: ${cause}`,
        );
      return undefined;
    },
  },
  {
    usage: "plugin logs <alias>",
    summary: "Show what a plugin wrote",
    options: { "-f, --follow": "go on with what it writes" },
    run: async ({ kernel, terminal, format, signal }, [alias = ""], options) => {
      let some = false;
      for await (const line of kernel.streamPluginLogs({ alias, follow: flag(options, "follow") }, { signal })) {
        some = true;
        if (format === "json") await terminal.print(toJson(line));
        else {
          const fields = Object.entries(line.fields)
            .map(([key, value]) => ` ${key}=${value}`)
            .join("");
          await terminal.print(
            `${terminal.colors.dim(new Date(line.writtenAtMs).toISOString())} ${line.level.toUpperCase().padEnd(5)} ${line.message}${terminal.colors.dim(fields)}`,
          );
        }
      }
      if (!some) terminal.say(`${alias} has written nothing since the kernel started`);
      return undefined;
    },
  },
];

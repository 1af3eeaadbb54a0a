import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Fault } from "@gofer/sdk/fault";
import { removeAttribute, setAttribute } from "@gofer/sdk/hcl";
import type { CommandSpec } from "../command.js";
import {
  isSettingName,
  parseSetting,
  type SettingName,
  settingNames,
  settingTable,
  unknownSetting,
  variableOf,
} from "../settings.js";
import { table } from "../terminal.js";

const shown = (name: SettingName, value: string | boolean) =>
  name === "token" && value !== "" ? "(hidden)" : String(value);

function checkedName(name = ""): SettingName {
  if (!isSettingName(name)) throw new Fault("invalid", unknownSetting(name));
  return name;
}

const read = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : "");

/** A file with a token is nobody else's business. */
function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content, { mode: 0o600 });
  chmodSync(path, 0o600);
}

export const configCommands: readonly CommandSpec[] = [
  {
    usage: "config list",
    summary: "List the settings of the command line and where each comes from",
    run: async ({ terminal, format, settings }) => {
      if (format === "json") {
        for (const name of settingNames)
          await terminal.print(JSON.stringify({ name, ...settings[name], value: shown(name, settings[name].value) }));
        return undefined;
      }
      const rows = settingNames.map((name) => [
        name,
        shown(name, settings[name].value) || "-",
        settings[name].origin,
        variableOf(name),
        settingTable[name].summary,
      ]);
      for (const line of table(["SETTING", "VALUE", "FROM", "VARIABLE", "MEANING"], rows)) await terminal.print(line);
      return undefined;
    },
  },
  {
    usage: "config get <setting>",
    summary: "Print one setting of the command line",
    run: async ({ terminal, format, settings }, [name]) => {
      const { value, origin } = settings[checkedName(name)];
      await terminal.print(format === "json" ? JSON.stringify({ name, value, origin }) : String(value));
      return undefined;
    },
  },
  {
    usage: "config set <setting> <value>",
    summary: 'Write a setting into the file of the command line; the value "-" is read from standard input',
    run: async ({ terminal, settingsPath }, [given, word = ""]) => {
      const name = checkedName(given);
      const text = word === "-" ? readFileSync(0, "utf8").trim() : word;
      const value = parseSetting(name, text);
      if (/[\s\p{Cc}]/u.test(text) && name !== "tls_ca")
        throw new Fault(
          "invalid",
          `${name} ${JSON.stringify(text)} holds what it cannot: spaces or control characters`,
        );
      if (name === "format" && !["pretty", "json", "silent"].includes(text))
        throw new Fault("invalid", `format ${JSON.stringify(text)} is not one of pretty, json, silent`);
      write(settingsPath, setAttribute(read(settingsPath), settingsPath, name, value));
      terminal.say(`set ${name} in ${settingsPath}`);
      return undefined;
    },
  },
  {
    usage: "config unset <setting>",
    summary: "Take a setting out of the file of the command line",
    run: async ({ terminal, settingsPath }, [given]) => {
      const name = checkedName(given);
      const before = read(settingsPath);
      const after = removeAttribute(before, settingsPath, name);
      if (after !== before) write(settingsPath, after);
      terminal.say(after === before ? `${name} is not in ${settingsPath}` : `took ${name} out of ${settingsPath}`);
      return undefined;
    },
  },
];

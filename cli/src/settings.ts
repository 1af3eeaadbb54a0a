import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Fault, messageOf } from "@gofer/sdk/fault";
import { HclError, kindOf, parseHcl } from "@gofer/sdk/hcl";

type Options = Readonly<Record<string, unknown>>;

/** What the command line can be set to: by flags, else GOFER_CLI_* variables, else its file. */
export const settingTable = {
  namespace: { kind: "string", flag: "namespace", standard: "", summary: "namespace to use; empty is the default one" },
  format: { kind: "string", flag: "format", standard: "pretty", summary: "pretty, json or silent" },
  host: {
    kind: "string",
    flag: "host",
    standard: "",
    summary: "address of the kernel; empty is the one on this machine",
  },
  no_color: { kind: "bool", flag: "color", standard: false, summary: "no colours" },
  detail: { kind: "bool", flag: "detail", standard: false, summary: "times exactly, and not only how long ago" },
  token: { kind: "string", flag: "token", standard: "", summary: "token to use" },
  tls_ca: {
    kind: "string",
    flag: "tlsCa",
    standard: "",
    summary: "file of the authorities to trust, PEM; empty trusts those of the system",
  },
  tls_name: {
    kind: "string",
    flag: "tlsName",
    standard: "",
    summary: "name that the kernel's certificate must have; empty is that of the address",
  },
} as const satisfies Record<
  string,
  { kind: "string" | "bool"; flag: string; standard: string | boolean; summary: string }
>;

export type SettingName = keyof typeof settingTable;
export const settingNames = Object.keys(settingTable) as readonly SettingName[];

export interface Setting {
  readonly value: string | boolean;
  /** "--host", "GOFER_CLI_HOST", file:line:column, or "default". */
  readonly origin: string;
}

export type Settings = Readonly<Record<SettingName, Setting>>;
type Environment = Readonly<Record<string, string | undefined>>;

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settingTable, name);
}

export function variableOf(name: SettingName): string {
  return `GOFER_CLI_${name.toUpperCase()}`;
}

/** The file that is read: the one that is named, else the first of the two in the home directory that is there. */
export function settingsFile(options: Options, environment: Environment): { path: string; named: boolean } {
  const flag = options["config"];
  const named = (typeof flag === "string" ? flag : undefined) ?? (environment["GOFER_CLI_CONFIG_PATH"] || undefined);
  if (named !== undefined) return { path: named, named: true };
  const [first, second] = [join(homedir(), ".gofer.hcl"), join(homedir(), ".config", "gofer.hcl")];
  return { path: !existsSync(first) && existsSync(second) ? second : first, named: false };
}

/** Throws `invalid` with everything that is wrong, each with its place. */
export function loadSettings(
  file: { path: string; named: boolean },
  options: Options,
  environment: Environment,
): Settings {
  const problems: string[] = [];
  const inFile = readFile(file, problems);
  const settings = Object.fromEntries(
    settingNames.map((name) => [
      name,
      fromFlag(name, options) ?? fromVariable(name, environment, problems) ?? inFile.get(name) ?? standardOf(name),
    ]),
  ) as Settings;
  const format = settings.format;
  if (!["pretty", "json", "silent"].includes(String(format.value)))
    problems.push(`${format.origin}: format ${JSON.stringify(format.value)} is not one of pretty, json, silent`);
  if (problems.length > 0) throw new Fault("invalid", problems.join("\n"));
  return settings;
}

const standardOf = (name: SettingName): Setting => ({ value: settingTable[name].standard, origin: "default" });

function fromFlag(name: SettingName, options: Options): Setting | undefined {
  const { flag } = settingTable[name];
  const value = options[flag];
  if (name === "no_color") return value === false ? { value: true, origin: "--no-color" } : undefined;
  return typeof value === "string" || value === true ? { value, origin: `--${kebab(flag)}` } : undefined;
}

const kebab = (flag: string) => flag.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function fromVariable(name: SettingName, environment: Environment, problems: string[]): Setting | undefined {
  const variable = variableOf(name);
  const text = environment[variable];
  if (!text) return undefined;
  try {
    return { value: parseSetting(name, text), origin: variable };
  } catch (error) {
    problems.push(`${variable}: ${messageOf(error)}`);
    return undefined;
  }
}

/** A value given as text. Throws `invalid`. */
export function parseSetting(name: SettingName, text: string): string | boolean {
  if (settingTable[name].kind === "string") return text;
  const value = { true: true, "1": true, false: false, "0": false }[text];
  if (value === undefined) throw new Fault("invalid", `${name} ${JSON.stringify(text)} is neither true nor false`);
  return value;
}

function readFile({ path, named }: { path: string; named: boolean }, problems: string[]): Map<SettingName, Setting> {
  const found = new Map<SettingName, Setting>();
  if (!named && !existsSync(path)) return found;
  let document: ReturnType<typeof parseHcl>;
  try {
    document = parseHcl(readFileSync(path, "utf8"), path);
  } catch (error) {
    problems.push(error instanceof HclError ? error.message : `${path} cannot be read: ${messageOf(error)}`);
    return found;
  }
  for (const { type, span } of document.blocks)
    problems.push(`${path}:${span.line}:${span.column}: there is no block "${type}"`);
  for (const { name, span, value } of document.attributes) {
    const origin = `${path}:${span.line}:${span.column}`;
    if (!isSettingName(name)) problems.push(`${origin}: ${unknownSetting(name)}`);
    else if (value.kind === settingTable[name].kind) found.set(name, { value: value.value, origin });
    else problems.push(`${origin}: ${name} takes a ${settingTable[name].kind}, not ${kindOf(value)}`);
  }
  return found;
}

export function unknownSetting(name: string): string {
  return `there is no setting "${name}": there are ${settingNames.join(", ")}`;
}

import { dirname, resolve } from "node:path";
import { type HclAttribute, type HclBlock, type HclBody, kindOf, parseHcl, plainValue } from "@gofer/sdk/hcl";
import { suggestion } from "@gofer/sdk/suggestion";
import {
  blocks,
  type Setting,
  type SettingName,
  type Settings,
  settingNames,
  settings,
  variableOf,
} from "./settings.js";

/** Where a value comes from: "/etc/gofer/gofer.hcl:3:1", "GOFER_LOG_LEVEL", or undefined when nothing sets it. */
export type Origin = string | undefined;

/** What the configuration says about one plugin, in the block of its name or by environment variables. */
export interface PluginSettings {
  /** The whole name, for example "scheduler-process". */
  readonly plugin: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Values from the environment: the plugin's schema says what the text means. */
  readonly texts: Readonly<Record<string, string>>;
  /** Where the block is, or the first of the variables. */
  readonly origin: string;
}

export interface ReadSettings {
  readonly settings: Settings;
  readonly origins: Readonly<Record<string, Origin>>;
  /** The values as they were written. */
  readonly texts: Readonly<Record<string, string>>;
  readonly plugins: readonly PluginSettings[];
  /** Everything that is wrong, each with its place. */
  readonly problems: readonly string[];
}

export interface ConfigFile {
  readonly path: string;
  readonly text: string;
}

type Environment = Readonly<Record<string, string | undefined>>;
type BlockName = keyof typeof blocks;

/** The values of all keys: from the environment, else from the file, else their defaults. Throws only when the file cannot be parsed. */
export function readSettings(file: ConfigFile | undefined, environment: Environment): ReadSettings {
  const reading: Reading = { values: {}, origins: {}, texts: {}, plugins: new Map(), problems: [] };
  for (const name of settingNames) {
    const { standard, kind }: Setting = settings[name];
    const parsed = standard === undefined ? undefined : kind.parse(standard);
    reading.values[name] = parsed && "value" in parsed ? parsed.value : undefined;
  }
  if (file) readFile(file, reading);
  readEnvironment(environment, reading);
  return {
    // Every key of the table is there with the type of its kind.
    settings: reading.values as Settings,
    origins: reading.origins,
    texts: reading.texts,
    plugins: [...reading.plugins.values()],
    problems: reading.problems,
  };
}

interface Reading {
  readonly values: Record<string, unknown>;
  readonly origins: Record<string, Origin>;
  readonly texts: Record<string, string>;
  readonly plugins: Map<string, PluginSettings>;
  readonly problems: string[];
}

function readFile(file: ConfigFile, reading: Reading): void {
  const document = parseHcl(file.text, file.path);
  const at = ({ span }: HclAttribute | HclBlock) => `${file.path}:${span.line}:${span.column}`;
  for (const attribute of document.attributes) readAttribute(attribute, "", at(attribute), file.path, reading);
  const seen = new Set<string>();
  for (const block of document.blocks) {
    if (!isBlock(block.type)) {
      const hint = isSetting(block.type)
        ? `: it is a setting, write ${block.type} = ...`
        : suggestion(block.type, Object.keys(blocks));
      reading.problems.push(`${at(block)}: there is no block "${block.type}"${hint}`);
      continue;
    }
    if (seen.has(block.type)) reading.problems.push(`${at(block)}: there is more than one block "${block.type}"`);
    seen.add(block.type);
    checkLabels(block, at(block), reading);
    for (const attribute of block.body.attributes)
      readAttribute(attribute, `${block.type}.`, at(attribute), file.path, reading);
    for (const inner of block.body.blocks) readPluginBlock(inner, block.type, at, reading);
  }
}

function readAttribute(attribute: HclAttribute, prefix: string, place: string, file: string, reading: Reading): void {
  const name = `${prefix}${attribute.name}`;
  if (!isSetting(name)) {
    const known = settingNames.filter((known) => known.startsWith(prefix)).map((known) => known.slice(prefix.length));
    const inside = prefix === "" ? "" : ` in ${prefix.slice(0, -1)}`;
    const elsewhere = settingNames.find((known) => known.endsWith(`.${attribute.name}`));
    const hint =
      prefix === "" && isBlock(attribute.name)
        ? `: it is a block, write ${attribute.name} { ... }`
        : suggestion(
            attribute.name,
            known.filter((known) => !known.includes(".")),
          ) || (elsewhere ? ` (did you mean "${elsewhere}"?)` : "");
    reading.problems.push(`${place}: there is no setting "${attribute.name}"${inside}${hint}`);
    return;
  }
  const { kind }: Setting = settings[name];
  const { value } = attribute;
  if (value.kind !== kind.literal) {
    reading.problems.push(`${place}: ${name} takes ${article(kind.name)}, not ${kindOf(value)}`);
    return;
  }
  const text = String(value.value);
  const parsed = kind.parse(text);
  if ("problem" in parsed) {
    reading.problems.push(`${place}: ${name}: ${JSON.stringify(value.value)} ${parsed.problem}`);
    return;
  }
  reading.values[name] = kind.isPath === true ? resolve(dirname(file), text) : parsed.value;
  reading.origins[name] = place;
  reading.texts[name] = text;
}

function readPluginBlock(
  block: HclBlock,
  parent: BlockName,
  at: (node: HclAttribute | HclBlock) => string,
  reading: Reading,
): void {
  const prefix = blocks[parent].plugins;
  if (prefix === undefined) {
    reading.problems.push(`${at(block)}: there is no block "${block.type}" in ${parent}`);
    return;
  }
  checkLabels(block, at(block), reading);
  const plugin = `${prefix}-${block.type}`;
  if (reading.plugins.has(plugin))
    reading.problems.push(`${at(block)}: there is more than one block "${block.type}" in ${parent}`);
  reading.plugins.set(plugin, { plugin, values: plainBody(block.body), texts: {}, origin: at(block) });
}

function checkLabels({ type, labels }: HclBlock, place: string, reading: Reading): void {
  if (labels.length > 0) reading.problems.push(`${place}: block "${type}" takes no label, it has ${labels.join(", ")}`);
}

/** A plugin's block as the JSON object that its schema describes: blocks inside are objects, several of one type a list. */
function plainBody({ attributes, blocks: inner }: HclBody): Record<string, unknown> {
  const json: Record<string, unknown> = Object.fromEntries(
    attributes.map(({ name, value }) => [name, plainValue(value)]),
  );
  for (const type of new Set(inner.map((block) => block.type))) {
    const bodies = inner
      .filter((block) => block.type === type)
      .map(({ labels, body }) =>
        labels.reduceRight<unknown>((nested, label) => ({ [label]: nested }), plainBody(body)),
      );
    json[type] = bodies.length === 1 ? bodies[0] : bodies;
  }
  return json;
}

/** A variable wins over the file. One that is set to nothing counts as not set, as shells and units leave them. */
function readEnvironment(environment: Environment, reading: Reading): void {
  for (const name of settingNames) {
    const { kind, formerVariables }: Setting = settings[name];
    const variables = [variableOf(name), ...formerVariables].filter((variable) => environment[variable]);
    const [variable] = variables;
    if (variable === undefined) continue;
    const text = environment[variable] ?? "";
    const differing = variables.find((other) => environment[other] !== text);
    if (differing !== undefined) {
      reading.problems.push(`${variable} and ${differing} mean the same and differ: unset ${differing}`);
      continue;
    }
    const parsed = kind.parse(text);
    if ("problem" in parsed) reading.problems.push(`${variable}: ${JSON.stringify(text)} ${parsed.problem}`);
    else {
      reading.values[name] = kind.isPath === true ? resolve(text) : parsed.value;
      reading.origins[name] = variable;
      reading.texts[name] = text;
    }
  }
  const known = new Set<string>(
    settingNames.flatMap((name) => [variableOf(name), ...(settings[name] as Setting).formerVariables]),
  );
  for (const variable of Object.keys(environment).sort()) {
    const text = environment[variable];
    if (text && !known.has(variable)) readPluginVariable(variable, text, reading);
  }
}

/** GOFER_<BLOCK>_<ENGINE>_<KEY>. The engine is one that the configuration names, else the first word. */
function readPluginVariable(variable: string, text: string, reading: Reading): void {
  for (const [block, { plugins: prefix }] of Object.entries(blocks)) {
    // OBJECT_STORE was OBJECTSTORE once.
    const start = [`${variableOf(block)}_`, `${variableOf(block.replaceAll("_", ""))}_`].find((known) =>
      variable.startsWith(known),
    );
    if (start === undefined || prefix === undefined) continue;
    const rest = variable.slice(start.length).toLowerCase();
    const named = [...reading.plugins.keys(), `${prefix}-${String(reading.values[`${block}.engine`])}`]
      .filter((plugin) => plugin.startsWith(`${prefix}-`))
      .find((plugin) => rest.startsWith(`${plugin.slice(prefix.length + 1).replaceAll("-", "_")}_`));
    const plugin = named ?? `${prefix}-${rest.slice(0, Math.max(0, rest.indexOf("_")))}`;
    const key = rest.slice(plugin.length - prefix.length);
    if (key === "" || plugin === `${prefix}-`) continue;
    const earlier = reading.plugins.get(plugin) ?? { plugin, values: {}, texts: {}, origin: variable };
    reading.plugins.set(plugin, { ...earlier, texts: { ...earlier.texts, [key]: text } });
  }
}

function isSetting(name: string): name is SettingName {
  return Object.hasOwn(settings, name);
}

function isBlock(name: string): name is BlockName {
  return Object.hasOwn(blocks, name);
}

function article(name: string): string {
  return name.startsWith("one of") ? name : /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`;
}

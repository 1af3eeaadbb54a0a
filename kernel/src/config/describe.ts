import type { ReadSettings } from "./read.js";
import { blocks, type Setting, type SettingName, settingNames, settings, variableOf } from "./settings.js";

/** One key as `gofer service printenv` shows it. */
export interface DescribedSetting {
  readonly name: string;
  readonly variable: string;
  readonly kind: string;
  /** What holds when nothing sets it. */
  readonly standard: string;
  /** What is in effect; empty where the default is not a value. Values given to plugins are not shown: they may be secret. */
  readonly value: string;
  /** "default", the variable, or file:line:column. */
  readonly origin: string;
  readonly summary: string;
}

export function describeSettings({ origins, texts, plugins }: ReadSettings): readonly DescribedSetting[] {
  const own = settingNames.map((name) => {
    const { kind, standard, whenUnset, summary }: Setting = settings[name];
    return {
      name,
      variable: variableOf(name),
      kind: kind.name,
      standard: standard ?? whenUnset ?? "",
      value: texts[name] ?? standard ?? "",
      origin: origins[name] ?? "default",
      summary,
    };
  });
  const given = plugins.flatMap(({ plugin, values, texts: variables, origin }) => {
    const [block, { plugins: prefix = "" }] =
      Object.entries(blocks).find(
        ([, { plugins: prefix }]) => prefix !== undefined && plugin.startsWith(`${prefix}-`),
      ) ?? (["", {}] as const);
    const engine = plugin.slice(prefix.length + 1);
    return [...new Set([...Object.keys(values), ...Object.keys(variables)])].map((key) => {
      const name = `${block}.${engine}.${key}`;
      return {
        name,
        variable: variableOf(name),
        kind: `setting of plugin ${plugin}`,
        standard: "",
        value: "(hidden)",
        origin: key in variables ? variableOf(name) : origin,
        summary: `What the plugin is told; gofer plugin get ${plugin} says more.`,
      };
    });
  });
  return [...own, ...given];
}

/** How a key is written in a file. */
function literal(name: SettingName, text: string): string {
  return settings[name].kind.literal === "string" ? JSON.stringify(text) : text;
}

const shortName = (name: string) => name.slice(name.indexOf(".") + 1);
const blockOf = (name: string) => (name.includes(".") ? name.slice(0, name.indexOf(".")) : "");

/** What a first file sets; every other key is there as a comment with its default. */
const firstValues = {
  development: { dev_mode: "true" },
  production: {
    dev_mode: "false",
    data_dir: "/var/lib/gofer",
    "server.tls_cert_path": "/etc/gofer/tls.crt",
    "server.tls_key_path": "/etc/gofer/tls.key",
  },
} as const satisfies Record<string, Partial<Record<SettingName, string>>>;

/** A plugin that can be an engine. */
export interface AvailableEngine {
  readonly plugin: string;
  /** Names of settings that should be given, because else they are made up. */
  readonly generatedSecrets: readonly string[];
}

export type Mode = keyof typeof firstValues;

/** A commented configuration file with every key. */
export function sampleFile(mode: Mode, available: readonly AvailableEngine[]): string {
  const first: Partial<Record<SettingName, string>> = firstValues[mode];
  const setting = (name: SettingName, indent: string) => {
    const { kind, standard, whenUnset, summary }: Setting = settings[name];
    const value = first[name];
    const unset = standard === undefined ? `Not set: ${whenUnset}.` : "";
    const examples = { boolean: "false", path: `/path/of/${shortName(name)}`, "host:port": "gofer.example.com:8080" };
    const example = standard ?? new Map(Object.entries(examples)).get(kind.name) ?? "name";
    const line = `${shortName(name)} = ${literal(name, value ?? example)}`;
    return [
      ...wrapped(`${summary} ${unset}`.trim(), `${indent}# `),
      `${indent}${value === undefined ? "# " : ""}${line}`,
      "",
    ];
  };
  const top = settingNames.filter((name) => blockOf(name) === "").flatMap((name) => setting(name, ""));
  const inner = Object.entries(blocks).flatMap(([block, { summary, plugins }]) => [
    `# ${summary}`,
    `${block} {`,
    ...settingNames.filter((name) => blockOf(name) === block).flatMap((name) => setting(name, "  ")),
    ...(plugins === undefined ? [] : engineBlocks(plugins, available)),
    "}",
    "",
  ]);
  const text = [
    ...wrapped(
      `Configuration of the Gofer service, for ${mode}. It is looked for at --config, GOFER_CONFIG_PATH and /etc/gofer/gofer.hcl. A commented line shows the default. Every key can also be set by an environment variable, which wins: gofer service printenv lists them.`,
      "# ",
    ),
    "",
    ...top,
    ...inner,
  ].join("\n");
  return text.replaceAll("\n\n}", "\n}");
}

function engineBlocks(prefix: string, available: readonly AvailableEngine[]): string[] {
  return available
    .filter(({ plugin }) => plugin.startsWith(`${prefix}-`))
    .flatMap(({ plugin, generatedSecrets }) => {
      const secrets = generatedSecrets.map((name) => `  #   ${name} = "@/etc/gofer/${plugin}.${name}"`);
      const lines = [
        `  # What plugin ${plugin} is told:`,
        `  # ${plugin.slice(prefix.length + 1)} {`,
        ...secrets,
        "  # }",
        "",
      ];
      return secrets.length > 0
        ? ["  # A secret is best read from a file; when it is not given it is made up and kept in data_dir.", ...lines]
        : lines;
    });
}

/** docs/configuration.md */
export function referencePage(): string {
  const row = (name: SettingName) => {
    const { kind, standard, whenUnset, summary, formerVariables }: Setting = settings[name];
    const variables = [variableOf(name), ...formerVariables].map((variable) => `\`${variable}\``).join(", ");
    const otherwise = standard === undefined ? (whenUnset ?? "") : `\`${literal(name, standard)}\``;
    return `| \`${shortName(name)}\` | ${kind.name} | ${otherwise} | ${summary} ${variables} |`;
  };
  const rows = (block: string) => [
    "| key | kind | default | meaning, and environment variable |",
    "|---|---|---|---|",
    ...settingNames.filter((name) => blockOf(name) === block).map(row),
  ];
  const engine = (prefix: string) => [
    "",
    `The block of the engine's name is the configuration of the plugin \`${prefix}-<engine>\`. The plugin's own schema says what may be in it, and the kernel refuses the rest with the place of the block.`,
  ];
  return [
    "# Configuration of the service",
    "",
    "<!-- Generated by npm run generate from kernel/src/config/settings.ts. -->",
    "",
    "The file is written in HCL. It is looked for at `--config`, then `GOFER_CONFIG_PATH`, then `/etc/gofer/gofer.hcl`.",
    "Every key can be set by an environment variable as well; the variable wins, and one that is set to nothing does not count.",
    "`gofer service init-config` writes a file with every key, `gofer service printenv` shows what is in effect and where it comes",
    "from, and `gofer service doctor` checks it. Without a file and without flags the service runs in development mode.",
    "",
    "Unknown keys, values of the wrong kind and values out of range are refused, all at once, each with file, line and column.",
    "",
    '- A **duration** is written as in Go: `"300ms"`, `"1h30m"`.',
    '- A **size** is a number with one of `kB MB GB KiB MiB GiB`: `"512MiB"`, `"2GB"`.',
    "- A **path** that is relative is resolved against the folder of the file, or against the working directory when it comes from a variable.",
    "- Values are literals: a file computes nothing. `$${` in a string stands for `${`.",
    '- A **secret** of a plugin may be written as `"@/path/of/a/file"`, in the file and in the variable. It is never printed.',
    "- A key of a plugin's block has the variable `GOFER_<BLOCK>_<ENGINE>_<KEY>`, for example `GOFER_SECRET_STORE_<ENGINE>_ENCRYPTION_KEY`.",
    "",
    ...rows(""),
    ...Object.entries(blocks).flatMap(([block, { summary, plugins }]) => [
      "",
      `## ${block}`,
      "",
      summary,
      "",
      ...rows(block),
      ...(plugins === undefined ? [] : engine(plugins)),
    ]),
    "",
  ].join("\n");
}

function wrapped(text: string, start: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 110) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${start}${word}`);
  }
  return lines;
}

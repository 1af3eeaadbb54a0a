import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { KernelClient } from "@gofer/sdk";
import { Fault, messageOf } from "@gofer/sdk/fault";
import { allPlugins } from "../all-of.js";
import { type CommandSpec, type Context, flag, list, type Options, text } from "../command.js";
import { confirm, yesOption } from "../confirm.js";
import { toJson } from "../json.js";
import { openValue, readAll, writeAsked } from "../value-source.js";
import { parseVariables } from "../values.js";

/** Fetching may download, and starts the plugin once; an upgrade waits until the new version works. */
const patience = { timeoutMs: 300_000 };

const configOptions = {
  "--set <key=json...>": "set a key of the configuration; the value is JSON, or else text; null removes it",
  "--secret <key=value...>":
    "set a secret: name=@file or name=@- reads it, name=file:<path> and name=env:<variable> refer to it",
};

/** A path is made absolute; everything else is a name that the kernel knows. */
function sourceOf(word: string): string {
  return /^(npm|bundled|image|endpoint):/.test(word) ? word : resolve(word);
}

const registryOptions = {
  "--registry-user <name>": "who asks the registry of an image; used now and kept nowhere",
  "--registry-password <value>": "@file, or @- for standard input",
};

/** Throws `invalid` for a password that everybody would see. */
async function registryCredentials(options: Options) {
  const registryUsername = text(options, "registryUser") ?? "";
  const password = text(options, "registryPassword");
  if (password === undefined) return { registryUsername, registryPassword: "" };
  if (registryUsername === "") throw new Fault("invalid", "--registry-password needs --registry-user");
  if (!password.startsWith("@"))
    throw new Fault(
      "invalid",
      "a password on the command line is seen by everybody: use @file, or @- for standard input",
    );
  const bytes = await readAll(await openValue(password), 64 << 10);
  return { registryUsername, registryPassword: bytes.toString().replace(/\r?\n$/, "") };
}

async function fetchPackage(
  { kernel, terminal }: Context,
  source: string,
  credentials: Awaited<ReturnType<typeof registryCredentials>>,
) {
  terminal.say(`fetching and verifying ${source} …`);
  const { package: plugin } = await kernel.fetchPlugin({ source: sourceOf(source), ...credentials }, patience);
  if (!plugin) throw new Fault("internal", "the kernel answered without a package");
  const { name, version, digest, contracts, permissions, liveLink } = plugin;
  terminal.say(`  ${name} ${version}${liveLink ? " (DEV: a live link, its files may change)" : ""}`);
  terminal.say(`  digest   ${digest}`);
  terminal.say(`  serves   ${contracts.join(", ")}`);
  terminal.say(`  needs    ${permissions.join(", ") || "nothing beyond its own data directory"}`);
  return plugin;
}

/** "--set a=1 --secret b=@file" as the change that it asks for. Throws `invalid`. */
function changeOf(options: Options, removedSecrets: readonly string[] = []) {
  const config: Record<string, unknown> = {};
  for (const word of list(options, "set")) {
    const at = word.indexOf("=");
    if (at < 1) throw new Fault("invalid", `${JSON.stringify(word)} is not key=value`);
    config[word.slice(0, at)] = jsonOrText(word.slice(at + 1));
  }
  const isReference = (word: string) => /^[^=]+=(file|env):/.test(word);
  const secrets = list(options, "secret");
  for (const word of secrets) {
    if (!isReference(word) && !/^[^=]+=@/.test(word)) {
      throw new Fault(
        "invalid",
        `secret ${word.split("=")[0] ?? ""}: a value on the command line is seen by everybody: use =@file, =@- for standard input, =file:<path> or =env:<variable>`,
      );
    }
  }
  const values = Object.entries(parseVariables(secrets.filter((word) => !isReference(word))));
  const references = Object.entries(parseVariables(secrets.filter(isReference)));
  return {
    config: Buffer.from(JSON.stringify(config)),
    secretValues: Object.fromEntries(
      values.map(([key, value]) => [`/${key}`, Buffer.from(value.replace(/\r?\n$/, ""))]),
    ),
    secretReferences: Object.fromEntries(references.map(([key, value]) => [`/${key}`, value])),
    removedSecrets: removedSecrets.map((key) => `/${key}`),
  };
}

function jsonOrText(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/** Shows how far it is, until the store is in use. The alias of the one before. */
async function migrate({ kernel, terminal, format }: Context, role: string, alias: string): Promise<string> {
  for await (const step of kernel.migrateStore({ role, alias })) {
    if (format === "json") await terminal.print(toJson(step));
    const { copiedItems, totalItems, copiedBytes, totalBytes, switched, previousAlias } = step;
    const bytes = totalBytes > 0 ? `, ${mebibytes(copiedBytes)} of ${mebibytes(totalBytes)} MiB` : "";
    if (switched) return previousAlias;
    terminal.say(`copied and verified ${copiedItems} of ${totalItems}${bytes}`);
  }
  throw new Fault("internal", "the kernel ended the migration without a word");
}

const mebibytes = (bytes: number) => (bytes / (1 << 20)).toFixed(1);

/** A command that takes an alias, calls one RPC and says that it is done. */
const simple = (
  verb: string,
  summary: string,
  call: (kernel: KernelClient, alias: string, options: Options) => Promise<string>,
  options: Readonly<Record<string, string>> = {},
): CommandSpec => ({
  usage: `plugin ${verb} <alias>`,
  summary,
  options,
  run: async ({ kernel, terminal }, [alias = ""], given) => {
    terminal.say(await call(kernel, alias, given));
    return undefined;
  },
});

export const pluginManagementCommands: readonly CommandSpec[] = [
  {
    usage: "plugin install <source>",
    summary:
      "Install a plugin from a folder (live link), a .tgz, npm:<name>@<version>, image:<reference>, or endpoint:<address>",
    options: {
      "--alias <alias>": "name of the installation; the plugin's own name when left out",
      "--disabled": "do not start it",
      ...configOptions,
      ...registryOptions,
      ...yesOption,
    },
    run: async (context, [source = ""], options) => {
      const { kernel, terminal, format } = context;
      const change = changeOf(options);
      const { name, version, digest } = await fetchPackage(context, source, await registryCredentials(options));
      await confirm(context, options, `Install ${name} ${version} and let it have what it needs?`);
      const request = {
        digest,
        alias: text(options, "alias") ?? "",
        config: change,
        disabled: flag(options, "disabled"),
      };
      const installed = await kernel.installPlugin(request, patience);
      if (format === "json") await terminal.print(toJson(installed));
      terminal.say(`installed as ${installed.alias}: gofer plugin get ${installed.alias}`);
      return undefined;
    },
  },
  simple("enable", "Start a plugin, now and whenever the kernel starts", async (kernel, alias) => {
    await kernel.enablePlugin({ alias }, patience);
    return `enabled ${alias}: gofer plugin get ${alias}`;
  }),
  simple(
    "disable",
    "Stop a plugin until it is enabled again; refused while it is in use",
    async (kernel, alias, options) => {
      await kernel.disablePlugin({ alias, force: flag(options, "force") }, patience);
      return `disabled ${alias}`;
    },
    { "--force": "even while it is in use" },
  ),
  simple("restart", "End a plugin's process and start another", async (kernel, alias) => {
    await kernel.restartPlugin({ alias }, patience);
    return `restarted ${alias}: gofer plugin get ${alias}`;
  }),
  {
    usage: "plugin config get <alias>",
    summary: "Show a plugin's configuration, where its secrets are, and its schema",
    run: async ({ kernel, terminal, format }, [alias = ""]) => {
      const { config, schema, secretReferences } = await kernel.getPluginConfig({ alias }, patience);
      const all = {
        config: JSON.parse(config.toString()) as unknown,
        secrets: secretReferences,
        schema: schema.length > 0 ? (JSON.parse(schema.toString()) as unknown) : null,
      };
      await terminal.print(JSON.stringify(all, undefined, format === "json" ? undefined : 2));
      return undefined;
    },
  },
  {
    usage: "plugin config set <alias>",
    summary: "Change a plugin's configuration and start it again; nothing changes unless all of it is valid",
    options: { ...configOptions, "--unset-secret <key...>": "forget a secret" },
    run: async ({ kernel, terminal }, [alias = ""], options) => {
      const change = changeOf(options, list(options, "unsetSecret"));
      await kernel.setPluginConfig({ alias, change }, patience);
      terminal.say(`configured ${alias}: gofer plugin get ${alias}`);
      return undefined;
    },
  },
  {
    usage: "plugin config check <alias>",
    summary: "Say what a plugin has against its configuration, or against a change of it",
    options: configOptions,
    run: async ({ kernel, terminal, format }, [alias = ""], options) => {
      const { violations } = await kernel.checkPluginConfig({ alias, change: changeOf(options) }, patience);
      for (const violation of violations) {
        if (format === "json") await terminal.print(toJson(violation));
        else await terminal.print(`${violation.pointer || "/"} ${violation.message}`);
      }
      if (violations.length > 0) throw new Fault("invalid", `the configuration of ${alias} is not valid`);
      terminal.say(`the configuration of ${alias} is valid`);
      return undefined;
    },
  },
  {
    usage: "plugin upgrade <alias> [source]",
    summary: "Start another version beside the one that runs, and switch when it works",
    options: {
      "--probation <seconds>": "how long a failure brings the old version back by itself (300)",
      ...registryOptions,
      ...yesOption,
    },
    run: async (context, [alias = "", given], options) => {
      const { kernel, terminal } = context;
      const { plugin } = await kernel.getPlugin({ alias });
      const source = given ?? plugin?.source.replace(/ \(DEV\)$/, "") ?? "";
      const probation = Number(text(options, "probation") ?? 300);
      if (!(probation > 0)) throw new Fault("invalid", "--probation is a number of seconds above 0");
      const { version, digest, permissions } = await fetchPackage(context, source, await registryCredentials(options));
      const more = permissions.filter((permission) => !plugin?.permissions.includes(permission));
      if (more.length > 0) await confirm(context, options, `It needs more than before: ${more.join(", ")}. Upgrade?`);
      const request = { alias, digest, probationMs: probation * 1000 };
      const { previousVersion, previousDigest, unchanged } = await kernel.upgradePlugin(request, patience);
      const back = `gofer plugin rollback ${alias} goes back`;
      if (unchanged)
        terminal.say(
          `${alias} is ${version} with these files already, and nothing has changed: gofer plugin restart ${alias} starts it anew`,
        );
      else if (previousDigest === digest)
        terminal.say(`put the files of ${alias} ${version} back, and started it anew`);
      else if (previousVersion !== version)
        terminal.say(`upgraded ${alias} from ${previousVersion} to ${version}: ${back}`);
      else
        terminal.say(
          `upgraded ${alias}, which stays at ${version}, from ${previousDigest || "the bundled files"} to ${digest}: ${back}`,
        );
      return undefined;
    },
  },
  simple("rollback", "Go back to the version before the last upgrade", async (kernel, alias) => {
    const { version } = await kernel.rollbackPlugin({ alias }, patience);
    return `${alias} is ${version} again`;
  }),
  {
    usage: "plugin uninstall <alias>",
    summary: "Remove a plugin; refused while it is in use. Its data directory is kept",
    options: yesOption,
    run: async (context, [alias = ""], options) => {
      await confirm(context, options, `Uninstall ${alias}?`);
      await context.kernel.uninstallPlugin({ alias }, patience);
      context.terminal.say(`uninstalled ${alias}`);
      return undefined;
    },
  },
  {
    usage: "plugin use <role> <alias>",
    summary: "Let a plugin be the scheduler, object-store or secret-store from now on; what runs ends where it began",
    options: {
      "--migrate": "of a store: move there what other stores keep, while it is read and written",
      "--force": "of a store: leave what other stores keep where it is",
    },
    run: async (context, [role = "", alias = ""], options) => {
      const { kernel, terminal } = context;
      if (flag(options, "migrate") && flag(options, "force"))
        throw new Fault("invalid", "--migrate moves what is there, --force leaves it: give one of them");
      const before = flag(options, "migrate")
        ? await migrate(context, role, alias)
        : (await kernel.usePlugin({ role, alias, force: flag(options, "force") }, patience)).previousAlias;
      terminal.say(
        before === alias
          ? `${role} is ${alias} already`
          : `${role} is ${alias} from now on, it was ${before || "none"}`,
      );
      return undefined;
    },
  },
  {
    usage: "plugin lock [file]",
    summary: "Write down which plugins are installed, with the digests of their files (gofer.plugins.lock)",
    run: async ({ kernel, terminal }, [file = "gofer.plugins.lock"]) => {
      const { writeLock } = await import("../plugin-lock.js");
      const { entries, left } = writeLock(await allPlugins(kernel));
      for (const why of left) terminal.say(`! ${why}`);
      writeAsked(file, entries);
      terminal.say(`wrote ${file}`);
      return undefined;
    },
  },
  {
    usage: "plugin sync [file]",
    summary: "Make the installed plugins be what a lock file says",
    options: {
      "--locked": "refuse a package whose digest is not the one in the file",
      ...registryOptions,
      ...yesOption,
    },
    run: async (context, [file = "gofer.plugins.lock"], options) => {
      const { kernel, terminal } = context;
      if (!existsSync(file)) throw new Fault("notFound", `there is no ${file}: gofer plugin lock writes one`);
      const { parseLock, readLock } = await import("../plugin-lock.js");
      const wanted = parseLock(file, readFileSync(file, "utf8"));
      const differing = readLock(wanted, await allPlugins(kernel));
      // Everything is fetched and compared before anything is changed.
      const credentials = await registryCredentials(options);
      const fetched = [];
      for (const { entry, installed } of differing) {
        const plugin = await fetchPackage(context, entry.source, credentials);
        if (plugin.digest !== entry.digest && flag(options, "locked")) {
          throw new Fault(
            "dataLoss",
            `${entry.source} is ${plugin.digest}, ${file} says ${entry.digest}: nothing was changed`,
          );
        }
        fetched.push({ alias: entry.alias, plugin, installed });
      }
      if (fetched.length > 0)
        await confirm(context, options, `Install or change ${fetched.map(({ alias }) => alias).join(", ")}?`);
      const failed: string[] = [];
      for (const { alias, plugin, installed } of fetched) {
        try {
          if (installed) await kernel.upgradePlugin({ alias, digest: plugin.digest }, patience);
          else await kernel.installPlugin({ alias, digest: plugin.digest }, patience);
          terminal.say(`${alias} is ${plugin.version}`);
        } catch (error) {
          failed.push(`${alias}: ${messageOf(error)}`);
        }
      }
      if (failed.length > 0) throw new Fault("precondition", failed.join("\n"));
      terminal.say(fetched.length === 0 ? "everything is as the file says" : "done");
      return undefined;
    },
  },
];

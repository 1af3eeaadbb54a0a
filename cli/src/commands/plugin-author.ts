import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { Fault, messageOf } from "@gofer/sdk/fault";
import { isDnsLabel } from "@gofer/sdk/names";
import { suggestion } from "@gofer/sdk/suggestion";
import * as z from "zod";
import { type CommandSpec, text } from "../command.js";
import { programBundle } from "../program-bundle.js";
import { linkPackages } from "../skeleton/link-packages.js";
import { quoted } from "../skeleton/quoted.js";
import { languages, modelNames, type RoleWord, roles, skeletons } from "../skeleton/skeletons.js";
import { writeSkeleton } from "../skeleton/write-skeleton.js";

/** What an author of plugins needs. None of it asks a kernel. */
export const pluginAuthorCommands: readonly CommandSpec[] = [
  {
    usage: "plugin init <role> [directory]",
    summary: `Write the skeleton of a plugin: role ${Object.keys(roles).join(", ")}`,
    options: {
      "--lang <language>": `${languages.join(", ")} (default typescript)`,
      "--name <name>": "name of the plugin (default: that of the folder)",
    },
    run: async ({ terminal, format }, [word = "", directory = "."], options) => {
      const language = oneOf("language", text(options, "lang") ?? "typescript", languages);
      const role = oneOf("role", word, Object.keys(roles) as RoleWord[]);
      const name = pluginName(directory, text(options, "name"));
      writeSkeleton(directory, skeletons[language][role], [
        ...modelNames.map((model) => [model, name] as const),
        ["my-role", roles[role].noun],
        ["my-contract", roles[role].contract],
      ]);
      if (language === "typescript") linkPackages(directory);
      const shown = quoted(directory);
      const next = [`gofer plugin build ${shown}`, `gofer plugin test ${shown}`, `gofer plugin install ${shown}`];
      if (format === "json")
        return void (await terminal.print(
          JSON.stringify({ directory: resolve(directory), name, role, language, next }),
        ));
      await terminal.print(`wrote ${name} to ${directory}: ${roles[role].noun} in ${language}`);
      for (const command of next) terminal.say(terminal.colors.dim(`  ${command}`));
      return undefined;
    },
  },
  {
    usage: "plugin build [directory]",
    summary: "Build a plugin: bundle src/main.ts with all that it imports, or in another language run its build.sh",
    run: async ({ terminal, format }, [directory = "."]) => {
      const entry = join(directory, "src", "main.ts");
      const script = join(directory, "build.sh");
      if (!existsSync(entry) && !existsSync(script))
        throw new Fault(
          "notFound",
          `neither ${entry} nor ${script} is there: this builds plugins as gofer plugin init writes them, others have a build of their own`,
        );
      const { told, facts } = existsSync(entry) ? await buildTypescript(directory, entry) : runScript(script);
      if (format === "json") return void (await terminal.print(JSON.stringify(facts)));
      await terminal.print(told);
      terminal.say(terminal.colors.dim(`  gofer plugin test ${quoted(directory)}`));
      return undefined;
    },
  },
];

/** What is told of a build: to a person, and to a program. */
interface Built {
  readonly told: string;
  readonly facts: object;
}

async function buildTypescript(directory: string, entry: string): Promise<Built> {
  const output = join(directory, entrypointOf(directory));
  linkPackages(directory);
  await bundle(entry, output);
  return { told: `built ${output}`, facts: { file: resolve(output) } };
}

/** The last line of a script is what it has built, and how. What went wrong it says by itself. Throws `invalid` then. */
function runScript(script: string): Built {
  const { error, status, stdout } = spawnSync(resolve(script), {
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
  });
  if (error) throw new Fault("invalid", `${script} cannot be run: ${error.message}. It must be executable (chmod +x)`);
  if (status !== 0)
    throw new Fault("invalid", `${script} ended with ${status === null ? "a signal" : `exit code ${status}`}`);
  const told = stdout.trimEnd().split("\n").at(-1) ?? "";
  return { told: told === "" ? `${script} has run` : told, facts: { script: resolve(script), told } };
}

/** Throws `invalid` with what there is, and what was probably meant. */
function oneOf<T extends string>(what: string, given: string, known: readonly T[]): T {
  const found = known.find((word) => word === given);
  if (found !== undefined) return found;
  throw new Fault(
    "invalid",
    `${JSON.stringify(given)} is no ${what} of a plugin${suggestion(given, known)}: there are ${known.join(", ")}`,
  );
}

function pluginName(directory: string, given: string | undefined): string {
  const name = given ?? basename(resolve(directory));
  if (isDnsLabel(name)) return name;
  throw new Fault(
    "invalid",
    `${JSON.stringify(name)} cannot be the name of a plugin: it takes 1 to 63 of a-z, 0-9 and "-", and "-" neither first nor last${given === undefined ? "; name the folder so, or give --name" : ""}`,
  );
}

/** The file that the manifest starts. Throws `invalid` when it starts something else. */
function entrypointOf(directory: string): string {
  const path = join(directory, "gofer-plugin.json");
  const Manifest = z.object({ entrypoint: z.object({ node: z.string() }) });
  try {
    return Manifest.parse(JSON.parse(readFileSync(path, "utf8"))).entrypoint.node;
  } catch (error) {
    const why = error instanceof z.ZodError ? "it names no file of Node as its entrypoint" : messageOf(error);
    throw new Fault(
      "invalid",
      `${path} does not say what to build: ${why}. Example: "entrypoint": {"node": "dist/main.js"}`,
    );
  }
}

async function bundle(entry: string, output: string): Promise<void> {
  const { build, formatMessages } = await import("esbuild");
  try {
    await build({
      ...programBundle,
      external: [...programBundle.external],
      entryPoints: [resolve(entry)],
      outfile: resolve(output),
      logLevel: "silent",
    });
  } catch (error) {
    if (!(error instanceof Error && "errors" in error && Array.isArray(error.errors))) throw error;
    const messages = await formatMessages(error.errors as Parameters<typeof formatMessages>[0], { kind: "error" });
    throw new Fault("invalid", `${entry} does not compile:\n${messages.join("").trimEnd()}`);
  }
}

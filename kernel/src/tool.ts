import { parseArgs } from "node:util";
import { Fault } from "@gofer/sdk/fault";
import { bundledPlugins } from "./adapters/plugins/bundled.js";
import { describeSettings, sampleFile } from "./config/describe.js";
import { readSettings } from "./config/read.js";
import { inspectConfig, ownPluginDirectory } from "./config.js";
import { examine } from "./doctor.js";

/**
 * What the command line asks about the configuration without starting the kernel: `printenv` and `doctor` as
 * one JSON document, `init-config` as the file. Exit code 2 with the message when the file cannot be read.
 */
async function answer(): Promise<string> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { config: { type: "string" }, dev: { type: "boolean", default: false } },
  });
  const sources = { environment: process.env, file: values.config, development: values.dev };
  const [question = ""] = positionals;
  switch (question) {
    case "printenv": {
      const { read, problems } = inspectConfig(sources);
      return JSON.stringify({ settings: describeSettings(read), problems });
    }
    case "doctor":
      return JSON.stringify({ findings: await examine(sources, Date.now()) });
    case "init-config": {
      // No file is looked at: it may be the one that is to be written.
      const { settings } = readSettings(undefined, process.env);
      const available = bundledPlugins(settings.plugin_dir ?? ownPluginDirectory, [], {
        get: () => "",
        findNext: () => undefined,
      }).map(({ alias, secrets }) => ({
        plugin: alias,
        generatedSecrets: Object.keys(secrets).map((pointer) => pointer.slice(1)),
      }));
      return sampleFile(values.dev ? "development" : "production", available);
    }
    default:
      throw new Fault("invalid", `there is no question "${question}"`);
  }
}

function fail(error: unknown): void {
  if (!(error instanceof Fault)) throw error;
  process.stderr.write(error.message);
  process.exitCode = 2;
}

answer().then((text) => process.stdout.write(text), fail);

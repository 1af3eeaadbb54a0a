import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Plugin } from "@gofer/proto";
import { clientOf } from "@gofer/sdk/rpc";
import type { ConfigSettings, ConfigViolation, ProcessLedger } from "../../ports/plugin-host.js";
import { launch } from "./launch.js";
import { readManifest } from "./manifest.js";
import { PluginOutput } from "./plugin-output.js";
import { checkAgainstManifest, checkConfig, type SupervisionTiming } from "./supervisor.js";

/** Starts the plugin of a folder without configuring it, asks what it is and what it thinks of a configuration, and ends it. */
export async function probe(options: {
  readonly directory: string;
  readonly settings: ConfigSettings | undefined;
  readonly socketRoot: string;
  readonly processes: ProcessLedger;
  readonly timing: SupervisionTiming;
}): Promise<{ configSchema: Buffer; violations: readonly ConfigViolation[] }> {
  const manifest = readManifest(options.directory);
  const scratch = mkdtempSync(join(tmpdir(), "gofer-probe-"));
  try {
    const launched = await launch({
      ...options,
      alias: manifest.name,
      manifest,
      generation: 0,
      output: new PluginOutput(join(scratch, "output.log")),
      signal: new AbortController().signal,
    });
    try {
      const peer = `plugin "${manifest.name}" ${manifest.version}`;
      const plugin = clientOf(Plugin, launched.channel, { peer });
      const information = await plugin.getInfo({}, { timeoutMs: 5000 });
      checkAgainstManifest(peer, information, manifest);
      const { configSchema } = information;
      if (!options.settings) return { configSchema, violations: [] };
      return { configSchema, violations: (await checkConfig(plugin, configSchema, options.settings)).violations };
    } finally {
      await launched.stop(0);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

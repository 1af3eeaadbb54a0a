import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Plugin } from "@gofer/proto";
import { clientOf } from "@gofer/sdk/rpc";
import type { ConfigSettings, PluginProbe, PluginTarget, ProcessLedger } from "../../ports/plugin-host.js";
import { checkConfig } from "./configure.js";
import { checkAgainst } from "./connection.js";
import type { ContainerScheduler } from "./container.js";
import type { KeyPair } from "./endpoint.js";
import { readManifest } from "./manifest.js";
import { PluginOutput } from "./plugin-output.js";
import { startPlugin } from "./start.js";
import type { SupervisionTiming } from "./timing.js";

/** Makes a plugin serve without configuring it, asks what it is and what it thinks of a configuration, and ends it. */
export async function probe(options: {
  readonly target: PluginTarget;
  readonly settings: ConfigSettings | undefined;
  readonly socketRoot: string;
  readonly processes: ProcessLedger;
  readonly clientCertificate: () => KeyPair;
  readonly scheduler: () => ContainerScheduler | undefined;
  readonly timing: SupervisionTiming;
}): Promise<PluginProbe> {
  const { target, settings } = options;
  const manifest = target.kind === "folder" ? readManifest(target.directory) : undefined;
  const expected = manifest ?? (target.kind === "folder" ? undefined : target.facts);
  const alias = expected?.name ?? "";
  const scratch = mkdtempSync(join(tmpdir(), "gofer-probe-"));
  try {
    const launched = await startPlugin({
      ...options,
      alias,
      manifest,
      generation: 0,
      permissions: [],
      dataDirectory: undefined,
      output: new PluginOutput(join(scratch, "output.log")),
      signal: new AbortController().signal,
    });
    try {
      const peer = expected ? `plugin "${expected.name}" ${expected.version}` : "the plugin";
      const plugin = clientOf(Plugin, launched.channel, { peer });
      const information = await plugin.getInfo({}, { timeoutMs: 5000 });
      if (expected) checkAgainst(peer, information, expected, target.kind);
      const { name, version, contracts, configSchema, kernelRange, permissions } = information;
      const facts = { name, version, contracts };
      const answer = { facts, kernelRange: kernelRange || "*", permissions, configSchema };
      if (!settings) return { ...answer, violations: [] };
      return { ...answer, violations: (await checkConfig(plugin, configSchema, settings)).violations };
    } finally {
      await launched.stop(0);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

import { createHash } from "node:crypto";
import { Fault } from "@gofer/sdk/fault";
import type { ResolveConfig } from "../../app/config-references.js";
import type { ConfigSettings, ConfigViolation, Installation, KernelAccess } from "../../ports/plugin-host.js";
import type { PluginClient } from "./connection.js";
import { completeConfig } from "./plugin-config.js";

/** Values of secret fields by JSON pointer. */
export type Secrets = Readonly<Record<string, string>>;

/** Gives a running plugin its configuration with these secrets; its answer, and all secret values that it has now. */
export type Configure = (given: Secrets) => Promise<{ restartRequired: boolean; secrets: Secrets }>;

/**
 * How a plugin that runs is configured, again and again while it lives. A call throws `invalid` with everything that
 * the schema or the plugin has against it, and `unavailable` while secrets that it refers to cannot be read.
 */
export function configurer(options: {
  readonly plugin: PluginClient;
  readonly peer: string;
  /** JSON Schema; empty where the plugin takes no configuration. */
  readonly schema: Buffer;
  readonly installation: Installation;
  readonly installationId: string;
  readonly generation: number;
  /** As the plugin sees it. */
  readonly dataDirectory: string;
  readonly kernelVersion: string;
  /** How it calls the kernel, where it may. */
  readonly access: KernelAccess | undefined;
  readonly resolveConfig: ResolveConfig;
}): Configure {
  const { plugin, peer, schema, installation, installationId, generation, dataDirectory, kernelVersion } = options;
  const { alias, origin } = installation;
  return async (given) => {
    const settings = await options.resolveConfig(alias, { ...installation, secrets: given });
    const { bytes, secrets, values, violations } = await checkConfig(plugin, schema, settings);
    if (violations.length > 0) {
      const problems = violations.map(({ pointer, message }) => `${pointer || "/"} ${message}`).join("; ");
      const wrong = `the configuration of ${peer} is not valid: ${problems}`;
      throw new Fault(
        "invalid",
        origin === undefined ? `${wrong}: gofer plugin config set ${alias} changes it` : `${origin}: ${wrong}`,
      );
    }
    const { restartRequired } = await plugin.configure({
      config: bytes,
      secrets,
      configHash: hashOf(bytes, secrets),
      installationId,
      generation,
      dataDirectory,
      kernel: { version: kernelVersion, features: [], address: "", token: "", ...options.access },
    });
    return { restartRequired, secrets: values };
  };
}

/** A configuration as it travels, and everything that its schema, or else the plugin itself, has against it. */
export async function checkConfig(
  plugin: PluginClient,
  schema: Buffer,
  settings: ConfigSettings,
): Promise<{
  bytes: Buffer;
  secrets: Record<string, Buffer>;
  values: Secrets;
  violations: readonly ConfigViolation[];
}> {
  const { config, secrets: values, violations } = await completeConfig(schema, settings);
  const bytes = Buffer.from(JSON.stringify(config));
  const secrets = Object.fromEntries(Object.entries(values).map(([pointer, value]) => [pointer, Buffer.from(value)]));
  if (violations.length > 0) return { bytes, secrets, values, violations };
  return { bytes, secrets, values, violations: (await plugin.validateConfig({ config: bytes, secrets })).violations };
}

function hashOf(config: Buffer, secrets: Readonly<Record<string, Buffer>>): string {
  const hash = createHash("sha256").update(config);
  for (const [pointer, value] of Object.entries(secrets).sort())
    hash.update(`${pointer}:${value.length}:`).update(value);
  return hash.digest("hex");
}

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { KeptSecrets } from "../../ports/kept-secrets.js";
import type { Installation } from "../../ports/plugin-host.js";
import { type Manifest, readManifest } from "./manifest.js";

/** What the kernel's configuration says about one plugin. */
export interface BundledSettings {
  readonly plugin: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly texts: Readonly<Record<string, string>>;
  readonly origin: string;
}

/** A plugin of the plugin folder and how much it recommends itself as the default of its role. */
export interface BundledPlugin extends Installation {
  readonly contracts: readonly string[];
  readonly rank: number;
}

/**
 * The plugins in a folder, as the development mode installs them: with what the kernel's configuration says,
 * else the defaults of their manifests, and with random values for the secrets that those ask to be generated.
 * The alias is the folder's name.
 */
export function bundledPlugins(
  folder: string,
  settings: readonly BundledSettings[],
  kept: Pick<KeptSecrets, "get" | "findNext">,
): readonly BundledPlugin[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .filter((name) => existsSync(join(folder, name, "gofer-plugin.json")))
    .map((alias) => {
      const directory = join(folder, alias);
      const { contracts, permissions, development } = manifestOrNothing(directory);
      const given = settings.find(({ plugin }) => plugin === alias);
      const isGiven = (pointer: string) =>
        [given?.values, given?.texts].some((named) => pointer.slice(1) in (named ?? {}));
      const secrets: Record<string, string> = {};
      for (const [pointer, length] of Object.entries(development.generateSecrets)) {
        if (isGiven(pointer)) continue;
        const value = kept.get(alias, pointer, length);
        const next = kept.findNext(alias, pointer);
        secrets[pointer] = next ?? value;
        // A change of the key was interrupted: nobody knows whether the plugin has the new one.
        if (next !== undefined) secrets[pointer.replace("/", "/previous_")] = value;
      }
      return {
        alias,
        target: { kind: "folder", directory },
        enabled: true,
        permissions,
        config: { ...development.config, ...given?.values },
        texts: given?.texts ?? {},
        origin: given?.origin,
        secrets,
        contracts: contracts.map((contract) => contract.name),
        rank: development.rank,
      };
    });
}

/** A broken manifest is told when the plugin is started; it must not keep the kernel from starting. */
export function manifestOrNothing(
  directory: string,
): Pick<Manifest, "name" | "version" | "permissions" | "contracts" | "development"> {
  try {
    return readManifest(directory);
  } catch {
    return {
      name: "",
      version: "",
      permissions: [],
      contracts: [],
      development: { rank: 0, config: {}, generateSecrets: {} },
    };
  }
}

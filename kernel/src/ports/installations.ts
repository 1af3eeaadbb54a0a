import type { PluginFacts, PluginTarget, RegistryCredentials } from "./plugin-host.js";

/** The files of one version of a plugin: where they come from and what they are. */
export interface PluginPackage {
  readonly name: string;
  readonly version: string;
  /** As it was asked for: an absolute path, "npm:<spec>", "image:<reference>", "endpoint:<address>", or "bundled:<folder>". */
  readonly source: string;
  /**
   * A stored copy is found by its digest and verified at every start; a live link is whatever is there now; an image is
   * started by what it was resolved to; an endpoint has no files here.
   */
  readonly kind: "stored" | "link" | "bundled" | "image" | "endpoint";
  /** "sha256:<hex>" over all files, of an image, or over what an endpoint says; of a live link only what it was when it was installed. */
  readonly digest: string;
  /** What the scheduler resolved an image to. */
  readonly reference?: string;
  /** What a plugin without a manifest has said it serves. */
  readonly contracts?: PluginFacts["contracts"];
  readonly permissions: readonly string[];
}

/** What an admin wants: "auto" means that the kernel starts it when it is needed. */
export type Intent = "auto" | "enabled" | "disabled";

/** Where the value of a secret field is: it is read at every start, and never kept in the ledger. */
export type SecretReference = { readonly file: string } | { readonly environment: string };

/** A plugin under an alias, as the ledger knows it. */
export interface InstallationRecord {
  readonly alias: string;
  readonly package: PluginPackage;
  /** What was there before the last upgrade: kept for a rollback. */
  readonly previous: PluginPackage | undefined;
  /** Until then a failure of the new version brings the previous one back by itself, Unix milliseconds; 0 for never. */
  readonly probationUntilMs: number;
  readonly intent: Intent;
  /** What an admin has set; a bundled plugin has the defaults of its manifest below it. */
  readonly config: Readonly<Record<string, unknown>>;
  /** By JSON pointer. */
  readonly secrets: Readonly<Record<string, SecretReference>>;
}

/** The installation that serves a role, and the setting of the kernel that was in force when it was chosen. */
export interface RoleBinding {
  readonly role: string;
  readonly alias: string;
  /** A setting that has changed since is newer, and wins. */
  readonly setting: string;
}

/** Reads see what is committed. */
export interface InstallationTable {
  /** Ordered by alias. */
  readonly list: () => readonly InstallationRecord[];
  readonly find: (alias: string) => InstallationRecord | undefined;
  readonly findBinding: (role: string) => RoleBinding | undefined;
  /** Folders of bundled plugins that have been installed once: one that was uninstalled stays away. */
  readonly bundledSeen: () => ReadonlySet<string>;
  /** Pipelines whose current version names the plugin, as "namespace/pipeline (trigger label)". */
  readonly pipelinesThatName: (alias: string) => readonly string[];
}

/** Reachable inside a commit only. */
export interface InstallationWriter {
  readonly saveInstallation: (record: InstallationRecord) => void;
  readonly removeInstallation: (alias: string) => void;
  readonly saveBinding: (binding: RoleBinding) => void;
}

/** Keeps the values of secret fields outside the ledger, readable by the kernel alone. */
export interface SecretVault {
  readonly write: (alias: string, value: string) => SecretReference;
  /** Throws `notFound` and names the reference when there is no value. */
  readonly read: (reference: SecretReference) => string;
  /** Removes every value that the kernel keeps and that is not referred to. */
  readonly collect: (inUse: readonly SecretReference[]) => void;
}

/** A package that is on this machine and has been proven to be what its manifest says. */
export interface FetchedPackage {
  readonly package: PluginPackage;
  readonly contracts: readonly string[];
  readonly kernel: string;
}

/** The files of packages: a content-addressed folder, and what leads there. */
export interface PackageStore {
  /**
   * Brings a package here and verifies it; nothing is recorded. Throws `invalid` for an archive or manifest that
   * is not acceptable, `notFound` and `unavailable` for a source that is not there, `precondition` for a package
   * that does not fit this machine or kernel, or that is not what its manifest says.
   */
  readonly fetch: (source: string, auth?: RegistryCredentials) => Promise<FetchedPackage>;
  readonly targetOf: (plugin: PluginPackage) => PluginTarget;
  /** Removes what no installation refers to. */
  readonly collect: (inUse: readonly PluginPackage[]) => void;
}

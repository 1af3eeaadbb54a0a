import { isAbsolute } from "node:path";
import { Fault, messageOf } from "@gofer/sdk/fault";
import type { FetchedPackages } from "../../app/fetched-packages.js";
import type { ConfigChange, PluginAdmin } from "../../app/plugin-admin.js";
import { roleNames } from "../../app/plugin-names.js";
import type { PluginUpgrades } from "../../app/plugin-upgrades.js";
import type { RoleBindings } from "../../app/role-bindings.js";
import type { SecretReference } from "../../ports/installations.js";
import type { StoreRole } from "../../ports/store-keys.js";
import { initiatorOf } from "./initiator.js";
import type { Handlers, RequestOf } from "./kernel-service.js";

type ConfigChangeMessage = RequestOf<"setPluginConfig">["change"];

const defaultProbationMs = 5 * 60_000;

export interface PluginManagementOptions {
  readonly packages: FetchedPackages;
  readonly admin: PluginAdmin;
  readonly upgrades: PluginUpgrades;
  readonly roles: RoleBindings;
}

export function pluginManagementHandlers({
  packages,
  admin,
  upgrades,
  roles,
}: PluginManagementOptions): Handlers<
  | "fetchPlugin"
  | "installPlugin"
  | "enablePlugin"
  | "disablePlugin"
  | "restartPlugin"
  | "getPluginConfig"
  | "checkPluginConfig"
  | "setPluginConfig"
  | "upgradePlugin"
  | "rollbackPlugin"
  | "uninstallPlugin"
  | "usePlugin"
  | "migrateStore"
> {
  return {
    async fetchPlugin({ source, registryUsername: username, registryPassword: password }) {
      const auth = username === "" ? undefined : { username, password };
      const { package: plugin, contracts, kernel } = await packages.fetch(source, auth);
      const { name, version, digest, permissions } = plugin;
      return {
        package: {
          name,
          version,
          digest,
          source: plugin.source,
          liveLink: plugin.kind === "link",
          permissions: [...permissions],
          contracts: [...contracts],
          kernelRange: kernel,
        },
      };
    },
    async installPlugin({ digest, alias, config, disabled }, call) {
      const name = await admin.install({ digest, alias, enabled: !disabled, ...changeFrom(config) }, initiatorOf(call));
      return { alias: name };
    },
    async enablePlugin({ alias }, call) {
      await admin.enable(alias, initiatorOf(call));
      return {};
    },
    async disablePlugin({ alias, force }, call) {
      await admin.disable(alias, force, initiatorOf(call));
      return {};
    },
    async restartPlugin({ alias }, call) {
      await admin.restart(alias, initiatorOf(call));
      return {};
    },
    async getPluginConfig({ alias }) {
      const { config, secrets, schema } = await admin.config(alias);
      return {
        config: Buffer.from(JSON.stringify(config)),
        secretReferences: Object.fromEntries(
          Object.entries(secrets).map(([pointer, reference]) => [pointer, referenceToProto(reference)]),
        ),
        schema,
      };
    },
    async checkPluginConfig({ alias, change }) {
      return { violations: [...(await admin.checkConfig(alias, changeFrom(change)))] };
    },
    async setPluginConfig({ alias, change }, call) {
      await admin.setConfig(alias, changeFrom(change), initiatorOf(call));
      return {};
    },
    async upgradePlugin({ alias, digest, probationMs }, call) {
      if (probationMs < 0) throw new Fault("invalid", `probation_ms ${probationMs} is negative`);
      const by = initiatorOf(call);
      const { previous, unchanged } = await upgrades.upgrade(alias, digest, probationMs || defaultProbationMs, by);
      return { previousVersion: previous.version, previousDigest: previous.digest, unchanged };
    },
    async rollbackPlugin({ alias }, call) {
      return { version: await upgrades.rollback(alias, initiatorOf(call)) };
    },
    async uninstallPlugin({ alias }, call) {
      await admin.uninstall(alias, initiatorOf(call));
      return {};
    },
    async usePlugin({ role, alias, force }, call) {
      if (role === "scheduler") return { previousAlias: await roles.useScheduler(alias, initiatorOf(call)) };
      return { previousAlias: await roles.useStore(storeRoleFrom(role), alias, force, initiatorOf(call)) };
    },
    async *migrateStore({ role, alias }, call) {
      const steps = roles.migrateStore(storeRoleFrom(role), alias, initiatorOf(call), call.signal);
      let last = { copiedItems: 0, copiedBytes: 0, totalItems: 0, totalBytes: 0 };
      try {
        for (;;) {
          const step = await steps.next();
          if (step.done) {
            yield { ...last, switched: true, previousAlias: step.value };
            return;
          }
          const { copied, total } = step.value;
          last = {
            copiedItems: copied.items,
            copiedBytes: copied.bytes,
            totalItems: total.items,
            totalBytes: total.bytes,
          };
          yield { ...last, switched: false, previousAlias: "" };
        }
      } finally {
        await steps.return("");
      }
    },
  };
}

/** Throws `invalid`. */
function storeRoleFrom(name: string): StoreRole {
  for (const role of ["objectStore", "secretStore"] as const) if (roleNames[role] === name) return role;
  const names = [roleNames.scheduler, roleNames.objectStore, roleNames.secretStore].join(", ");
  throw new Fault(
    "invalid",
    `role ${JSON.stringify(name)} cannot be given to a plugin: ${names} can, and pipelines name their triggers and common tasks themselves`,
  );
}

/** Throws `invalid` with all problems. */
function changeFrom(change: ConfigChangeMessage | null | undefined): ConfigChange {
  const problems: string[] = [];
  const secretReferences: Record<string, SecretReference> = {};
  for (const [pointer, text] of Object.entries(change?.secretReferences ?? {})) {
    const [, kind, name = ""] = /^(file|env):(.+)$/s.exec(text) ?? [];
    if (kind === "file" && isAbsolute(name)) secretReferences[pointer] = { file: name };
    else if (kind === "env" && /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) secretReferences[pointer] = { environment: name };
    else problems.push(`secret ${pointer}: a reference is file:<absolute path> or env:<variable>`);
  }
  const secretValues = Object.entries(change?.secretValues ?? {}).map(([pointer, value]) => [
    pointer,
    value.toString(),
  ]);
  const pointers = [...Object.keys(secretReferences), ...secretValues.map(([pointer = ""]) => pointer)];
  for (const pointer of pointers)
    if (!/^\/[^/~]+$/.test(pointer)) problems.push(`secret ${pointer}: a secret field is named as in /password`);
  const config = configFrom(change?.config ?? Buffer.alloc(0), problems);
  if (problems.length > 0) throw new Fault("invalid", problems.join("\n"));
  return {
    config,
    secretValues: Object.fromEntries(secretValues) as Record<string, string>,
    secretReferences,
    removedSecrets: change?.removedSecrets ?? [],
  };
}

function configFrom(bytes: Buffer, problems: string[]): Readonly<Record<string, unknown>> {
  if (bytes.length === 0) return {};
  try {
    const value: unknown = JSON.parse(bytes.toString());
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
    problems.push("the configuration is not a JSON object");
  } catch (error) {
    problems.push(`the configuration is not JSON: ${messageOf(error)}`);
  }
  return {};
}

function referenceToProto(reference: SecretReference): string {
  return "file" in reference ? `file:${reference.file}` : `env:${reference.environment}`;
}

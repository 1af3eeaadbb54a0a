import {
  ObjectStore,
  type PluginDefinition,
  type PluginHandlers,
  Scheduler,
  SecretStore,
  Task,
  Trigger,
} from "@gofer/proto";
import { Fault } from "@gofer/sdk/fault";
import { roles } from "@gofer/sdk/plugin";
import { clientOf, type ServiceClient } from "@gofer/sdk/rpc";
import type { PluginConnection, PluginFacts, PluginRole, PluginTarget } from "../../ports/plugin-host.js";
import type { LaunchedPlugin } from "./launch.js";

/** How the kernel calls what every plugin serves. */
export type PluginClient = ServiceClient<PluginHandlers, PluginDefinition>;

/** Throws `precondition` unless a plugin is what its manifest says, or what it said when it was installed. */
export function checkAgainst(peer: string, info: PluginFacts, expected: PluginFacts, kind: PluginTarget["kind"]): void {
  const describe = (facts: PluginFacts) =>
    JSON.stringify({
      name: facts.name,
      version: facts.version,
      contracts: facts.contracts.map(({ name, features }) => `${name} [${[...features].sort().join(", ")}]`).sort(),
    });
  if (describe(info) === describe(expected)) return;
  throw new Fault(
    "precondition",
    kind === "folder"
      ? `${peer} says it is ${describe(info)}, its manifest says ${describe(expected)}: they must agree, install a version in which they do`
      : `${peer} says it is ${describe(info)}, and ${describe(expected)} was installed: gofer plugin upgrade takes what is there now`,
  );
}

/** The roles that a plugin says it serves. */
export function rolesOf({ contracts }: PluginFacts): PluginRole[] {
  return (Object.keys(roles) as PluginRole[]).filter((role) =>
    contracts.some(({ name }) => name === roles[role].contract),
  );
}

/** The services of a plugin, one for each role it serves; their calls end with its process. */
export function connectionOf(
  info: PluginFacts,
  { channel }: LaunchedPlugin,
  its: { readonly alias: string; readonly peer: string; readonly generation: number; readonly closed: AbortSignal },
): PluginConnection {
  const served = new Set(rolesOf(info));
  const call = { peer: its.peer, signal: its.closed };
  return {
    alias: its.alias,
    name: info.name,
    version: info.version,
    generation: its.generation,
    features: (role) => info.contracts.find(({ name }) => name === roles[role].contract)?.features ?? [],
    scheduler: served.has("scheduler") ? clientOf(Scheduler, channel, call) : undefined,
    objectStore: served.has("objectStore") ? clientOf(ObjectStore, channel, call) : undefined,
    secretStore: served.has("secretStore") ? clientOf(SecretStore, channel, call) : undefined,
    trigger: served.has("trigger") ? clientOf(Trigger, channel, call) : undefined,
    task: served.has("task") ? clientOf(Task, channel, call) : undefined,
    closed: its.closed,
  };
}

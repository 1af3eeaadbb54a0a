import type { PluginHost, PluginRole } from "../ports/plugin-host.js";

/** The roles as people write them. */
export const roleNames = {
  scheduler: "scheduler",
  objectStore: "object-store",
  secretStore: "secret-store",
  trigger: "trigger",
  task: "task",
} as const satisfies Record<PluginRole, string>;

/** The role in front of a name may be left out: "interval" is "trigger-interval", unless something is installed as "interval". */
export function fullAlias(host: Pick<PluginHost, "find">, role: "trigger" | "task", name: string): string {
  const full = `${role}-${name}`;
  return !host.find(name) && host.find(full) ? full : name;
}

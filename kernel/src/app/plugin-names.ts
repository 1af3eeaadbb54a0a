import type { PluginHost } from "../ports/plugin-host.js";

/** The role in front of a name may be left out: "interval" is "trigger-interval", unless something is installed as "interval". */
export function fullAlias(host: Pick<PluginHost, "find">, role: "trigger" | "task", name: string): string {
  const full = `${role}-${name}`;
  return !host.find(name) && host.find(full) ? full : name;
}

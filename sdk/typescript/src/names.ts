/** True for what may name a plugin, its alias, or the key of a container: a DNS label, at most 63 of a-z, 0-9 and "-". */
export function isDnsLabel(name: string): boolean {
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name);
}

/** True for what may name a pipeline, its tasks and the labels of its triggers. */
export function isIdentifier(name: string): boolean {
  return /^[A-Za-z0-9_]{3,32}$/.test(name);
}

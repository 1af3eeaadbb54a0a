/** Begins the keys of containers that are plugins; those of tasks begin with "r" and a number. */
export const pluginContainerPrefix = "plugin-";

export function isPluginContainer(key: string): boolean {
  return key.startsWith(pluginContainerPrefix);
}

import type { Bench, RunningPlugin } from "../bench.js";

/** A plugin of its own that has the fixture as its configuration. */
export async function configured(bench: Bench): Promise<RunningPlugin> {
  const plugin = await bench.launch();
  await bench.configure(plugin);
  return plugin;
}

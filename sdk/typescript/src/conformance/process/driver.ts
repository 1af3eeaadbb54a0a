import { parseHandshake } from "../../plugin/handshake.js";
import type { Bench } from "../bench.js";
import { within } from "../check.js";
import type { PluginProcess } from "../plugin-process.js";

/** The plugin gets this long to end after it was asked to; the kernel kills it then. */
export const graceMs = 10_000;

export async function ends(process: PluginProcess): Promise<string> {
  return within("the plugin ends", graceMs, process.exited);
}

/** A plugin that has shaken hands, as it says. */
export async function shakeHands(bench: Bench, environment: NodeJS.ProcessEnv = {}) {
  const process = await bench.spawn({ environment });
  return { process, handshake: parseHandshake(await process.handshakeLine()) };
}

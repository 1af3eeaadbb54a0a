import { Readable } from "node:stream";
import { Fault } from "@gofer/sdk/fault";
import type { Engine } from "./engine.js";
import { hasStatus } from "./engine-fault.js";
import { jsonLines } from "./json-lines.js";
import { pauseProgram } from "./pause-program.js";
import { tarOf } from "./tar.js";

/** The image of this plugin's own containers, made from a file of some hundred bytes; what it runs is `/pause`. */
export async function helperImage(engine: Engine, architecture: string): Promise<string> {
  const name = `gofer-pause:1-${architecture}`;
  const { docker, ask } = engine;
  try {
    await ask(docker.getImage(name).inspect());
    return name;
  } catch (error) {
    if (!hasStatus(error, 404)) throw error;
  }
  const program = pauseProgram(architecture);
  if (!program) {
    throw new Fault(
      "precondition",
      `sandboxes are not made for ${architecture} machines yet: use the network modes none and own`,
    );
  }
  const [repo, tag] = name.split(":");
  const archive = Readable.from([tarOf("pause", program, 0o755)]);
  const progress = await ask(docker.importImage(archive as never, { repo, tag }));
  for await (const line of jsonLines(progress)) {
    const { error } = line as { error?: string };
    if (error !== undefined) throw new Fault("unavailable", `image ${name} cannot be imported: ${error}`);
  }
  return name;
}

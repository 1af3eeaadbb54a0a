import { basename, resolve } from "node:path";
import { Fault } from "@gofer/sdk/fault";
import { isIdentifier } from "@gofer/sdk/names";
import { type CommandSpec, text } from "../command.js";
import { linkPackages } from "../skeleton/link-packages.js";
import { quoted } from "../skeleton/quoted.js";
import { pipelineSkeleton } from "../skeleton/skeletons.js";
import { writeSkeleton } from "../skeleton/write-skeleton.js";

export const pipelineInitCommands: readonly CommandSpec[] = [
  {
    usage: "pipeline init [directory]",
    summary: "Write the skeleton of a pipeline in TypeScript, ready to be registered",
    options: { "--id <id>": "id of the pipeline (default: that of the folder, with _ for what an id cannot hold)" },
    run: async ({ terminal, format }, [directory = "."], options) => {
      const id = pipelineId(directory, text(options, "id"));
      writeSkeleton(directory, pipelineSkeleton, [["my_pipeline", id]]);
      linkPackages(directory);
      const shown = quoted(directory);
      const next = [`gofer pipeline plan ${shown}`, `gofer up ${shown}`, `gofer run start ${id} --watch`];
      if (format === "json")
        return void (await terminal.print(JSON.stringify({ directory: resolve(directory), id, next })));
      await terminal.print(`wrote pipeline ${id} to ${directory}`);
      for (const command of next) terminal.say(terminal.colors.dim(`  ${command}`));
      return undefined;
    },
  },
];

function pipelineId(directory: string, given: string | undefined): string {
  const id = given ?? basename(resolve(directory)).replaceAll(/[^A-Za-z0-9_]/g, "_");
  if (isIdentifier(id)) return id;
  throw new Fault(
    "invalid",
    `${JSON.stringify(id)} cannot be the id of a pipeline: it takes 3 to 32 of A-Z, a-z, 0-9 and _${given === undefined ? "; name the folder so, or give --id" : ""}`,
  );
}

import type { CommandSpec } from "../command.js";
import { eventCommands } from "./event.js";
import { pipelineCommands } from "./pipeline.js";
import { pluginCommands } from "./plugin.js";
import { runCommands } from "./run.js";
import { serviceCommands } from "./service.js";
import { taskRunCommands } from "./taskrun.js";

/** Every command of `gofer`. */
export const commands: readonly CommandSpec[] = [
  ...serviceCommands,
  ...pipelineCommands,
  ...runCommands,
  ...taskRunCommands,
  ...eventCommands,
  ...pluginCommands,
];

import type { CommandSpec } from "../command.js";
import { commonTaskCommands } from "./common-task.js";
import { completionCommands } from "./completion.js";
import { configCommands } from "./config.js";
import { eventCommands } from "./event.js";
import { namespaceCommands } from "./namespace.js";
import { pipelineCommands } from "./pipeline.js";
import { pipelineInitCommands } from "./pipeline-init.js";
import { pipelineLifecycleCommands } from "./pipeline-lifecycle.js";
import { pluginCommands } from "./plugin.js";
import { pluginAuthorCommands } from "./plugin-author.js";
import { pluginManagementCommands } from "./plugin-management.js";
import { pluginTestCommands } from "./plugin-test.js";
import { rolePluginCommands } from "./role-plugins.js";
import { runCommands } from "./run.js";
import { secretCommands } from "./secret.js";
import { serviceCommands } from "./service.js";
import { storeCommands } from "./store.js";
import { taskRunCommands } from "./taskrun.js";
import { tokenCommands } from "./token.js";
import { triggerCommands } from "./trigger.js";

/** Every command of `gofer`. */
export const commands: readonly CommandSpec[] = [
  ...serviceCommands,
  ...tokenCommands,
  ...namespaceCommands,
  ...pipelineInitCommands,
  ...pipelineCommands,
  ...pipelineLifecycleCommands,
  ...runCommands,
  ...taskRunCommands,
  ...eventCommands,
  ...triggerCommands,
  ...rolePluginCommands("trigger"),
  ...commonTaskCommands,
  ...rolePluginCommands("common-task"),
  ...configCommands,
  ...completionCommands,
  ...pluginCommands,
  ...pluginAuthorCommands,
  ...pluginTestCommands,
  ...storeCommands,
  ...secretCommands,
  ...pluginManagementCommands,
];

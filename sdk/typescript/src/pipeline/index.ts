export {
  type CommonTaskBuilder,
  type Condition,
  type CustomTaskBuilder,
  type Duration,
  globalSecret,
  newCommonTask,
  newCustomTask,
  newPipeline,
  newTrigger,
  type PipelineBuilder,
  pipelineObject,
  pipelineSecret,
  runObject,
  type Size,
  type TriggerBuilder,
} from "./builder.js";
export { parseDuration } from "./duration.js";
export { validatePipeline } from "./validate.js";

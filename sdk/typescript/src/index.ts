export { connectKernel, type KernelAddress, type KernelClient } from "./client.js";
export { Fault, FaultCode, isTransient } from "./fault.js";
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
  type TriggerBuilder,
  validatePipeline,
} from "./pipeline/index.js";

export type { Subscription } from "@gofer/proto";
export {
  durationParameter,
  formatDuration,
  momentParameter,
  type ParameterSchema,
  type ParsedParameters,
  parseParameters,
} from "../parameters.js";
export { type Clock, ManualClock, systemClock } from "./clock.js";
export { type Misfire, type Plan, type Schedule, ScheduleRunner, type Terms } from "./schedule.js";
export {
  createPlanner,
  openScheduleTrigger,
  overlapParameter,
  type PlanOf,
  type ScheduleDefinition,
  scheduleParameters,
} from "./schedule-trigger.js";
export { callInProcess, TriggerConnection } from "./testing.js";
export {
  type Delivery,
  type ExternalAnswer,
  type ExternalEvent,
  type Happening,
  openTrigger,
  type ParsedSubscription,
  type Subscriber,
  type TriggerOptions,
} from "./trigger.js";

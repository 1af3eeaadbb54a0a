export { durationParameter, formatDuration, parseParameters } from "../parameters.js";
export type { TaskProgress } from "./execution.js";
export { openTask, type ResumedTask, type TaskContext, type TaskOptions } from "./task.js";

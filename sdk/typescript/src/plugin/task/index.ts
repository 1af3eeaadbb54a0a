export { durationParameter, formatDuration, parseParameters } from "../trigger/parameters.js";
export type { TaskProgress } from "./execution.js";
export { openTask, type ResumedTask, type TaskContext, type TaskOptions } from "./task.js";

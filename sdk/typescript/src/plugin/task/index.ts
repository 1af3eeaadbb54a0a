export { durationParameter, formatDuration, parseParameters } from "../trigger/parameters.js";
export { openTask, type ResumedTask, type TaskContext, type TaskOptions, type TaskProgress } from "./task.js";

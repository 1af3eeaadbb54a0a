export { durationParameter, formatDuration, parseParameters } from "../trigger/parameters.js";
export { openTask, type TaskContext, type TaskOptions } from "./task.js";

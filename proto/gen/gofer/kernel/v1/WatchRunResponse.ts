// Original file: gofer/kernel/v1/run.proto

import type { RunInput as _gofer_kernel_v1_RunInput, Run as _gofer_kernel_v1_Run } from '../../../gofer/kernel/v1/Run.js';
import type { TaskRunInput as _gofer_kernel_v1_TaskRunInput, TaskRun as _gofer_kernel_v1_TaskRun } from '../../../gofer/kernel/v1/TaskRun.js';

/**
 * A run as it is now.
 */
export interface WatchRunResponseInput {
  /**
   * The run.
   */
  'run'?: (_gofer_kernel_v1_RunInput | null);
  /**
   * Task runs that have changed since the message before, in the order of the config; at first all of them. Each
   * takes the place of the one with the same task and attempt.
   */
  'taskRuns'?: (_gofer_kernel_v1_TaskRunInput)[];
  /**
   * More of the same change follows: until a message without it, what is known of the task runs is not whole.
   */
  'partial'?: (boolean);
}

/**
 * A run as it is now.
 */
export interface WatchRunResponse {
  /**
   * The run.
   */
  'run': (_gofer_kernel_v1_Run | null);
  /**
   * Task runs that have changed since the message before, in the order of the config; at first all of them. Each
   * takes the place of the one with the same task and attempt.
   */
  'taskRuns': (_gofer_kernel_v1_TaskRun)[];
  /**
   * More of the same change follows: until a message without it, what is known of the task runs is not whole.
   */
  'partial': (boolean);
}

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
   * Its task runs in the order of the config.
   */
  'taskRuns'?: (_gofer_kernel_v1_TaskRunInput)[];
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
   * Its task runs in the order of the config.
   */
  'taskRuns': (_gofer_kernel_v1_TaskRun)[];
}

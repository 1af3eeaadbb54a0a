// Original file: gofer/kernel/v1/run.proto

import type { TaskRunInput as _gofer_kernel_v1_TaskRunInput, TaskRun as _gofer_kernel_v1_TaskRun } from '../../../gofer/kernel/v1/TaskRun.js';

/**
 * The task that is being cancelled.
 */
export interface CancelTaskRunResponseInput {
  /**
   * Its task run; it may still be stopping.
   */
  'taskRun'?: (_gofer_kernel_v1_TaskRunInput | null);
}

/**
 * The task that is being cancelled.
 */
export interface CancelTaskRunResponse {
  /**
   * Its task run; it may still be stopping.
   */
  'taskRun': (_gofer_kernel_v1_TaskRun | null);
}

// Original file: gofer/kernel/v1/run.proto

import type { TaskRunInput as _gofer_kernel_v1_TaskRunInput, TaskRun as _gofer_kernel_v1_TaskRun } from '../../../gofer/kernel/v1/TaskRun.js';

/**
 * One task run.
 */
export interface GetTaskRunResponseInput {
  /**
   * The task run.
   */
  'taskRun'?: (_gofer_kernel_v1_TaskRunInput | null);
}

/**
 * One task run.
 */
export interface GetTaskRunResponse {
  /**
   * The task run.
   */
  'taskRun': (_gofer_kernel_v1_TaskRun | null);
}

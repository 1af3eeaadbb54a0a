// Original file: gofer/kernel/v1/run.proto

import type { TaskRunInput as _gofer_kernel_v1_TaskRunInput, TaskRun as _gofer_kernel_v1_TaskRun } from '../../../gofer/kernel/v1/TaskRun.js';

/**
 * Task runs of one run.
 */
export interface ListTaskRunsResponseInput {
  /**
   * The task runs.
   */
  'taskRuns'?: (_gofer_kernel_v1_TaskRunInput)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken'?: (string);
}

/**
 * Task runs of one run.
 */
export interface ListTaskRunsResponse {
  /**
   * The task runs.
   */
  'taskRuns': (_gofer_kernel_v1_TaskRun)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken': (string);
}

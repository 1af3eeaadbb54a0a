// Original file: gofer/kernel/v1/common_tasks.proto

import type { CommonTaskStatusInput as _gofer_kernel_v1_CommonTaskStatusInput, CommonTaskStatus as _gofer_kernel_v1_CommonTaskStatus } from '../../../gofer/kernel/v1/CommonTaskStatus.js';

/**
 * Some common tasks, ordered by alias.
 */
export interface ListCommonTasksResponseInput {
  /**
   * The common tasks.
   */
  'commonTasks'?: (_gofer_kernel_v1_CommonTaskStatusInput)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken'?: (string);
}

/**
 * Some common tasks, ordered by alias.
 */
export interface ListCommonTasksResponse {
  /**
   * The common tasks.
   */
  'commonTasks': (_gofer_kernel_v1_CommonTaskStatus)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken': (string);
}

// Original file: gofer/task/v1/task.proto

import type { TaskEventInput as _gofer_task_v1_TaskEventInput, TaskEvent as _gofer_task_v1_TaskEvent } from '../../../gofer/task/v1/TaskEvent.js';

/**
 * What happens in an execution.
 */
export interface RunResponseInput {
  /**
   * What happened.
   */
  'event'?: (_gofer_task_v1_TaskEventInput | null);
}

/**
 * What happens in an execution.
 */
export interface RunResponse {
  /**
   * What happened.
   */
  'event': (_gofer_task_v1_TaskEvent | null);
}

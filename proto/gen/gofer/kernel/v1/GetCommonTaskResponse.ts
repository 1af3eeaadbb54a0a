// Original file: gofer/kernel/v1/common_tasks.proto

import type { CommonTaskStatusInput as _gofer_kernel_v1_CommonTaskStatusInput, CommonTaskStatus as _gofer_kernel_v1_CommonTaskStatus } from '../../../gofer/kernel/v1/CommonTaskStatus.js';

/**
 * One common task.
 */
export interface GetCommonTaskResponseInput {
  /**
   * The common task.
   */
  'commonTask'?: (_gofer_kernel_v1_CommonTaskStatusInput | null);
  /**
   * What it does; empty while it cannot be asked.
   */
  'description'?: (string);
  /**
   * JSON Schema of its settings, UTF-8; empty while it cannot be asked.
   */
  'settingsSchema'?: (Buffer | Uint8Array | string);
  /**
   * Tasks of pipelines of the namespace that use it: "pipeline (task id)".
   */
  'users'?: (string)[];
}

/**
 * One common task.
 */
export interface GetCommonTaskResponse {
  /**
   * The common task.
   */
  'commonTask': (_gofer_kernel_v1_CommonTaskStatus | null);
  /**
   * What it does; empty while it cannot be asked.
   */
  'description': (string);
  /**
   * JSON Schema of its settings, UTF-8; empty while it cannot be asked.
   */
  'settingsSchema': (Buffer);
  /**
   * Tasks of pipelines of the namespace that use it: "pipeline (task id)".
   */
  'users': (string)[];
}

// Original file: gofer/task/v1/task.proto

import type { TaskOriginInput as _gofer_task_v1_TaskOriginInput, TaskOrigin as _gofer_task_v1_TaskOrigin } from '../../../gofer/task/v1/TaskOrigin.js';

/**
 * An execution to start.
 */
export interface RunRequestInput {
  /**
   * Its key.
   */
  'key'?: (string);
  /**
   * What the pipeline passes, with references resolved.
   */
  'settings'?: ({[key: string]: string});
  /**
   * Variables of the run.
   */
  'variables'?: ({[key: string]: string});
  /**
   * Hash over settings and variables, chosen by the kernel; opaque, compared for equality.
   */
  'specHash'?: (string);
  /**
   * What it belongs to, for display.
   */
  'origin'?: (_gofer_task_v1_TaskOriginInput | null);
}

/**
 * An execution to start.
 */
export interface RunRequest {
  /**
   * Its key.
   */
  'key': (string);
  /**
   * What the pipeline passes, with references resolved.
   */
  'settings': ({[key: string]: string});
  /**
   * Variables of the run.
   */
  'variables': ({[key: string]: string});
  /**
   * Hash over settings and variables, chosen by the kernel; opaque, compared for equality.
   */
  'specHash': (string);
  /**
   * What it belongs to, for display.
   */
  'origin': (_gofer_task_v1_TaskOrigin | null);
}

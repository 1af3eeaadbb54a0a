// Original file: gofer/task/v1/task.proto

import type { LogOutputInput as _gofer_task_v1_LogOutputInput, LogOutput as _gofer_task_v1_LogOutput } from '../../../gofer/task/v1/LogOutput.js';
import type { ProgressInput as _gofer_task_v1_ProgressInput, Progress as _gofer_task_v1_Progress } from '../../../gofer/task/v1/Progress.js';
import type { ResultInput as _gofer_task_v1_ResultInput, Result as _gofer_task_v1_Result } from '../../../gofer/task/v1/Result.js';
import type { HeartbeatInput as _gofer_task_v1_HeartbeatInput, Heartbeat as _gofer_task_v1_Heartbeat } from '../../../gofer/task/v1/Heartbeat.js';

/**
 * What happened in an execution.
 */
export interface TaskEventInput {
  /**
   * Position after this event; opaque, at most 256 bytes.
   */
  'cursor'?: (Buffer | Uint8Array | string);
  /**
   * It wrote something.
   */
  'log'?: (_gofer_task_v1_LogOutputInput | null);
  /**
   * It got further.
   */
  'progress'?: (_gofer_task_v1_ProgressInput | null);
  /**
   * It ended; the last event.
   */
  'result'?: (_gofer_task_v1_ResultInput | null);
  /**
   * A sign of life.
   */
  'heartbeat'?: (_gofer_task_v1_HeartbeatInput | null);
  /**
   * What happened.
   */
  'event'?: "log"|"progress"|"result"|"heartbeat";
}

/**
 * What happened in an execution.
 */
export interface TaskEvent {
  /**
   * Position after this event; opaque, at most 256 bytes.
   */
  'cursor': (Buffer);
  /**
   * It wrote something.
   */
  'log'?: (_gofer_task_v1_LogOutput | null);
  /**
   * It got further.
   */
  'progress'?: (_gofer_task_v1_Progress | null);
  /**
   * It ended; the last event.
   */
  'result'?: (_gofer_task_v1_Result | null);
  /**
   * A sign of life.
   */
  'heartbeat'?: (_gofer_task_v1_Heartbeat | null);
  /**
   * What happened.
   */
  'event'?: "log"|"progress"|"result"|"heartbeat";
}

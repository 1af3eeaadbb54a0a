// Original file: gofer/kernel/v1/run.proto

/**
 * How a task run ended.
 */
export const TaskRunStatus = {
  /**
   * Not set: it has not ended.
   */
  TASK_RUN_STATUS_UNSPECIFIED: 'TASK_RUN_STATUS_UNSPECIFIED',
  /**
   * Exit code 0.
   */
  TASK_RUN_STATUS_SUCCESSFUL: 'TASK_RUN_STATUS_SUCCESSFUL',
  /**
   * It failed; the reason says how.
   */
  TASK_RUN_STATUS_FAILED: 'TASK_RUN_STATUS_FAILED',
  /**
   * It was cancelled.
   */
  TASK_RUN_STATUS_CANCELLED: 'TASK_RUN_STATUS_CANCELLED',
  /**
   * It never ran, because of how a parent ended.
   */
  TASK_RUN_STATUS_SKIPPED: 'TASK_RUN_STATUS_SKIPPED',
  /**
   * The scheduler cannot say what became of it.
   */
  TASK_RUN_STATUS_UNKNOWN: 'TASK_RUN_STATUS_UNKNOWN',
} as const;

/**
 * How a task run ended.
 */
export type TaskRunStatusInput =
  /**
   * Not set: it has not ended.
   */
  | 'TASK_RUN_STATUS_UNSPECIFIED'
  | 0
  /**
   * Exit code 0.
   */
  | 'TASK_RUN_STATUS_SUCCESSFUL'
  | 1
  /**
   * It failed; the reason says how.
   */
  | 'TASK_RUN_STATUS_FAILED'
  | 2
  /**
   * It was cancelled.
   */
  | 'TASK_RUN_STATUS_CANCELLED'
  | 3
  /**
   * It never ran, because of how a parent ended.
   */
  | 'TASK_RUN_STATUS_SKIPPED'
  | 4
  /**
   * The scheduler cannot say what became of it.
   */
  | 'TASK_RUN_STATUS_UNKNOWN'
  | 5

/**
 * How a task run ended.
 */
export type TaskRunStatus = typeof TaskRunStatus[keyof typeof TaskRunStatus]

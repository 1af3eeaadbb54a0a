// Original file: gofer/kernel/v1/run.proto

/**
 * Where a task run is.
 */
export const TaskRunState = {
  /**
   * Not set; never sent.
   */
  TASK_RUN_STATE_UNSPECIFIED: 'TASK_RUN_STATE_UNSPECIFIED',
  /**
   * It is being prepared: created, pulling, starting.
   */
  TASK_RUN_STATE_PROCESSING: 'TASK_RUN_STATE_PROCESSING',
  /**
   * It waits for its parents.
   */
  TASK_RUN_STATE_WAITING: 'TASK_RUN_STATE_WAITING',
  /**
   * It runs.
   */
  TASK_RUN_STATE_RUNNING: 'TASK_RUN_STATE_RUNNING',
  /**
   * It has ended.
   */
  TASK_RUN_STATE_COMPLETE: 'TASK_RUN_STATE_COMPLETE',
} as const;

/**
 * Where a task run is.
 */
export type TaskRunStateInput =
  /**
   * Not set; never sent.
   */
  | 'TASK_RUN_STATE_UNSPECIFIED'
  | 0
  /**
   * It is being prepared: created, pulling, starting.
   */
  | 'TASK_RUN_STATE_PROCESSING'
  | 1
  /**
   * It waits for its parents.
   */
  | 'TASK_RUN_STATE_WAITING'
  | 2
  /**
   * It runs.
   */
  | 'TASK_RUN_STATE_RUNNING'
  | 3
  /**
   * It has ended.
   */
  | 'TASK_RUN_STATE_COMPLETE'
  | 4

/**
 * Where a task run is.
 */
export type TaskRunState = typeof TaskRunState[keyof typeof TaskRunState]

// Original file: gofer/kernel/v1/run.proto

/**
 * How a run ended.
 */
export const RunStatus = {
  /**
   * Not set: it has not ended.
   */
  RUN_STATUS_UNSPECIFIED: 'RUN_STATUS_UNSPECIFIED',
  /**
   * No task run failed, is unknown or was cancelled.
   */
  RUN_STATUS_SUCCESSFUL: 'RUN_STATUS_SUCCESSFUL',
  /**
   * A task run failed or is unknown.
   */
  RUN_STATUS_FAILED: 'RUN_STATUS_FAILED',
  /**
   * No task run failed, and at least one was cancelled.
   */
  RUN_STATUS_CANCELLED: 'RUN_STATUS_CANCELLED',
} as const;

/**
 * How a run ended.
 */
export type RunStatusInput =
  /**
   * Not set: it has not ended.
   */
  | 'RUN_STATUS_UNSPECIFIED'
  | 0
  /**
   * No task run failed, is unknown or was cancelled.
   */
  | 'RUN_STATUS_SUCCESSFUL'
  | 1
  /**
   * A task run failed or is unknown.
   */
  | 'RUN_STATUS_FAILED'
  | 2
  /**
   * No task run failed, and at least one was cancelled.
   */
  | 'RUN_STATUS_CANCELLED'
  | 3

/**
 * How a run ended.
 */
export type RunStatus = typeof RunStatus[keyof typeof RunStatus]

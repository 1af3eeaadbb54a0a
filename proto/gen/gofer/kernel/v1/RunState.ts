// Original file: gofer/kernel/v1/run.proto

/**
 * Where a run is.
 */
export const RunState = {
  /**
   * Not set; never sent.
   */
  RUN_STATE_UNSPECIFIED: 'RUN_STATE_UNSPECIFIED',
  /**
   * It waits for a slot.
   */
  RUN_STATE_PENDING: 'RUN_STATE_PENDING',
  /**
   * Its tasks are being worked on.
   */
  RUN_STATE_RUNNING: 'RUN_STATE_RUNNING',
  /**
   * All its task runs are complete.
   */
  RUN_STATE_COMPLETE: 'RUN_STATE_COMPLETE',
} as const;

/**
 * Where a run is.
 */
export type RunStateInput =
  /**
   * Not set; never sent.
   */
  | 'RUN_STATE_UNSPECIFIED'
  | 0
  /**
   * It waits for a slot.
   */
  | 'RUN_STATE_PENDING'
  | 1
  /**
   * Its tasks are being worked on.
   */
  | 'RUN_STATE_RUNNING'
  | 2
  /**
   * All its task runs are complete.
   */
  | 'RUN_STATE_COMPLETE'
  | 3

/**
 * Where a run is.
 */
export type RunState = typeof RunState[keyof typeof RunState]

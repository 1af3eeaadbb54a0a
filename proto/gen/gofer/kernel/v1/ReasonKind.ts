// Original file: gofer/kernel/v1/run.proto

/**
 * What kind of reason it is.
 */
export const ReasonKind = {
  /**
   * No reason needed.
   */
  REASON_KIND_UNSPECIFIED: 'REASON_KIND_UNSPECIFIED',
  /**
   * The task ended with an exit code that is not zero, or by a signal.
   */
  REASON_KIND_ABNORMAL_EXIT: 'REASON_KIND_ABNORMAL_EXIT',
  /**
   * The task used more memory than it may.
   */
  REASON_KIND_OUT_OF_MEMORY: 'REASON_KIND_OUT_OF_MEMORY',
  /**
   * The image is missing or may not be pulled.
   */
  REASON_KIND_IMAGE_ERROR: 'REASON_KIND_IMAGE_ERROR',
  /**
   * The command does not exist or cannot be executed.
   */
  REASON_KIND_START_ERROR: 'REASON_KIND_START_ERROR',
  /**
   * The scheduler refused the task.
   */
  REASON_KIND_SCHEDULER_ERROR: 'REASON_KIND_SCHEDULER_ERROR',
  /**
   * A parent ended in a way that this task does not accept, or a variable could not be resolved.
   */
  REASON_KIND_FAILED_PRECONDITION: 'REASON_KIND_FAILED_PRECONDITION',
  /**
   * Somebody cancelled it.
   */
  REASON_KIND_CANCELLED: 'REASON_KIND_CANCELLED',
  /**
   * It took longer than it may.
   */
  REASON_KIND_TIMED_OUT: 'REASON_KIND_TIMED_OUT',
  /**
   * The scheduler cannot say what became of it.
   */
  REASON_KIND_LOST: 'REASON_KIND_LOST',
  /**
   * It waits for a free slot.
   */
  REASON_KIND_QUEUED: 'REASON_KIND_QUEUED',
  /**
   * It waits because a plugin or its backend is not available.
   */
  REASON_KIND_PLUGIN_UNAVAILABLE: 'REASON_KIND_PLUGIN_UNAVAILABLE',
  /**
   * At least one task run failed.
   */
  REASON_KIND_TASK_FAILED: 'REASON_KIND_TASK_FAILED',
  /**
   * It waits for its image, which is being pulled; the message says how far that is.
   */
  REASON_KIND_PULLING_IMAGE: 'REASON_KIND_PULLING_IMAGE',
} as const;

/**
 * What kind of reason it is.
 */
export type ReasonKindInput =
  /**
   * No reason needed.
   */
  | 'REASON_KIND_UNSPECIFIED'
  | 0
  /**
   * The task ended with an exit code that is not zero, or by a signal.
   */
  | 'REASON_KIND_ABNORMAL_EXIT'
  | 1
  /**
   * The task used more memory than it may.
   */
  | 'REASON_KIND_OUT_OF_MEMORY'
  | 2
  /**
   * The image is missing or may not be pulled.
   */
  | 'REASON_KIND_IMAGE_ERROR'
  | 3
  /**
   * The command does not exist or cannot be executed.
   */
  | 'REASON_KIND_START_ERROR'
  | 4
  /**
   * The scheduler refused the task.
   */
  | 'REASON_KIND_SCHEDULER_ERROR'
  | 5
  /**
   * A parent ended in a way that this task does not accept, or a variable could not be resolved.
   */
  | 'REASON_KIND_FAILED_PRECONDITION'
  | 6
  /**
   * Somebody cancelled it.
   */
  | 'REASON_KIND_CANCELLED'
  | 7
  /**
   * It took longer than it may.
   */
  | 'REASON_KIND_TIMED_OUT'
  | 8
  /**
   * The scheduler cannot say what became of it.
   */
  | 'REASON_KIND_LOST'
  | 9
  /**
   * It waits for a free slot.
   */
  | 'REASON_KIND_QUEUED'
  | 10
  /**
   * It waits because a plugin or its backend is not available.
   */
  | 'REASON_KIND_PLUGIN_UNAVAILABLE'
  | 11
  /**
   * At least one task run failed.
   */
  | 'REASON_KIND_TASK_FAILED'
  | 12
  /**
   * It waits for its image, which is being pulled; the message says how far that is.
   */
  | 'REASON_KIND_PULLING_IMAGE'
  | 13

/**
 * What kind of reason it is.
 */
export type ReasonKind = typeof ReasonKind[keyof typeof ReasonKind]

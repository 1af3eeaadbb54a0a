// Original file: gofer/task/v1/task.proto


/**
 * The execution to cancel.
 */
export interface CancelRequestInput {
  /**
   * Its key.
   */
  'key'?: (string);
}

/**
 * The execution to cancel.
 */
export interface CancelRequest {
  /**
   * Its key.
   */
  'key': (string);
}

// Original file: gofer/task/v1/task.proto


/**
 * The executions to forget.
 */
export interface ForgetRequestInput {
  /**
   * Their keys.
   */
  'keys'?: (string)[];
}

/**
 * The executions to forget.
 */
export interface ForgetRequest {
  /**
   * Their keys.
   */
  'keys': (string)[];
}

// Original file: gofer/kernel/v1/common_tasks.proto


/**
 * Asks for all common tasks.
 */
export interface ListCommonTasksRequestInput {
  /**
   * Namespace of the caller.
   */
  'namespace'?: (string);
}

/**
 * Asks for all common tasks.
 */
export interface ListCommonTasksRequest {
  /**
   * Namespace of the caller.
   */
  'namespace': (string);
}

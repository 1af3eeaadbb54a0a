// Original file: gofer/kernel/v1/common_tasks.proto


/**
 * Asks for all common tasks.
 */
export interface ListCommonTasksRequestInput {
  /**
   * Namespace of the caller.
   */
  'namespace'?: (string);
  /**
   * Most items to return.
   */
  'pageSize'?: (number);
  /**
   * Where to go on: next_page_token of the page before.
   */
  'pageToken'?: (string);
}

/**
 * Asks for all common tasks.
 */
export interface ListCommonTasksRequest {
  /**
   * Namespace of the caller.
   */
  'namespace': (string);
  /**
   * Most items to return.
   */
  'pageSize': (number);
  /**
   * Where to go on: next_page_token of the page before.
   */
  'pageToken': (string);
}

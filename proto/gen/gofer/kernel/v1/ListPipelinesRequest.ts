// Original file: gofer/kernel/v1/kernel.proto


/**
 * Which pipelines to list.
 */
export interface ListPipelinesRequestInput {
  /**
   * Namespace.
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
 * Which pipelines to list.
 */
export interface ListPipelinesRequest {
  /**
   * Namespace.
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

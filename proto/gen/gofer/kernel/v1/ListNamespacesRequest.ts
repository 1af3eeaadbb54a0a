// Original file: gofer/kernel/v1/namespace.proto


/**
 * Which namespaces to list.
 */
export interface ListNamespacesRequestInput {
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
 * Which namespaces to list.
 */
export interface ListNamespacesRequest {
  /**
   * Most items to return.
   */
  'pageSize': (number);
  /**
   * Where to go on: next_page_token of the page before.
   */
  'pageToken': (string);
}

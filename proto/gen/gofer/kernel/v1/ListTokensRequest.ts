// Original file: gofer/kernel/v1/token.proto


/**
 * Which tokens to list.
 */
export interface ListTokensRequestInput {
  /**
   * Only tokens for this namespace; empty means all.
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
 * Which tokens to list.
 */
export interface ListTokensRequest {
  /**
   * Only tokens for this namespace; empty means all.
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

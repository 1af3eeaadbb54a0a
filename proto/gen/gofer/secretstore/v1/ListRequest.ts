// Original file: gofer/secretstore/v1/secretstore.proto


/**
 * Which keys to list.
 */
export interface ListRequestInput {
  /**
   * Scope of the secrets.
   */
  'scope'?: (string);
  /**
   * Most keys to return, 1 to 1,000; 0 means 100.
   */
  'pageSize'?: (number);
  /**
   * next_page_token of the page before; empty for the first one.
   */
  'pageToken'?: (string);
}

/**
 * Which keys to list.
 */
export interface ListRequest {
  /**
   * Scope of the secrets.
   */
  'scope': (string);
  /**
   * Most keys to return, 1 to 1,000; 0 means 100.
   */
  'pageSize': (number);
  /**
   * next_page_token of the page before; empty for the first one.
   */
  'pageToken': (string);
}

// Original file: gofer/kernel/v1/kernel.proto


/**
 * Which plugins to list.
 */
export interface ListPluginsRequestInput {
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
 * Which plugins to list.
 */
export interface ListPluginsRequest {
  /**
   * Most items to return.
   */
  'pageSize': (number);
  /**
   * Where to go on: next_page_token of the page before.
   */
  'pageToken': (string);
}

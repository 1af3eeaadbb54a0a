// Original file: gofer/kernel/v1/triggers.proto


/**
 * Whose triggers to list.
 */
export interface ListTriggersRequestInput {
  /**
   * Namespace whose subscriptions are counted.
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
 * Whose triggers to list.
 */
export interface ListTriggersRequest {
  /**
   * Namespace whose subscriptions are counted.
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

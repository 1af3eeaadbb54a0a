// Original file: gofer/kernel/v1/triggers.proto


/**
 * Whose triggers to list.
 */
export interface ListTriggersRequestInput {
  /**
   * Namespace whose subscriptions are counted.
   */
  'namespace'?: (string);
}

/**
 * Whose triggers to list.
 */
export interface ListTriggersRequest {
  /**
   * Namespace whose subscriptions are counted.
   */
  'namespace': (string);
}

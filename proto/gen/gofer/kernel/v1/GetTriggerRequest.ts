// Original file: gofer/kernel/v1/triggers.proto


/**
 * The trigger to get.
 */
export interface GetTriggerRequestInput {
  /**
   * Namespace whose subscriptions are shown.
   */
  'namespace'?: (string);
  /**
   * Alias of the trigger.
   */
  'alias'?: (string);
}

/**
 * The trigger to get.
 */
export interface GetTriggerRequest {
  /**
   * Namespace whose subscriptions are shown.
   */
  'namespace': (string);
  /**
   * Alias of the trigger.
   */
  'alias': (string);
}

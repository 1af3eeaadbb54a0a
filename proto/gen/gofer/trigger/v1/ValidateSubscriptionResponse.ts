// Original file: gofer/trigger/v1/trigger.proto


/**
 * What is wrong with a subscription.
 */
export interface ValidateSubscriptionResponseInput {
  /**
   * All problems, each one sentence with the parameter and the remedy; empty means valid.
   */
  'violations'?: (string)[];
}

/**
 * What is wrong with a subscription.
 */
export interface ValidateSubscriptionResponse {
  /**
   * All problems, each one sentence with the parameter and the remedy; empty means valid.
   */
  'violations': (string)[];
}

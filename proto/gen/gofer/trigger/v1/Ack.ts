// Original file: gofer/trigger/v1/trigger.proto


/**
 * A firing is durable: there is a run, or a verdict says why there is none.
 */
export interface AckInput {
  /**
   * Id of the subscription.
   */
  'subscriptionId'?: (string);
  /**
   * Event id of the firing.
   */
  'eventId'?: (string);
}

/**
 * A firing is durable: there is a run, or a verdict says why there is none.
 */
export interface Ack {
  /**
   * Id of the subscription.
   */
  'subscriptionId': (string);
  /**
   * Event id of the firing.
   */
  'eventId': (string);
}

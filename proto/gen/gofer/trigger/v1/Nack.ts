// Original file: gofer/trigger/v1/trigger.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A firing was not taken.
 */
export interface NackInput {
  /**
   * Id of the subscription.
   */
  'subscriptionId'?: (string);
  /**
   * Event id of the firing.
   */
  'eventId'?: (string);
  /**
   * Why, for a person.
   */
  'reason'?: (string);
  /**
   * When to send it again, in milliseconds from now; 0 means never: it is refused for good.
   */
  'retryAfterMs'?: (number | string | Long);
}

/**
 * A firing was not taken.
 */
export interface Nack {
  /**
   * Id of the subscription.
   */
  'subscriptionId': (string);
  /**
   * Event id of the firing.
   */
  'eventId': (string);
  /**
   * Why, for a person.
   */
  'reason': (string);
  /**
   * When to send it again, in milliseconds from now; 0 means never: it is refused for good.
   */
  'retryAfterMs': (number);
}

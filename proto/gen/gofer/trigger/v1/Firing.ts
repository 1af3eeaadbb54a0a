// Original file: gofer/trigger/v1/trigger.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A pipeline shall run.
 */
export interface FiringInput {
  /**
   * Id of the subscription.
   */
  'subscriptionId'?: (string);
  /**
   * Identity of the event inside the subscription, at most 256 bytes.
   */
  'eventId'?: (string);
  /**
   * When it happened, Unix milliseconds.
   */
  'occurredAtMs'?: (number | string | Long);
  /**
   * Variables for the run; nothing in them is substituted.
   */
  'variables'?: ({[key: string]: string});
  /**
   * One sentence for a person: why it fired.
   */
  'details'?: (string);
  /**
   * Feature SCHEDULE: the expected time that this firing is for; 0 when it is for none.
   */
  'expectedAtMs'?: (number | string | Long);
}

/**
 * A pipeline shall run.
 */
export interface Firing {
  /**
   * Id of the subscription.
   */
  'subscriptionId': (string);
  /**
   * Identity of the event inside the subscription, at most 256 bytes.
   */
  'eventId': (string);
  /**
   * When it happened, Unix milliseconds.
   */
  'occurredAtMs': (number);
  /**
   * Variables for the run; nothing in them is substituted.
   */
  'variables': ({[key: string]: string});
  /**
   * One sentence for a person: why it fired.
   */
  'details': (string);
  /**
   * Feature SCHEDULE: the expected time that this firing is for; 0 when it is for none.
   */
  'expectedAtMs': (number);
}

// Original file: gofer/trigger/v1/trigger.proto

import type { OverlapInput as _gofer_trigger_v1_OverlapInput, Overlap as _gofer_trigger_v1_Overlap } from '../../../gofer/trigger/v1/Overlap.js';
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
  /**
   * What happens while a run of the same subscription is live.
   */
  'overlap'?: (_gofer_trigger_v1_OverlapInput);
  /**
   * Feature SCHEDULE: when it was due, Unix milliseconds: the expected time and the jitter of the subscription.
   * How late it is counts from here. 0 means at the expected time.
   */
  'dueAtMs'?: (number | string | Long);
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
  /**
   * What happens while a run of the same subscription is live.
   */
  'overlap': (_gofer_trigger_v1_Overlap);
  /**
   * Feature SCHEDULE: when it was due, Unix milliseconds: the expected time and the jitter of the subscription.
   * How late it is counts from here. 0 means at the expected time.
   */
  'dueAtMs': (number);
}

// Original file: gofer/trigger/v1/trigger.proto

import type { SubscriptionInput as _gofer_trigger_v1_SubscriptionInput, Subscription as _gofer_trigger_v1_Subscription } from '../../../gofer/trigger/v1/Subscription.js';
import type { Long } from '@grpc/proto-loader';

/**
 * The schedule to preview.
 */
export interface PreviewScheduleRequestInput {
  /**
   * The subscription.
   */
  'subscription'?: (_gofer_trigger_v1_SubscriptionInput | null);
  /**
   * Only times after this, Unix milliseconds.
   */
  'afterMs'?: (number | string | Long);
  /**
   * How many times to tell, 1 to 100.
   */
  'count'?: (number);
}

/**
 * The schedule to preview.
 */
export interface PreviewScheduleRequest {
  /**
   * The subscription.
   */
  'subscription': (_gofer_trigger_v1_Subscription | null);
  /**
   * Only times after this, Unix milliseconds.
   */
  'afterMs': (number);
  /**
   * How many times to tell, 1 to 100.
   */
  'count': (number);
}

// Original file: gofer/trigger/v1/trigger.proto

import type { SubscriptionInput as _gofer_trigger_v1_SubscriptionInput, Subscription as _gofer_trigger_v1_Subscription } from '../../../gofer/trigger/v1/Subscription.js';

/**
 * A subscription to check.
 */
export interface ValidateSubscriptionRequestInput {
  /**
   * The subscription; references in its parameters may be unresolved.
   */
  'subscription'?: (_gofer_trigger_v1_SubscriptionInput | null);
}

/**
 * A subscription to check.
 */
export interface ValidateSubscriptionRequest {
  /**
   * The subscription; references in its parameters may be unresolved.
   */
  'subscription': (_gofer_trigger_v1_Subscription | null);
}

// Original file: gofer/kernel/v1/triggers.proto

import type { TriggerStatusInput as _gofer_kernel_v1_TriggerStatusInput, TriggerStatus as _gofer_kernel_v1_TriggerStatus } from '../../../gofer/kernel/v1/TriggerStatus.js';
import type { SubscriptionInput as _gofer_kernel_v1_SubscriptionInput, Subscription as _gofer_kernel_v1_Subscription } from '../../../gofer/kernel/v1/Subscription.js';

/**
 * One trigger.
 */
export interface GetTriggerResponseInput {
  /**
   * The trigger.
   */
  'trigger'?: (_gofer_kernel_v1_TriggerStatusInput | null);
  /**
   * The first 500 subscriptions of the namespace to it.
   */
  'subscriptions'?: (_gofer_kernel_v1_SubscriptionInput)[];
}

/**
 * One trigger.
 */
export interface GetTriggerResponse {
  /**
   * The trigger.
   */
  'trigger': (_gofer_kernel_v1_TriggerStatus | null);
  /**
   * The first 500 subscriptions of the namespace to it.
   */
  'subscriptions': (_gofer_kernel_v1_Subscription)[];
}

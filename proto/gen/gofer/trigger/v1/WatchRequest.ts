// Original file: gofer/trigger/v1/trigger.proto

import type { SubscriptionSetInput as _gofer_trigger_v1_SubscriptionSetInput, SubscriptionSet as _gofer_trigger_v1_SubscriptionSet } from '../../../gofer/trigger/v1/SubscriptionSet.js';
import type { AckInput as _gofer_trigger_v1_AckInput, Ack as _gofer_trigger_v1_Ack } from '../../../gofer/trigger/v1/Ack.js';
import type { NackInput as _gofer_trigger_v1_NackInput, Nack as _gofer_trigger_v1_Nack } from '../../../gofer/trigger/v1/Nack.js';

/**
 * From the kernel to the plugin. The first message holds subscriptions.
 */
export interface WatchRequestInput {
  /**
   * All subscriptions, when they have changed.
   */
  'subscriptions'?: (_gofer_trigger_v1_SubscriptionSetInput | null);
  /**
   * Firings that are durable: forget them.
   */
  'acks'?: (_gofer_trigger_v1_AckInput)[];
  /**
   * Firings that were not taken.
   */
  'nacks'?: (_gofer_trigger_v1_NackInput)[];
}

/**
 * From the kernel to the plugin. The first message holds subscriptions.
 */
export interface WatchRequest {
  /**
   * All subscriptions, when they have changed.
   */
  'subscriptions': (_gofer_trigger_v1_SubscriptionSet | null);
  /**
   * Firings that are durable: forget them.
   */
  'acks': (_gofer_trigger_v1_Ack)[];
  /**
   * Firings that were not taken.
   */
  'nacks': (_gofer_trigger_v1_Nack)[];
}

// Original file: gofer/trigger/v1/trigger.proto

import type { SubscriptionSetInput as _gofer_trigger_v1_SubscriptionSetInput, SubscriptionSet as _gofer_trigger_v1_SubscriptionSet } from '../../../gofer/trigger/v1/SubscriptionSet.js';
import type { AckInput as _gofer_trigger_v1_AckInput, Ack as _gofer_trigger_v1_Ack } from '../../../gofer/trigger/v1/Ack.js';
import type { NackInput as _gofer_trigger_v1_NackInput, Nack as _gofer_trigger_v1_Nack } from '../../../gofer/trigger/v1/Nack.js';

/**
 * From the kernel to the plugin.
 */
export interface WatchRequestInput {
  /**
   * All subscriptions; the first message, and again after every change.
   */
  'subscriptions'?: (_gofer_trigger_v1_SubscriptionSetInput | null);
  /**
   * A firing is durable: forget it.
   */
  'ack'?: (_gofer_trigger_v1_AckInput | null);
  /**
   * A firing was not taken.
   */
  'nack'?: (_gofer_trigger_v1_NackInput | null);
  /**
   * What this message says.
   */
  'message'?: "subscriptions"|"ack"|"nack";
}

/**
 * From the kernel to the plugin.
 */
export interface WatchRequest {
  /**
   * All subscriptions; the first message, and again after every change.
   */
  'subscriptions'?: (_gofer_trigger_v1_SubscriptionSet | null);
  /**
   * A firing is durable: forget it.
   */
  'ack'?: (_gofer_trigger_v1_Ack | null);
  /**
   * A firing was not taken.
   */
  'nack'?: (_gofer_trigger_v1_Nack | null);
  /**
   * What this message says.
   */
  'message'?: "subscriptions"|"ack"|"nack";
}

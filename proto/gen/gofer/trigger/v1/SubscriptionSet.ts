// Original file: gofer/trigger/v1/trigger.proto

import type { SubscriptionInput as _gofer_trigger_v1_SubscriptionInput, Subscription as _gofer_trigger_v1_Subscription } from '../../../gofer/trigger/v1/Subscription.js';
import type { Long } from '@grpc/proto-loader';

/**
 * All subscriptions that are wanted.
 */
export interface SubscriptionSetInput {
  /**
   * The subscriptions; one that is missing is wanted no more.
   */
  'subscriptions'?: (_gofer_trigger_v1_SubscriptionInput)[];
  /**
   * How many firings may be outstanding from now on.
   */
  'credits'?: (number);
  /**
   * More of the same set follows in the next message, because one message is at most 4 MiB: nothing is
   * missing before the message that says false.
   */
  'continued'?: (boolean);
  /**
   * Number of the set; that of a later one is larger, also over reconnects. All its parts have the same.
   */
  'revision'?: (number | string | Long);
}

/**
 * All subscriptions that are wanted.
 */
export interface SubscriptionSet {
  /**
   * The subscriptions; one that is missing is wanted no more.
   */
  'subscriptions': (_gofer_trigger_v1_Subscription)[];
  /**
   * How many firings may be outstanding from now on.
   */
  'credits': (number);
  /**
   * More of the same set follows in the next message, because one message is at most 4 MiB: nothing is
   * missing before the message that says false.
   */
  'continued': (boolean);
  /**
   * Number of the set; that of a later one is larger, also over reconnects. All its parts have the same.
   */
  'revision': (number);
}

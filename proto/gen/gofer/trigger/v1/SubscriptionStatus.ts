// Original file: gofer/trigger/v1/trigger.proto

import type { Long } from '@grpc/proto-loader';

// Original file: gofer/trigger/v1/trigger.proto

/**
 * How it is doing.
 */
export const _gofer_trigger_v1_SubscriptionStatus_State = {
  /**
   * Not set; never sent.
   */
  STATE_UNSPECIFIED: 'STATE_UNSPECIFIED',
  /**
   * It will fire when it should.
   */
  STATE_ACTIVE: 'STATE_ACTIVE',
  /**
   * It cannot fire; the message says why.
   */
  STATE_FAILED: 'STATE_FAILED',
  /**
   * It will never fire again: its end has passed.
   */
  STATE_FINISHED: 'STATE_FINISHED',
} as const;

/**
 * How it is doing.
 */
export type _gofer_trigger_v1_SubscriptionStatus_StateInput =
  /**
   * Not set; never sent.
   */
  | 'STATE_UNSPECIFIED'
  | 0
  /**
   * It will fire when it should.
   */
  | 'STATE_ACTIVE'
  | 1
  /**
   * It cannot fire; the message says why.
   */
  | 'STATE_FAILED'
  | 2
  /**
   * It will never fire again: its end has passed.
   */
  | 'STATE_FINISHED'
  | 3

/**
 * How it is doing.
 */
export type _gofer_trigger_v1_SubscriptionStatus_State = typeof _gofer_trigger_v1_SubscriptionStatus_State[keyof typeof _gofer_trigger_v1_SubscriptionStatus_State]

/**
 * How a subscription is doing.
 */
export interface SubscriptionStatusInput {
  /**
   * Id of the subscription.
   */
  'subscriptionId'?: (string);
  /**
   * How it is doing.
   */
  'state'?: (_gofer_trigger_v1_SubscriptionStatus_StateInput);
  /**
   * One sentence for a person; empty when all is well.
   */
  'message'?: (string);
  /**
   * Feature SCHEDULE: when it fires next, Unix milliseconds; 0 when never or not known.
   */
  'nextAtMs'?: (number | string | Long);
}

/**
 * How a subscription is doing.
 */
export interface SubscriptionStatus {
  /**
   * Id of the subscription.
   */
  'subscriptionId': (string);
  /**
   * How it is doing.
   */
  'state': (_gofer_trigger_v1_SubscriptionStatus_State);
  /**
   * One sentence for a person; empty when all is well.
   */
  'message': (string);
  /**
   * Feature SCHEDULE: when it fires next, Unix milliseconds; 0 when never or not known.
   */
  'nextAtMs': (number);
}

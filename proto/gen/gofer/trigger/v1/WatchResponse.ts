// Original file: gofer/trigger/v1/trigger.proto

import type { FiringInput as _gofer_trigger_v1_FiringInput, Firing as _gofer_trigger_v1_Firing } from '../../../gofer/trigger/v1/Firing.js';
import type { VerdictInput as _gofer_trigger_v1_VerdictInput, Verdict as _gofer_trigger_v1_Verdict } from '../../../gofer/trigger/v1/Verdict.js';
import type { SubscriptionStatusInput as _gofer_trigger_v1_SubscriptionStatusInput, SubscriptionStatus as _gofer_trigger_v1_SubscriptionStatus } from '../../../gofer/trigger/v1/SubscriptionStatus.js';

/**
 * From the plugin to the kernel. An empty message is a sign of life.
 */
export interface WatchResponseInput {
  /**
   * Pipelines that shall run.
   */
  'firings'?: (_gofer_trigger_v1_FiringInput)[];
  /**
   * How expected fires ended without a firing.
   */
  'verdicts'?: (_gofer_trigger_v1_VerdictInput)[];
  /**
   * How subscriptions are doing: each one after it was sent, and then when it changes.
   */
  'statuses'?: (_gofer_trigger_v1_SubscriptionStatusInput)[];
}

/**
 * From the plugin to the kernel. An empty message is a sign of life.
 */
export interface WatchResponse {
  /**
   * Pipelines that shall run.
   */
  'firings': (_gofer_trigger_v1_Firing)[];
  /**
   * How expected fires ended without a firing.
   */
  'verdicts': (_gofer_trigger_v1_Verdict)[];
  /**
   * How subscriptions are doing: each one after it was sent, and then when it changes.
   */
  'statuses': (_gofer_trigger_v1_SubscriptionStatus)[];
}

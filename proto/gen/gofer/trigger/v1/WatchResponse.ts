// Original file: gofer/trigger/v1/trigger.proto

import type { FiringInput as _gofer_trigger_v1_FiringInput, Firing as _gofer_trigger_v1_Firing } from '../../../gofer/trigger/v1/Firing.js';
import type { VerdictInput as _gofer_trigger_v1_VerdictInput, Verdict as _gofer_trigger_v1_Verdict } from '../../../gofer/trigger/v1/Verdict.js';
import type { SubscriptionStatusInput as _gofer_trigger_v1_SubscriptionStatusInput, SubscriptionStatus as _gofer_trigger_v1_SubscriptionStatus } from '../../../gofer/trigger/v1/SubscriptionStatus.js';
import type { HeartbeatInput as _gofer_trigger_v1_HeartbeatInput, Heartbeat as _gofer_trigger_v1_Heartbeat } from '../../../gofer/trigger/v1/Heartbeat.js';

/**
 * From the plugin to the kernel.
 */
export interface WatchResponseInput {
  /**
   * A pipeline shall run.
   */
  'firing'?: (_gofer_trigger_v1_FiringInput | null);
  /**
   * How an expected fire ended without a firing.
   */
  'verdict'?: (_gofer_trigger_v1_VerdictInput | null);
  /**
   * How a subscription is doing.
   */
  'status'?: (_gofer_trigger_v1_SubscriptionStatusInput | null);
  /**
   * A sign of life.
   */
  'heartbeat'?: (_gofer_trigger_v1_HeartbeatInput | null);
  /**
   * What this message says.
   */
  'message'?: "firing"|"verdict"|"status"|"heartbeat";
}

/**
 * From the plugin to the kernel.
 */
export interface WatchResponse {
  /**
   * A pipeline shall run.
   */
  'firing'?: (_gofer_trigger_v1_Firing | null);
  /**
   * How an expected fire ended without a firing.
   */
  'verdict'?: (_gofer_trigger_v1_Verdict | null);
  /**
   * How a subscription is doing.
   */
  'status'?: (_gofer_trigger_v1_SubscriptionStatus | null);
  /**
   * A sign of life.
   */
  'heartbeat'?: (_gofer_trigger_v1_Heartbeat | null);
  /**
   * What this message says.
   */
  'message'?: "firing"|"verdict"|"status"|"heartbeat";
}

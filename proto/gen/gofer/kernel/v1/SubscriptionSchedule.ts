// Original file: gofer/kernel/v1/triggers.proto

import type { SubscriptionInput as _gofer_kernel_v1_SubscriptionInput, Subscription as _gofer_kernel_v1_Subscription } from '../../../gofer/kernel/v1/Subscription.js';
import type { ScheduleVerdictInput as _gofer_kernel_v1_ScheduleVerdictInput, ScheduleVerdict as _gofer_kernel_v1_ScheduleVerdict } from '../../../gofer/kernel/v1/ScheduleVerdict.js';
import type { Long } from '@grpc/proto-loader';

/**
 * Next fires and last verdicts of a subscription.
 */
export interface SubscriptionScheduleInput {
  /**
   * The subscription.
   */
  'subscription'?: (_gofer_kernel_v1_SubscriptionInput | null);
  /**
   * When it fires next, Unix milliseconds, in order.
   */
  'nextAtMs'?: (number | string | Long)[];
  /**
   * Why the next fires cannot be told; empty when they can.
   */
  'unknownBecause'?: (string);
  /**
   * Its latest verdicts, newest first.
   */
  'verdicts'?: (_gofer_kernel_v1_ScheduleVerdictInput)[];
}

/**
 * Next fires and last verdicts of a subscription.
 */
export interface SubscriptionSchedule {
  /**
   * The subscription.
   */
  'subscription': (_gofer_kernel_v1_Subscription | null);
  /**
   * When it fires next, Unix milliseconds, in order.
   */
  'nextAtMs': (number)[];
  /**
   * Why the next fires cannot be told; empty when they can.
   */
  'unknownBecause': (string);
  /**
   * Its latest verdicts, newest first.
   */
  'verdicts': (_gofer_kernel_v1_ScheduleVerdict)[];
}

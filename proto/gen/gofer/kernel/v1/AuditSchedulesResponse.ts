// Original file: gofer/kernel/v1/triggers.proto

import type { SubscriptionInput as _gofer_kernel_v1_SubscriptionInput, Subscription as _gofer_kernel_v1_Subscription } from '../../../gofer/kernel/v1/Subscription.js';
import type { Long } from '@grpc/proto-loader';

/**
 * The audit of one subscription. Expected fires are asked for anew from its trigger, and compared with the
 * verdicts: a fire without a verdict is a gap, and should never be.
 */
export interface AuditSchedulesResponseInput {
  /**
   * The subscription.
   */
  'subscription'?: (_gofer_kernel_v1_SubscriptionInput | null);
  /**
   * Expected fires that were looked at.
   */
  'expected'?: (number | string | Long);
  /**
   * Those that were on time.
   */
  'onTime'?: (number | string | Long);
  /**
   * Those that were late.
   */
  'late'?: (number | string | Long);
  /**
   * The longest that one was late, in milliseconds.
   */
  'latestMs'?: (number | string | Long);
  /**
   * Those that were left out on purpose.
   */
  'skipped'?: (number | string | Long);
  /**
   * Those that were missed.
   */
  'missed'?: (number | string | Long);
  /**
   * Expected times without a verdict, Unix milliseconds: at most 100 of them.
   */
  'gapsMs'?: (number | string | Long)[];
  /**
   * Why gaps could not be looked for; empty when they were.
   */
  'unknownBecause'?: (string);
  /**
   * Expected times were looked at until then, Unix milliseconds: a schedule that fires very often is not
   * looked at to its end.
   */
  'untilMs'?: (number | string | Long);
}

/**
 * The audit of one subscription. Expected fires are asked for anew from its trigger, and compared with the
 * verdicts: a fire without a verdict is a gap, and should never be.
 */
export interface AuditSchedulesResponse {
  /**
   * The subscription.
   */
  'subscription': (_gofer_kernel_v1_Subscription | null);
  /**
   * Expected fires that were looked at.
   */
  'expected': (number);
  /**
   * Those that were on time.
   */
  'onTime': (number);
  /**
   * Those that were late.
   */
  'late': (number);
  /**
   * The longest that one was late, in milliseconds.
   */
  'latestMs': (number);
  /**
   * Those that were left out on purpose.
   */
  'skipped': (number);
  /**
   * Those that were missed.
   */
  'missed': (number);
  /**
   * Expected times without a verdict, Unix milliseconds: at most 100 of them.
   */
  'gapsMs': (number)[];
  /**
   * Why gaps could not be looked for; empty when they were.
   */
  'unknownBecause': (string);
  /**
   * Expected times were looked at until then, Unix milliseconds: a schedule that fires very often is not
   * looked at to its end.
   */
  'untilMs': (number);
}

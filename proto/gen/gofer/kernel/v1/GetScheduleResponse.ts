// Original file: gofer/kernel/v1/triggers.proto

import type { SubscriptionScheduleInput as _gofer_kernel_v1_SubscriptionScheduleInput, SubscriptionSchedule as _gofer_kernel_v1_SubscriptionSchedule } from '../../../gofer/kernel/v1/SubscriptionSchedule.js';

/**
 * Next fires and last verdicts of a pipeline.
 */
export interface GetScheduleResponseInput {
  /**
   * Its subscriptions, ordered by label.
   */
  'schedules'?: (_gofer_kernel_v1_SubscriptionScheduleInput)[];
}

/**
 * Next fires and last verdicts of a pipeline.
 */
export interface GetScheduleResponse {
  /**
   * Its subscriptions, ordered by label.
   */
  'schedules': (_gofer_kernel_v1_SubscriptionSchedule)[];
}

// Original file: gofer/trigger/v1/trigger.proto

import type { Long } from '@grpc/proto-loader';

/**
 * When a subscription would fire.
 */
export interface PreviewScheduleResponseInput {
  /**
   * Times in order, Unix milliseconds; fewer than asked for when the schedule ends.
   */
  'timesMs'?: (number | string | Long)[];
}

/**
 * When a subscription would fire.
 */
export interface PreviewScheduleResponse {
  /**
   * Times in order, Unix milliseconds; fewer than asked for when the schedule ends.
   */
  'timesMs': (number)[];
}

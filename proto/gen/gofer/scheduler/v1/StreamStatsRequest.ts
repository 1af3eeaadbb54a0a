// Original file: gofer/scheduler/v1/scheduler.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The container to measure.
 */
export interface StreamStatsRequestInput {
  /**
   * Its key.
   */
  'key'?: (string);
  /**
   * Time between samples in milliseconds; at least 100.
   */
  'intervalMs'?: (number | string | Long);
}

/**
 * The container to measure.
 */
export interface StreamStatsRequest {
  /**
   * Its key.
   */
  'key': (string);
  /**
   * Time between samples in milliseconds; at least 100.
   */
  'intervalMs': (number);
}

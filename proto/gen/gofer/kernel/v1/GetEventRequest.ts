// Original file: gofer/kernel/v1/kernel.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The event to get.
 */
export interface GetEventRequestInput {
  /**
   * Its sequence number.
   */
  'sequence'?: (number | string | Long);
}

/**
 * The event to get.
 */
export interface GetEventRequest {
  /**
   * Its sequence number.
   */
  'sequence': (number);
}

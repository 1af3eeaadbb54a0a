// Original file: gofer/task/v1/task.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The execution to cancel.
 */
export interface CancelRequestInput {
  /**
   * Its key.
   */
  'key'?: (string);
  /**
   * Time it has to end by itself, in milliseconds; absent leaves it to the plugin, 0 ends it at once.
   */
  'graceMs'?: (number | string | Long);
  '_graceMs'?: "graceMs";
}

/**
 * The execution to cancel.
 */
export interface CancelRequest {
  /**
   * Its key.
   */
  'key': (string);
  /**
   * Time it has to end by itself, in milliseconds; absent leaves it to the plugin, 0 ends it at once.
   */
  'graceMs'?: (number);
  '_graceMs'?: "graceMs";
}

// Original file: gofer/scheduler/v1/scheduler.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Why one item of a batch failed.
 */
export interface ItemErrorInput {
  /**
   * A google.rpc.Code, with the meaning of the tables.
   */
  'code'?: (number);
  /**
   * A stable word for programs in UPPER_SNAKE_CASE, for example "IMAGE_NOT_FOUND".
   */
  'reason'?: (string);
  /**
   * One sentence for a person.
   */
  'message'?: (string);
  /**
   * When to try again, in milliseconds from now; 0 leaves it to the kernel.
   */
  'retryAfterMs'?: (number | string | Long);
}

/**
 * Why one item of a batch failed.
 */
export interface ItemError {
  /**
   * A google.rpc.Code, with the meaning of the tables.
   */
  'code': (number);
  /**
   * A stable word for programs in UPPER_SNAKE_CASE, for example "IMAGE_NOT_FOUND".
   */
  'reason': (string);
  /**
   * One sentence for a person.
   */
  'message': (string);
  /**
   * When to try again, in milliseconds from now; 0 leaves it to the kernel.
   */
  'retryAfterMs': (number);
}

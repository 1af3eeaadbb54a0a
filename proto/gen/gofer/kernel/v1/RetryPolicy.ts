// Original file: gofer/kernel/v1/pipeline_config.proto

import type { Long } from '@grpc/proto-loader';

/**
 * How a failed attempt is repeated.
 */
export interface RetryPolicyInput {
  /**
   * How many attempts there are in all; 0 and 1 mean no repetition.
   */
  'attempts'?: (number);
  /**
   * Pause before the second attempt in milliseconds, doubled for each one after it.
   */
  'backoffMs'?: (number | string | Long);
  /**
   * Longest pause in milliseconds; 0 means 5 minutes.
   */
  'maxBackoffMs'?: (number | string | Long);
  /**
   * Share of the pause that is chosen at random, 0 to 1.
   */
  'jitter'?: (number | string);
}

/**
 * How a failed attempt is repeated.
 */
export interface RetryPolicy {
  /**
   * How many attempts there are in all; 0 and 1 mean no repetition.
   */
  'attempts': (number);
  /**
   * Pause before the second attempt in milliseconds, doubled for each one after it.
   */
  'backoffMs': (number);
  /**
   * Longest pause in milliseconds; 0 means 5 minutes.
   */
  'maxBackoffMs': (number);
  /**
   * Share of the pause that is chosen at random, 0 to 1.
   */
  'jitter': (number);
}

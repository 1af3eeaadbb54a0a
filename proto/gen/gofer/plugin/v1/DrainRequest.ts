// Original file: gofer/plugin/v1/plugin.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Asks the plugin to finish.
 */
export interface DrainRequestInput {
  /**
   * How long the plugin may take, in milliseconds.
   */
  'drainTimeoutMs'?: (number | string | Long);
}

/**
 * Asks the plugin to finish.
 */
export interface DrainRequest {
  /**
   * How long the plugin may take, in milliseconds.
   */
  'drainTimeoutMs': (number);
}

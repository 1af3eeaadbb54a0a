// Original file: gofer/scheduler/v1/scheduler.proto

import type { Long } from '@grpc/proto-loader';

/**
 * How to stop one container.
 */
export interface StopItemInput {
  /**
   * Its key.
   */
  'key'?: (string);
  /**
   * Signal to send first ("SIGINT"); empty is the spec's, the image's, or SIGTERM.
   */
  'signal'?: (string);
  /**
   * Time until it is killed, in milliseconds; 0 kills at once.
   */
  'graceMs'?: (number | string | Long);
}

/**
 * How to stop one container.
 */
export interface StopItem {
  /**
   * Its key.
   */
  'key': (string);
  /**
   * Signal to send first ("SIGINT"); empty is the spec's, the image's, or SIGTERM.
   */
  'signal': (string);
  /**
   * Time until it is killed, in milliseconds; 0 kills at once.
   */
  'graceMs': (number);
}

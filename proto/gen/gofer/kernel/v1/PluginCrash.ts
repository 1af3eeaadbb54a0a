// Original file: gofer/kernel/v1/kernel.proto

import type { Long } from '@grpc/proto-loader';

/**
 * How a plugin's process ended unasked.
 */
export interface PluginCrashInput {
  /**
   * When, Unix milliseconds.
   */
  'occurredAtMs'?: (number | string | Long);
  /**
   * "exit code 1", "signal SIGKILL", or why it did not start.
   */
  'cause'?: (string);
  /**
   * How long it had been running, in milliseconds.
   */
  'uptimeMs'?: (number | string | Long);
  /**
   * The last lines it wrote, at most 200.
   */
  'lastLines'?: (string)[];
}

/**
 * How a plugin's process ended unasked.
 */
export interface PluginCrash {
  /**
   * When, Unix milliseconds.
   */
  'occurredAtMs': (number);
  /**
   * "exit code 1", "signal SIGKILL", or why it did not start.
   */
  'cause': (string);
  /**
   * How long it had been running, in milliseconds.
   */
  'uptimeMs': (number);
  /**
   * The last lines it wrote, at most 200.
   */
  'lastLines': (string)[];
}

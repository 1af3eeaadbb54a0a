// Original file: gofer/kernel/v1/kernel.proto

import type { Long } from '@grpc/proto-loader';

/**
 * One line that a plugin wrote.
 */
export interface StreamPluginLogsResponseInput {
  /**
   * When, Unix milliseconds.
   */
  'writtenAtMs'?: (number | string | Long);
  /**
   * "trace", "debug", "info", "warn", "error".
   */
  'level'?: (string);
  /**
   * The line, or the message of a structured line.
   */
  'message'?: (string);
  /**
   * The other fields of a structured line.
   */
  'fields'?: ({[key: string]: string});
}

/**
 * One line that a plugin wrote.
 */
export interface StreamPluginLogsResponse {
  /**
   * When, Unix milliseconds.
   */
  'writtenAtMs': (number);
  /**
   * "trace", "debug", "info", "warn", "error".
   */
  'level': (string);
  /**
   * The line, or the message of a structured line.
   */
  'message': (string);
  /**
   * The other fields of a structured line.
   */
  'fields': ({[key: string]: string});
}

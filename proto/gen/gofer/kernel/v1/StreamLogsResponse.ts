// Original file: gofer/kernel/v1/run.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Some output of one task run, at most 256 KiB.
 */
export interface StreamLogsResponseInput {
  /**
   * Id of the task.
   */
  'taskId'?: (string);
  /**
   * Attempt, from 1.
   */
  'attempt'?: (number);
  /**
   * Standard error instead of standard output.
   */
  'stderr'?: (boolean);
  /**
   * The bytes; may begin and end inside a line or a character.
   */
  'data'?: (Buffer | Uint8Array | string);
  /**
   * When the first of them was written, Unix milliseconds.
   */
  'writtenAtMs'?: (number | string | Long);
}

/**
 * Some output of one task run, at most 256 KiB.
 */
export interface StreamLogsResponse {
  /**
   * Id of the task.
   */
  'taskId': (string);
  /**
   * Attempt, from 1.
   */
  'attempt': (number);
  /**
   * Standard error instead of standard output.
   */
  'stderr': (boolean);
  /**
   * The bytes; may begin and end inside a line or a character.
   */
  'data': (Buffer);
  /**
   * When the first of them was written, Unix milliseconds.
   */
  'writtenAtMs': (number);
}

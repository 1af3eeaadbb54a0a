// Original file: gofer/task/v1/task.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Something an execution wrote.
 */
export interface LogOutputInput {
  /**
   * The bytes, at most 64 KiB.
   */
  'data'?: (Buffer | Uint8Array | string);
  /**
   * They are of standard error.
   */
  'stderr'?: (boolean);
  /**
   * When it was written, Unix milliseconds.
   */
  'writtenAtMs'?: (number | string | Long);
}

/**
 * Something an execution wrote.
 */
export interface LogOutput {
  /**
   * The bytes, at most 64 KiB.
   */
  'data': (Buffer);
  /**
   * They are of standard error.
   */
  'stderr': (boolean);
  /**
   * When it was written, Unix milliseconds.
   */
  'writtenAtMs': (number);
}

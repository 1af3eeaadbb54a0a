// Original file: gofer/scheduler/v1/scheduler.proto

import type { Long } from '@grpc/proto-loader';

/**
 * How far a pull is.
 */
export interface PullProgressInput {
  /**
   * What is being done: "resolving", "downloading", "extracting".
   */
  'phase'?: (string);
  /**
   * Bytes done so far, over all layers.
   */
  'currentBytes'?: (number | string | Long);
  /**
   * Bytes in all as far as known; 0 when unknown.
   */
  'totalBytes'?: (number | string | Long);
}

/**
 * How far a pull is.
 */
export interface PullProgress {
  /**
   * What is being done: "resolving", "downloading", "extracting".
   */
  'phase': (string);
  /**
   * Bytes done so far, over all layers.
   */
  'currentBytes': (number);
  /**
   * Bytes in all as far as known; 0 when unknown.
   */
  'totalBytes': (number);
}

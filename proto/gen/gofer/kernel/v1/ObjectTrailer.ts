// Original file: gofer/kernel/v1/store.proto

import type { Long } from '@grpc/proto-loader';

/**
 * What was sent; the last message of a put.
 */
export interface ObjectTrailerInput {
  /**
   * Bytes in all.
   */
  'sizeBytes'?: (number | string | Long);
  /**
   * SHA-256 over all bytes.
   */
  'sha256'?: (Buffer | Uint8Array | string);
}

/**
 * What was sent; the last message of a put.
 */
export interface ObjectTrailer {
  /**
   * Bytes in all.
   */
  'sizeBytes': (number);
  /**
   * SHA-256 over all bytes.
   */
  'sha256': (Buffer);
}

// Original file: gofer/objectstore/v1/objectstore.proto

import type { Long } from '@grpc/proto-loader';

/**
 * What was sent.
 */
export interface PutTrailerInput {
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
 * What was sent.
 */
export interface PutTrailer {
  /**
   * Bytes in all.
   */
  'sizeBytes': (number);
  /**
   * SHA-256 over all bytes.
   */
  'sha256': (Buffer);
}

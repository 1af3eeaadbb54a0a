// Original file: gofer/objectstore/v1/objectstore.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Facts about an object.
 */
export interface ObjectInfoInput {
  /**
   * Its key.
   */
  'key'?: (string);
  /**
   * Its size.
   */
  'sizeBytes'?: (number | string | Long);
  /**
   * SHA-256 over its bytes.
   */
  'sha256'?: (Buffer | Uint8Array | string);
  /**
   * Changes with every Put; opaque, at most 256 bytes.
   */
  'etag'?: (string);
  /**
   * When it was stored, Unix milliseconds.
   */
  'modifiedAtMs'?: (number | string | Long);
}

/**
 * Facts about an object.
 */
export interface ObjectInfo {
  /**
   * Its key.
   */
  'key': (string);
  /**
   * Its size.
   */
  'sizeBytes': (number);
  /**
   * SHA-256 over its bytes.
   */
  'sha256': (Buffer);
  /**
   * Changes with every Put; opaque, at most 256 bytes.
   */
  'etag': (string);
  /**
   * When it was stored, Unix milliseconds.
   */
  'modifiedAtMs': (number);
}

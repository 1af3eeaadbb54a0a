// Original file: gofer/kernel/v1/store.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A stored object.
 */
export interface StoredObjectInput {
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
   * When the key was first stored, Unix milliseconds.
   */
  'createdAtMs'?: (number | string | Long);
  /**
   * When these bytes were stored, Unix milliseconds.
   */
  'modifiedAtMs'?: (number | string | Long);
}

/**
 * A stored object.
 */
export interface StoredObject {
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
   * When the key was first stored, Unix milliseconds.
   */
  'createdAtMs': (number);
  /**
   * When these bytes were stored, Unix milliseconds.
   */
  'modifiedAtMs': (number);
}

// Original file: gofer/kernel/v1/store.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A stored secret, without its value.
 */
export interface StoredSecretInput {
  /**
   * Its key.
   */
  'key'?: (string);
  /**
   * When the key was first stored, Unix milliseconds.
   */
  'createdAtMs'?: (number | string | Long);
  /**
   * When its value was stored, Unix milliseconds.
   */
  'modifiedAtMs'?: (number | string | Long);
}

/**
 * A stored secret, without its value.
 */
export interface StoredSecret {
  /**
   * Its key.
   */
  'key': (string);
  /**
   * When the key was first stored, Unix milliseconds.
   */
  'createdAtMs': (number);
  /**
   * When its value was stored, Unix milliseconds.
   */
  'modifiedAtMs': (number);
}

// Original file: gofer/secretstore/v1/secretstore.proto

import type { Long } from '@grpc/proto-loader';

/**
 * A key and when its value was stored.
 */
export interface SecretKeyInput {
  /**
   * The key.
   */
  'key'?: (string);
  /**
   * When its value was stored, Unix milliseconds.
   */
  'modifiedAtMs'?: (number | string | Long);
}

/**
 * A key and when its value was stored.
 */
export interface SecretKey {
  /**
   * The key.
   */
  'key': (string);
  /**
   * When its value was stored, Unix milliseconds.
   */
  'modifiedAtMs': (number);
}

// Original file: gofer/secretstore/v1/secretstore.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The secret is stored.
 */
export interface PutResponseInput {
  /**
   * When it was stored, Unix milliseconds.
   */
  'modifiedAtMs'?: (number | string | Long);
}

/**
 * The secret is stored.
 */
export interface PutResponse {
  /**
   * When it was stored, Unix milliseconds.
   */
  'modifiedAtMs': (number);
}

// Original file: gofer/secretstore/v1/secretstore.proto

import type { SecretKeyInput as _gofer_secretstore_v1_SecretKeyInput, SecretKey as _gofer_secretstore_v1_SecretKey } from '../../../gofer/secretstore/v1/SecretKey.js';

/**
 * Some keys.
 */
export interface ListResponseInput {
  /**
   * The keys in byte order.
   */
  'keys'?: (_gofer_secretstore_v1_SecretKeyInput)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken'?: (string);
}

/**
 * Some keys.
 */
export interface ListResponse {
  /**
   * The keys in byte order.
   */
  'keys': (_gofer_secretstore_v1_SecretKey)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken': (string);
}

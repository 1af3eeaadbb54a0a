// Original file: gofer/secretstore/v1/secretstore.proto

import type { SecretRefInput as _gofer_secretstore_v1_SecretRefInput, SecretRef as _gofer_secretstore_v1_SecretRef } from '../../../gofer/secretstore/v1/SecretRef.js';

/**
 * The secret to read.
 */
export interface GetRequestInput {
  /**
   * Its name.
   */
  'ref'?: (_gofer_secretstore_v1_SecretRefInput | null);
}

/**
 * The secret to read.
 */
export interface GetRequest {
  /**
   * Its name.
   */
  'ref': (_gofer_secretstore_v1_SecretRef | null);
}

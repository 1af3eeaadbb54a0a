// Original file: gofer/secretstore/v1/secretstore.proto

import type { SecretRefInput as _gofer_secretstore_v1_SecretRefInput, SecretRef as _gofer_secretstore_v1_SecretRef } from '../../../gofer/secretstore/v1/SecretRef.js';

/**
 * The secrets to read, at most 100.
 */
export interface BatchGetRequestInput {
  /**
   * Their names.
   */
  'refs'?: (_gofer_secretstore_v1_SecretRefInput)[];
}

/**
 * The secrets to read, at most 100.
 */
export interface BatchGetRequest {
  /**
   * Their names.
   */
  'refs': (_gofer_secretstore_v1_SecretRef)[];
}

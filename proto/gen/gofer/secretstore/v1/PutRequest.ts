// Original file: gofer/secretstore/v1/secretstore.proto

import type { SecretRefInput as _gofer_secretstore_v1_SecretRefInput, SecretRef as _gofer_secretstore_v1_SecretRef } from '../../../gofer/secretstore/v1/SecretRef.js';

/**
 * A secret to store.
 */
export interface PutRequestInput {
  /**
   * Its name.
   */
  'ref'?: (_gofer_secretstore_v1_SecretRefInput | null);
  /**
   * Its value.
   */
  'value'?: (Buffer | Uint8Array | string);
  /**
   * Refuse when the secret exists.
   */
  'ifAbsent'?: (boolean);
}

/**
 * A secret to store.
 */
export interface PutRequest {
  /**
   * Its name.
   */
  'ref': (_gofer_secretstore_v1_SecretRef | null);
  /**
   * Its value.
   */
  'value': (Buffer);
  /**
   * Refuse when the secret exists.
   */
  'ifAbsent': (boolean);
}

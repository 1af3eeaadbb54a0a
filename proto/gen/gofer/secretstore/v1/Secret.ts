// Original file: gofer/secretstore/v1/secretstore.proto

import type { SecretRefInput as _gofer_secretstore_v1_SecretRefInput, SecretRef as _gofer_secretstore_v1_SecretRef } from '../../../gofer/secretstore/v1/SecretRef.js';
import type { Long } from '@grpc/proto-loader';

/**
 * A secret with its value.
 */
export interface SecretInput {
  /**
   * Its name.
   */
  'ref'?: (_gofer_secretstore_v1_SecretRefInput | null);
  /**
   * Its value.
   */
  'value'?: (Buffer | Uint8Array | string);
  /**
   * When it was stored, Unix milliseconds.
   */
  'modifiedAtMs'?: (number | string | Long);
}

/**
 * A secret with its value.
 */
export interface Secret {
  /**
   * Its name.
   */
  'ref': (_gofer_secretstore_v1_SecretRef | null);
  /**
   * Its value.
   */
  'value': (Buffer);
  /**
   * When it was stored, Unix milliseconds.
   */
  'modifiedAtMs': (number);
}

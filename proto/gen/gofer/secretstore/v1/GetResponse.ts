// Original file: gofer/secretstore/v1/secretstore.proto

import type { SecretInput as _gofer_secretstore_v1_SecretInput, Secret as _gofer_secretstore_v1_Secret } from '../../../gofer/secretstore/v1/Secret.js';

/**
 * One secret.
 */
export interface GetResponseInput {
  /**
   * The secret.
   */
  'secret'?: (_gofer_secretstore_v1_SecretInput | null);
}

/**
 * One secret.
 */
export interface GetResponse {
  /**
   * The secret.
   */
  'secret': (_gofer_secretstore_v1_Secret | null);
}

// Original file: gofer/secretstore/v1/secretstore.proto

import type { SecretInput as _gofer_secretstore_v1_SecretInput, Secret as _gofer_secretstore_v1_Secret } from '../../../gofer/secretstore/v1/Secret.js';

/**
 * Several secrets.
 */
export interface BatchGetResponseInput {
  /**
   * Those that exist, in the order of the request.
   */
  'secrets'?: (_gofer_secretstore_v1_SecretInput)[];
}

/**
 * Several secrets.
 */
export interface BatchGetResponse {
  /**
   * Those that exist, in the order of the request.
   */
  'secrets': (_gofer_secretstore_v1_Secret)[];
}

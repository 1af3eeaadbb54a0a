// Original file: gofer/kernel/v1/store.proto

import type { StoredSecretInput as _gofer_kernel_v1_StoredSecretInput, StoredSecret as _gofer_kernel_v1_StoredSecret } from '../../../gofer/kernel/v1/StoredSecret.js';

/**
 * The secret is stored.
 */
export interface PutPipelineSecretResponseInput {
  /**
   * The secret.
   */
  'secret'?: (_gofer_kernel_v1_StoredSecretInput | null);
  /**
   * It took the place of one with the same key.
   */
  'replaced'?: (boolean);
}

/**
 * The secret is stored.
 */
export interface PutPipelineSecretResponse {
  /**
   * The secret.
   */
  'secret': (_gofer_kernel_v1_StoredSecret | null);
  /**
   * It took the place of one with the same key.
   */
  'replaced': (boolean);
}

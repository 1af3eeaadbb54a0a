// Original file: gofer/kernel/v1/store.proto

import type { StoredSecretInput as _gofer_kernel_v1_StoredSecretInput, StoredSecret as _gofer_kernel_v1_StoredSecret } from '../../../gofer/kernel/v1/StoredSecret.js';

/**
 * The secret.
 */
export interface GetGlobalSecretResponseInput {
  /**
   * The secret.
   */
  'secret'?: (_gofer_kernel_v1_StoredSecretInput | null);
  /**
   * Its value; empty unless it was asked for.
   */
  'value'?: (Buffer | Uint8Array | string);
}

/**
 * The secret.
 */
export interface GetGlobalSecretResponse {
  /**
   * The secret.
   */
  'secret': (_gofer_kernel_v1_StoredSecret | null);
  /**
   * Its value; empty unless it was asked for.
   */
  'value': (Buffer);
}

// Original file: gofer/kernel/v1/store.proto

import type { StoredSecretInput as _gofer_kernel_v1_StoredSecretInput, StoredSecret as _gofer_kernel_v1_StoredSecret } from '../../../gofer/kernel/v1/StoredSecret.js';

/**
 * The secret is stored.
 */
export interface PutGlobalSecretResponseInput {
  /**
   * The secret.
   */
  'secret'?: (_gofer_kernel_v1_StoredSecretInput | null);
  /**
   * It took the place of one with the same key.
   */
  'replaced'?: (boolean);
  /**
   * Plugins whose configuration refers to it: they get the new value when they are restarted.
   */
  'users'?: (string)[];
}

/**
 * The secret is stored.
 */
export interface PutGlobalSecretResponse {
  /**
   * The secret.
   */
  'secret': (_gofer_kernel_v1_StoredSecret | null);
  /**
   * It took the place of one with the same key.
   */
  'replaced': (boolean);
  /**
   * Plugins whose configuration refers to it: they get the new value when they are restarted.
   */
  'users': (string)[];
}

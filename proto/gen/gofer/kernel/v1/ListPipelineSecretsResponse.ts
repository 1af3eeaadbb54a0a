// Original file: gofer/kernel/v1/store.proto

import type { StoredSecretInput as _gofer_kernel_v1_StoredSecretInput, StoredSecret as _gofer_kernel_v1_StoredSecret } from '../../../gofer/kernel/v1/StoredSecret.js';

/**
 * Some secrets, without their values.
 */
export interface ListPipelineSecretsResponseInput {
  /**
   * The secrets in the byte order of their keys.
   */
  'secrets'?: (_gofer_kernel_v1_StoredSecretInput)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken'?: (string);
}

/**
 * Some secrets, without their values.
 */
export interface ListPipelineSecretsResponse {
  /**
   * The secrets in the byte order of their keys.
   */
  'secrets': (_gofer_kernel_v1_StoredSecret)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken': (string);
}

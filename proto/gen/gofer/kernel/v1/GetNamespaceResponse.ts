// Original file: gofer/kernel/v1/namespace.proto

import type { NamespaceInput as _gofer_kernel_v1_NamespaceInput, Namespace as _gofer_kernel_v1_Namespace } from '../../../gofer/kernel/v1/Namespace.js';

/**
 * One namespace.
 */
export interface GetNamespaceResponseInput {
  /**
   * The namespace.
   */
  'namespace'?: (_gofer_kernel_v1_NamespaceInput | null);
}

/**
 * One namespace.
 */
export interface GetNamespaceResponse {
  /**
   * The namespace.
   */
  'namespace': (_gofer_kernel_v1_Namespace | null);
}

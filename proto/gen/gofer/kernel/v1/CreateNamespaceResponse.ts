// Original file: gofer/kernel/v1/namespace.proto

import type { NamespaceInput as _gofer_kernel_v1_NamespaceInput, Namespace as _gofer_kernel_v1_Namespace } from '../../../gofer/kernel/v1/Namespace.js';

/**
 * The namespace that was made.
 */
export interface CreateNamespaceResponseInput {
  /**
   * The namespace.
   */
  'namespace'?: (_gofer_kernel_v1_NamespaceInput | null);
}

/**
 * The namespace that was made.
 */
export interface CreateNamespaceResponse {
  /**
   * The namespace.
   */
  'namespace': (_gofer_kernel_v1_Namespace | null);
}

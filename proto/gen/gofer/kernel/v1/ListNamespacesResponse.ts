// Original file: gofer/kernel/v1/namespace.proto

import type { NamespaceInput as _gofer_kernel_v1_NamespaceInput, Namespace as _gofer_kernel_v1_Namespace } from '../../../gofer/kernel/v1/Namespace.js';

/**
 * Some namespaces.
 */
export interface ListNamespacesResponseInput {
  /**
   * The namespaces.
   */
  'namespaces'?: (_gofer_kernel_v1_NamespaceInput)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken'?: (string);
}

/**
 * Some namespaces.
 */
export interface ListNamespacesResponse {
  /**
   * The namespaces.
   */
  'namespaces': (_gofer_kernel_v1_Namespace)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken': (string);
}

// Original file: gofer/kernel/v1/namespace.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The namespace is gone.
 */
export interface DeleteNamespaceResponseInput {
  /**
   * How many pipelines went with it.
   */
  'pipelines'?: (number | string | Long);
  /**
   * How many runs went with it.
   */
  'runs'?: (number | string | Long);
}

/**
 * The namespace is gone.
 */
export interface DeleteNamespaceResponse {
  /**
   * How many pipelines went with it.
   */
  'pipelines': (number);
  /**
   * How many runs went with it.
   */
  'runs': (number);
}

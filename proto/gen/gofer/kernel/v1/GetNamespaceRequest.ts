// Original file: gofer/kernel/v1/namespace.proto


/**
 * The namespace to get.
 */
export interface GetNamespaceRequestInput {
  /**
   * Its id.
   */
  'id'?: (string);
}

/**
 * The namespace to get.
 */
export interface GetNamespaceRequest {
  /**
   * Its id.
   */
  'id': (string);
}

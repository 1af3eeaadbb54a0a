// Original file: gofer/kernel/v1/namespace.proto


/**
 * The namespace to delete.
 */
export interface DeleteNamespaceRequestInput {
  /**
   * Its id.
   */
  'id'?: (string);
  /**
   * Cancel the runs in it that are not complete, and wait for their end.
   */
  'force'?: (boolean);
}

/**
 * The namespace to delete.
 */
export interface DeleteNamespaceRequest {
  /**
   * Its id.
   */
  'id': (string);
  /**
   * Cancel the runs in it that are not complete, and wait for their end.
   */
  'force': (boolean);
}

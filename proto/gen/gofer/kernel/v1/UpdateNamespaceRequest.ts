// Original file: gofer/kernel/v1/namespace.proto


/**
 * A namespace to change.
 */
export interface UpdateNamespaceRequestInput {
  /**
   * Its id.
   */
  'id'?: (string);
  /**
   * The new name; absent leaves it.
   */
  'name'?: (string);
  /**
   * The new description; absent leaves it.
   */
  'description'?: (string);
  '_name'?: "name";
  '_description'?: "description";
}

/**
 * A namespace to change.
 */
export interface UpdateNamespaceRequest {
  /**
   * Its id.
   */
  'id': (string);
  /**
   * The new name; absent leaves it.
   */
  'name'?: (string);
  /**
   * The new description; absent leaves it.
   */
  'description'?: (string);
  '_name'?: "name";
  '_description'?: "description";
}

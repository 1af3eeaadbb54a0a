// Original file: gofer/objectstore/v1/objectstore.proto


/**
 * The object to remove.
 */
export interface DeleteRequestInput {
  /**
   * Scope of the object.
   */
  'scope'?: (string);
  /**
   * Key of the object.
   */
  'key'?: (string);
}

/**
 * The object to remove.
 */
export interface DeleteRequest {
  /**
   * Scope of the object.
   */
  'scope': (string);
  /**
   * Key of the object.
   */
  'key': (string);
}

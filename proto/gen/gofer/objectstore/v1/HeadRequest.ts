// Original file: gofer/objectstore/v1/objectstore.proto


/**
 * The object to look at.
 */
export interface HeadRequestInput {
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
 * The object to look at.
 */
export interface HeadRequest {
  /**
   * Scope of the object.
   */
  'scope': (string);
  /**
   * Key of the object.
   */
  'key': (string);
}

// Original file: gofer/objectstore/v1/objectstore.proto


/**
 * What is stored and where.
 */
export interface PutHeaderInput {
  /**
   * Scope of the object.
   */
  'scope'?: (string);
  /**
   * Key of the object.
   */
  'key'?: (string);
  /**
   * Refuse when the object exists.
   */
  'ifAbsent'?: (boolean);
  /**
   * Refuse unless the object has this etag; empty means no condition.
   */
  'ifMatch'?: (string);
}

/**
 * What is stored and where.
 */
export interface PutHeader {
  /**
   * Scope of the object.
   */
  'scope': (string);
  /**
   * Key of the object.
   */
  'key': (string);
  /**
   * Refuse when the object exists.
   */
  'ifAbsent': (boolean);
  /**
   * Refuse unless the object has this etag; empty means no condition.
   */
  'ifMatch': (string);
}

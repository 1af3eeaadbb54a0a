// Original file: gofer/objectstore/v1/objectstore.proto


/**
 * Which objects to list.
 */
export interface ListRequestInput {
  /**
   * Scope of the objects.
   */
  'scope'?: (string);
  /**
   * Only keys that begin with this.
   */
  'prefix'?: (string);
  /**
   * Most objects to return, 1 to 1,000; 0 means 100.
   */
  'pageSize'?: (number);
  /**
   * next_page_token of the page before; empty for the first one.
   */
  'pageToken'?: (string);
}

/**
 * Which objects to list.
 */
export interface ListRequest {
  /**
   * Scope of the objects.
   */
  'scope': (string);
  /**
   * Only keys that begin with this.
   */
  'prefix': (string);
  /**
   * Most objects to return, 1 to 1,000; 0 means 100.
   */
  'pageSize': (number);
  /**
   * next_page_token of the page before; empty for the first one.
   */
  'pageToken': (string);
}

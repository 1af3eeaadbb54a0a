// Original file: gofer/kernel/v1/namespace.proto


/**
 * A namespace to make.
 */
export interface CreateNamespaceRequestInput {
  /**
   * Id: 3 to 32 of A-Z a-z 0-9 _.
   */
  'id'?: (string);
  /**
   * Name for people, at most 128 bytes; empty means the id.
   */
  'name'?: (string);
  /**
   * What it is for, at most 4096 bytes.
   */
  'description'?: (string);
}

/**
 * A namespace to make.
 */
export interface CreateNamespaceRequest {
  /**
   * Id: 3 to 32 of A-Z a-z 0-9 _.
   */
  'id': (string);
  /**
   * Name for people, at most 128 bytes; empty means the id.
   */
  'name': (string);
  /**
   * What it is for, at most 4096 bytes.
   */
  'description': (string);
}

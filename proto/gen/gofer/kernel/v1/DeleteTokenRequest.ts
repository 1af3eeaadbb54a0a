// Original file: gofer/kernel/v1/token.proto


/**
 * The token to delete.
 */
export interface DeleteTokenRequestInput {
  /**
   * Its id.
   */
  'id'?: (string);
}

/**
 * The token to delete.
 */
export interface DeleteTokenRequest {
  /**
   * Its id.
   */
  'id': (string);
}

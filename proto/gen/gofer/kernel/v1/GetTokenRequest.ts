// Original file: gofer/kernel/v1/token.proto


/**
 * The token to get.
 */
export interface GetTokenRequestInput {
  /**
   * Its id.
   */
  'id'?: (string);
}

/**
 * The token to get.
 */
export interface GetTokenRequest {
  /**
   * Its id.
   */
  'id': (string);
}

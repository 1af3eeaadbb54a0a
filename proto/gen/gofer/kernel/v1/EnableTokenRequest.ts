// Original file: gofer/kernel/v1/token.proto


/**
 * The token to enable.
 */
export interface EnableTokenRequestInput {
  /**
   * Its id.
   */
  'id'?: (string);
}

/**
 * The token to enable.
 */
export interface EnableTokenRequest {
  /**
   * Its id.
   */
  'id': (string);
}

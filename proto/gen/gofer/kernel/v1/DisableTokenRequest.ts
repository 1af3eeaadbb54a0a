// Original file: gofer/kernel/v1/token.proto


/**
 * The token to disable.
 */
export interface DisableTokenRequestInput {
  /**
   * Its id.
   */
  'id'?: (string);
}

/**
 * The token to disable.
 */
export interface DisableTokenRequest {
  /**
   * Its id.
   */
  'id': (string);
}

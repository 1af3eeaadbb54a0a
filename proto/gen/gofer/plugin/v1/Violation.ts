// Original file: gofer/plugin/v1/plugin.proto


/**
 * One thing that is wrong with a configuration.
 */
export interface ViolationInput {
  /**
   * JSON pointer (RFC 6901) of the offending value; empty for the whole document.
   */
  'pointer'?: (string);
  /**
   * What is wrong and what would be right, for a person. Never contains the value of a secret.
   */
  'message'?: (string);
}

/**
 * One thing that is wrong with a configuration.
 */
export interface Violation {
  /**
   * JSON pointer (RFC 6901) of the offending value; empty for the whole document.
   */
  'pointer': (string);
  /**
   * What is wrong and what would be right, for a person. Never contains the value of a secret.
   */
  'message': (string);
}

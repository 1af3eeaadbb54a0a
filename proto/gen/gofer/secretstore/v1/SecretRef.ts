// Original file: gofer/secretstore/v1/secretstore.proto


/**
 * Names one secret.
 */
export interface SecretRefInput {
  /**
   * Scope of the secret.
   */
  'scope'?: (string);
  /**
   * Key of the secret.
   */
  'key'?: (string);
}

/**
 * Names one secret.
 */
export interface SecretRef {
  /**
   * Scope of the secret.
   */
  'scope': (string);
  /**
   * Key of the secret.
   */
  'key': (string);
}

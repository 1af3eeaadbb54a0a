// Original file: gofer/kernel/v1/store.proto


/**
 * A secret of the server to store.
 */
export interface PutGlobalSecretRequestInput {
  /**
   * Key of the secret.
   */
  'key'?: (string);
  /**
   * Its value, at most 1 MiB.
   */
  'value'?: (Buffer | Uint8Array | string);
  /**
   * Replace the secret when it exists.
   */
  'force'?: (boolean);
}

/**
 * A secret of the server to store.
 */
export interface PutGlobalSecretRequest {
  /**
   * Key of the secret.
   */
  'key': (string);
  /**
   * Its value, at most 1 MiB.
   */
  'value': (Buffer);
  /**
   * Replace the secret when it exists.
   */
  'force': (boolean);
}

// Original file: gofer/kernel/v1/store.proto


/**
 * The server's secret to delete.
 */
export interface DeleteGlobalSecretRequestInput {
  /**
   * Key of the secret.
   */
  'key'?: (string);
}

/**
 * The server's secret to delete.
 */
export interface DeleteGlobalSecretRequest {
  /**
   * Key of the secret.
   */
  'key': (string);
}

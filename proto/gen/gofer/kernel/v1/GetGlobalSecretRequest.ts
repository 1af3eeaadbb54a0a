// Original file: gofer/kernel/v1/store.proto


/**
 * The server's secret to read.
 */
export interface GetGlobalSecretRequestInput {
  /**
   * Key of the secret.
   */
  'key'?: (string);
  /**
   * Tell the value too.
   */
  'includeValue'?: (boolean);
}

/**
 * The server's secret to read.
 */
export interface GetGlobalSecretRequest {
  /**
   * Key of the secret.
   */
  'key': (string);
  /**
   * Tell the value too.
   */
  'includeValue': (boolean);
}

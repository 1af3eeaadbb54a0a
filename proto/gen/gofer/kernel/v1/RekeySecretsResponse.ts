// Original file: gofer/kernel/v1/store.proto


/**
 * The secret store uses the new key.
 */
export interface RekeySecretsResponseInput {
  /**
   * Alias of the secret store.
   */
  'store'?: (string);
  /**
   * The server keeps the key itself; otherwise the new key must be put into the server's configuration before its next start.
   */
  'keyKeptByServer'?: (boolean);
}

/**
 * The secret store uses the new key.
 */
export interface RekeySecretsResponse {
  /**
   * Alias of the secret store.
   */
  'store': (string);
  /**
   * The server keeps the key itself; otherwise the new key must be put into the server's configuration before its next start.
   */
  'keyKeptByServer': (boolean);
}

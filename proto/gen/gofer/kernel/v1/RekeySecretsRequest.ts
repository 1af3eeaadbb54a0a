// Original file: gofer/kernel/v1/store.proto


/**
 * A new encryption key for the secret store.
 */
export interface RekeySecretsRequestInput {
  /**
   * The new key, as the secret store's plugin wants it; empty makes a random one where the server keeps the key itself.
   */
  'newKey'?: (Buffer | Uint8Array | string);
}

/**
 * A new encryption key for the secret store.
 */
export interface RekeySecretsRequest {
  /**
   * The new key, as the secret store's plugin wants it; empty makes a random one where the server keeps the key itself.
   */
  'newKey': (Buffer);
}

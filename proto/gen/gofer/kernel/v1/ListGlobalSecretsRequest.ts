// Original file: gofer/kernel/v1/store.proto


/**
 * Which of the server's secrets to list.
 */
export interface ListGlobalSecretsRequestInput {
  /**
   * Most items to return.
   */
  'pageSize'?: (number);
  /**
   * Where to go on.
   */
  'pageToken'?: (string);
}

/**
 * Which of the server's secrets to list.
 */
export interface ListGlobalSecretsRequest {
  /**
   * Most items to return.
   */
  'pageSize': (number);
  /**
   * Where to go on.
   */
  'pageToken': (string);
}

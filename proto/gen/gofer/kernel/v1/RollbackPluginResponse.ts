// Original file: gofer/kernel/v1/plugin_management.proto


/**
 * The version before the last upgrade has taken over.
 */
export interface RollbackPluginResponseInput {
  /**
   * The version that runs now.
   */
  'version'?: (string);
}

/**
 * The version before the last upgrade has taken over.
 */
export interface RollbackPluginResponse {
  /**
   * The version that runs now.
   */
  'version': (string);
}

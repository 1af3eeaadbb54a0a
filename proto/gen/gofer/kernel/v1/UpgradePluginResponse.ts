// Original file: gofer/kernel/v1/plugin_management.proto


/**
 * The new version works and has taken over.
 */
export interface UpgradePluginResponseInput {
  /**
   * The version that was replaced.
   */
  'previousVersion'?: (string);
}

/**
 * The new version works and has taken over.
 */
export interface UpgradePluginResponse {
  /**
   * The version that was replaced.
   */
  'previousVersion': (string);
}

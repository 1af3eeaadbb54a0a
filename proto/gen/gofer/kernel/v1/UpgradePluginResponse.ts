// Original file: gofer/kernel/v1/plugin_management.proto


/**
 * The new version works and has taken over, or is there already.
 */
export interface UpgradePluginResponseInput {
  /**
   * The version that was replaced; of a plugin that is unchanged the one that it has.
   */
  'previousVersion'?: (string);
  /**
   * Digest of the files that were replaced.
   */
  'previousDigest'?: (string);
  /**
   * It has these very files already: nothing was done, and the process that runs goes on.
   */
  'unchanged'?: (boolean);
}

/**
 * The new version works and has taken over, or is there already.
 */
export interface UpgradePluginResponse {
  /**
   * The version that was replaced; of a plugin that is unchanged the one that it has.
   */
  'previousVersion': (string);
  /**
   * Digest of the files that were replaced.
   */
  'previousDigest': (string);
  /**
   * It has these very files already: nothing was done, and the process that runs goes on.
   */
  'unchanged': (boolean);
}

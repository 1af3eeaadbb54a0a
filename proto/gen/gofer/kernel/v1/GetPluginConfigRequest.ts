// Original file: gofer/kernel/v1/plugin_management.proto


/**
 * The plugin whose configuration is wanted.
 */
export interface GetPluginConfigRequestInput {
  /**
   * Its alias.
   */
  'alias'?: (string);
}

/**
 * The plugin whose configuration is wanted.
 */
export interface GetPluginConfigRequest {
  /**
   * Its alias.
   */
  'alias': (string);
}

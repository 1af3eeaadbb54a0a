// Original file: gofer/kernel/v1/plugin_management.proto


/**
 * The plugin to remove.
 */
export interface UninstallPluginRequestInput {
  /**
   * Its alias.
   */
  'alias'?: (string);
}

/**
 * The plugin to remove.
 */
export interface UninstallPluginRequest {
  /**
   * Its alias.
   */
  'alias': (string);
}

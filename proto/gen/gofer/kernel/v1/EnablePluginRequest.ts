// Original file: gofer/kernel/v1/plugin_management.proto


/**
 * The plugin to start.
 */
export interface EnablePluginRequestInput {
  /**
   * Its alias.
   */
  'alias'?: (string);
}

/**
 * The plugin to start.
 */
export interface EnablePluginRequest {
  /**
   * Its alias.
   */
  'alias': (string);
}

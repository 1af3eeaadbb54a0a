// Original file: gofer/kernel/v1/plugin_management.proto


/**
 * The plugin to start again.
 */
export interface RestartPluginRequestInput {
  /**
   * Its alias.
   */
  'alias'?: (string);
}

/**
 * The plugin to start again.
 */
export interface RestartPluginRequest {
  /**
   * Its alias.
   */
  'alias': (string);
}

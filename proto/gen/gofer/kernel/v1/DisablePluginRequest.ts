// Original file: gofer/kernel/v1/plugin_management.proto


/**
 * The plugin to stop.
 */
export interface DisablePluginRequestInput {
  /**
   * Its alias.
   */
  'alias'?: (string);
  /**
   * Stop it although it is in use.
   */
  'force'?: (boolean);
}

/**
 * The plugin to stop.
 */
export interface DisablePluginRequest {
  /**
   * Its alias.
   */
  'alias': (string);
  /**
   * Stop it although it is in use.
   */
  'force': (boolean);
}

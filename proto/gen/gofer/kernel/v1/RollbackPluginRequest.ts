// Original file: gofer/kernel/v1/plugin_management.proto


/**
 * The plugin to roll back.
 */
export interface RollbackPluginRequestInput {
  /**
   * Its alias.
   */
  'alias'?: (string);
}

/**
 * The plugin to roll back.
 */
export interface RollbackPluginRequest {
  /**
   * Its alias.
   */
  'alias': (string);
}

// Original file: gofer/kernel/v1/plugin_management.proto


/**
 * The plugin to use for a role.
 */
export interface UsePluginRequestInput {
  /**
   * The role: "scheduler".
   */
  'role'?: (string);
  /**
   * Alias of the plugin.
   */
  'alias'?: (string);
}

/**
 * The plugin to use for a role.
 */
export interface UsePluginRequest {
  /**
   * The role: "scheduler".
   */
  'role': (string);
  /**
   * Alias of the plugin.
   */
  'alias': (string);
}

// Original file: gofer/kernel/v1/plugin_management.proto


/**
 * The plugin serves the role from now on.
 */
export interface UsePluginResponseInput {
  /**
   * Alias of the plugin that served it before.
   */
  'previousAlias'?: (string);
}

/**
 * The plugin serves the role from now on.
 */
export interface UsePluginResponse {
  /**
   * Alias of the plugin that served it before.
   */
  'previousAlias': (string);
}

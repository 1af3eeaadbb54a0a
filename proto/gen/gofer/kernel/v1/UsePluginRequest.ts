// Original file: gofer/kernel/v1/plugin_management.proto


/**
 * The plugin to use for a role.
 */
export interface UsePluginRequestInput {
  /**
   * The role: "scheduler", "object-store" or "secret-store".
   */
  'role'?: (string);
  /**
   * Alias of the plugin.
   */
  'alias'?: (string);
  /**
   * Of a store: leave what other stores keep where it is. It is read from there.
   */
  'force'?: (boolean);
}

/**
 * The plugin to use for a role.
 */
export interface UsePluginRequest {
  /**
   * The role: "scheduler", "object-store" or "secret-store".
   */
  'role': (string);
  /**
   * Alias of the plugin.
   */
  'alias': (string);
  /**
   * Of a store: leave what other stores keep where it is. It is read from there.
   */
  'force': (boolean);
}

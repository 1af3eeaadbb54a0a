// Original file: gofer/kernel/v1/plugin_management.proto


/**
 * The store to move everything to.
 */
export interface MigrateStoreRequestInput {
  /**
   * The role: "object-store" or "secret-store".
   */
  'role'?: (string);
  /**
   * Alias of the plugin.
   */
  'alias'?: (string);
}

/**
 * The store to move everything to.
 */
export interface MigrateStoreRequest {
  /**
   * The role: "object-store" or "secret-store".
   */
  'role': (string);
  /**
   * Alias of the plugin.
   */
  'alias': (string);
}

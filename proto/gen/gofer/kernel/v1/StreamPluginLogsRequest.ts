// Original file: gofer/kernel/v1/kernel.proto


/**
 * The plugin whose output is wanted.
 */
export interface StreamPluginLogsRequestInput {
  /**
   * Its alias.
   */
  'alias'?: (string);
  /**
   * Go on with what it writes.
   */
  'follow'?: (boolean);
}

/**
 * The plugin whose output is wanted.
 */
export interface StreamPluginLogsRequest {
  /**
   * Its alias.
   */
  'alias': (string);
  /**
   * Go on with what it writes.
   */
  'follow': (boolean);
}

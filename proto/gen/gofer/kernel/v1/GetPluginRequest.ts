// Original file: gofer/kernel/v1/kernel.proto


/**
 * The plugin to get.
 */
export interface GetPluginRequestInput {
  /**
   * Its alias.
   */
  'alias'?: (string);
}

/**
 * The plugin to get.
 */
export interface GetPluginRequest {
  /**
   * Its alias.
   */
  'alias': (string);
}

// Original file: gofer/plugin/v1/plugin.proto


/**
 * The outcome of Configure.
 */
export interface ConfigureResponseInput {
  /**
   * The new configuration is valid but needs a new process; the kernel restarts the plugin.
   */
  'restartRequired'?: (boolean);
}

/**
 * The outcome of Configure.
 */
export interface ConfigureResponse {
  /**
   * The new configuration is valid but needs a new process; the kernel restarts the plugin.
   */
  'restartRequired': (boolean);
}

// Original file: gofer/kernel/v1/plugin_management.proto


/**
 * One thing that is wrong with a configuration.
 */
export interface PluginConfigViolationInput {
  /**
   * JSON pointer of the value; empty for the whole configuration.
   */
  'pointer'?: (string);
  /**
   * What is wrong with it.
   */
  'message'?: (string);
}

/**
 * One thing that is wrong with a configuration.
 */
export interface PluginConfigViolation {
  /**
   * JSON pointer of the value; empty for the whole configuration.
   */
  'pointer': (string);
  /**
   * What is wrong with it.
   */
  'message': (string);
}

// Original file: gofer/kernel/v1/plugin_management.proto


/**
 * A change of a configuration.
 */
export interface PluginConfigChangeInput {
  /**
   * A JSON object, UTF-8: its keys are set, and those that are null are removed. Empty changes nothing.
   */
  'config'?: (Buffer | Uint8Array | string);
  /**
   * Values of secret fields by JSON pointer. The kernel keeps them in files that only it can read.
   */
  'secretValues'?: ({[key: string]: Buffer | Uint8Array | string});
  /**
   * Where values of secret fields are, by JSON pointer: "file:<absolute path>" or "env:<variable of the kernel>".
   */
  'secretReferences'?: ({[key: string]: string});
  /**
   * JSON pointers of secret fields to forget.
   */
  'removedSecrets'?: (string)[];
}

/**
 * A change of a configuration.
 */
export interface PluginConfigChange {
  /**
   * A JSON object, UTF-8: its keys are set, and those that are null are removed. Empty changes nothing.
   */
  'config': (Buffer);
  /**
   * Values of secret fields by JSON pointer. The kernel keeps them in files that only it can read.
   */
  'secretValues': ({[key: string]: Buffer});
  /**
   * Where values of secret fields are, by JSON pointer: "file:<absolute path>" or "env:<variable of the kernel>".
   */
  'secretReferences': ({[key: string]: string});
  /**
   * JSON pointers of secret fields to forget.
   */
  'removedSecrets': (string)[];
}

// Original file: gofer/kernel/v1/plugin_management.proto


/**
 * The plugin is installed.
 */
export interface InstallPluginResponseInput {
  /**
   * Name of the installation.
   */
  'alias'?: (string);
}

/**
 * The plugin is installed.
 */
export interface InstallPluginResponse {
  /**
   * Name of the installation.
   */
  'alias': (string);
}

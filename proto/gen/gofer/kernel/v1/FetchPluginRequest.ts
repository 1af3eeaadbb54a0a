// Original file: gofer/kernel/v1/plugin_management.proto


/**
 * The package to bring here.
 */
export interface FetchPluginRequestInput {
  /**
   * Absolute path of a folder or a .tgz on the kernel's machine, or "npm:<name>@<version>".
   */
  'source'?: (string);
}

/**
 * The package to bring here.
 */
export interface FetchPluginRequest {
  /**
   * Absolute path of a folder or a .tgz on the kernel's machine, or "npm:<name>@<version>".
   */
  'source': (string);
}

// Original file: gofer/kernel/v1/plugin_management.proto


/**
 * The package to bring here.
 */
export interface FetchPluginRequestInput {
  /**
   * Absolute path of a folder or a .tgz on the kernel's machine, "npm:<name>@<version>", "image:<reference>" to run as a
   * container of the scheduler in use, or where one runs already:
   * "endpoint:unix:///<socket>", "endpoint:<host>:<port>?fingerprint=sha256:<hex>", "endpoint:<host>:<port>?ca=<path>".
   */
  'source'?: (string);
  /**
   * Who asks the registry of an image; empty asks without credentials. They are used for this call and kept nowhere.
   */
  'registryUsername'?: (string);
  /**
   * Password or token for that name.
   */
  'registryPassword'?: (string);
}

/**
 * The package to bring here.
 */
export interface FetchPluginRequest {
  /**
   * Absolute path of a folder or a .tgz on the kernel's machine, "npm:<name>@<version>", "image:<reference>" to run as a
   * container of the scheduler in use, or where one runs already:
   * "endpoint:unix:///<socket>", "endpoint:<host>:<port>?fingerprint=sha256:<hex>", "endpoint:<host>:<port>?ca=<path>".
   */
  'source': (string);
  /**
   * Who asks the registry of an image; empty asks without credentials. They are used for this call and kept nowhere.
   */
  'registryUsername': (string);
  /**
   * Password or token for that name.
   */
  'registryPassword': (string);
}

// Original file: gofer/kernel/v1/plugin_management.proto


/**
 * The files of one version of a plugin.
 */
export interface PluginPackageInput {
  /**
   * Name of the plugin.
   */
  'name'?: (string);
  /**
   * Its version.
   */
  'version'?: (string);
  /**
   * Where it comes from: an absolute path, "npm:<spec>", "image:<reference>", "endpoint:<address>", or "bundled:<folder>".
   */
  'source'?: (string);
  /**
   * "sha256:<hex>" over all its files, of an image, or over what an endpoint says it is; of a live link what it was when it was fetched, empty for a bundled plugin.
   */
  'digest'?: (string);
  /**
   * The files are used where they are and may change: for development.
   */
  'liveLink'?: (boolean);
  /**
   * What it says it needs, for an admin to agree to.
   */
  'permissions'?: (string)[];
  /**
   * Role contracts that it serves, for example "gofer.trigger.v1".
   */
  'contracts'?: (string)[];
  /**
   * Range of kernel versions that it works with.
   */
  'kernelRange'?: (string);
}

/**
 * The files of one version of a plugin.
 */
export interface PluginPackage {
  /**
   * Name of the plugin.
   */
  'name': (string);
  /**
   * Its version.
   */
  'version': (string);
  /**
   * Where it comes from: an absolute path, "npm:<spec>", "image:<reference>", "endpoint:<address>", or "bundled:<folder>".
   */
  'source': (string);
  /**
   * "sha256:<hex>" over all its files, of an image, or over what an endpoint says it is; of a live link what it was when it was fetched, empty for a bundled plugin.
   */
  'digest': (string);
  /**
   * The files are used where they are and may change: for development.
   */
  'liveLink': (boolean);
  /**
   * What it says it needs, for an admin to agree to.
   */
  'permissions': (string)[];
  /**
   * Role contracts that it serves, for example "gofer.trigger.v1".
   */
  'contracts': (string)[];
  /**
   * Range of kernel versions that it works with.
   */
  'kernelRange': (string);
}

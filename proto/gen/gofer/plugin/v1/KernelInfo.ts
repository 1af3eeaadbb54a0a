// Original file: gofer/plugin/v1/plugin.proto


/**
 * The kernel, as a plugin sees it.
 */
export interface KernelInfoInput {
  /**
   * Semantic version of the kernel.
   */
  'version'?: (string);
  /**
   * Optional abilities of the kernel; unknown ones are ignored.
   */
  'features'?: (string)[];
  /**
   * Address of gofer.kernel.v1 for plugins that call back; empty when the plugin has no grant to do so.
   */
  'address'?: (string);
  /**
   * Bearer token for that address, scoped to the installation's grants. It is of this generation and ends with the
   * process: a plugin keeps it in memory only. A call beyond the grants is PERMISSION_DENIED and names the missing one.
   */
  'token'?: (string);
  /**
   * PEM of the certificate to trust at that address; empty means the authorities of the system.
   */
  'certificate'?: (string);
}

/**
 * The kernel, as a plugin sees it.
 */
export interface KernelInfo {
  /**
   * Semantic version of the kernel.
   */
  'version': (string);
  /**
   * Optional abilities of the kernel; unknown ones are ignored.
   */
  'features': (string)[];
  /**
   * Address of gofer.kernel.v1 for plugins that call back; empty when the plugin has no grant to do so.
   */
  'address': (string);
  /**
   * Bearer token for that address, scoped to the installation's grants. It is of this generation and ends with the
   * process: a plugin keeps it in memory only. A call beyond the grants is PERMISSION_DENIED and names the missing one.
   */
  'token': (string);
  /**
   * PEM of the certificate to trust at that address; empty means the authorities of the system.
   */
  'certificate': (string);
}

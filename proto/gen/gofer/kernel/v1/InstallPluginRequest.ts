// Original file: gofer/kernel/v1/plugin_management.proto

import type { PluginConfigChangeInput as _gofer_kernel_v1_PluginConfigChangeInput, PluginConfigChange as _gofer_kernel_v1_PluginConfigChange } from '../../../gofer/kernel/v1/PluginConfigChange.js';

/**
 * The package to install.
 */
export interface InstallPluginRequestInput {
  /**
   * Digest of a package that was fetched.
   */
  'digest'?: (string);
  /**
   * Name of the installation: a DNS label of at most 40 characters. Empty takes the name of the plugin.
   */
  'alias'?: (string);
  /**
   * Its configuration.
   */
  'config'?: (_gofer_kernel_v1_PluginConfigChangeInput | null);
  /**
   * Install it, and do not start it.
   */
  'disabled'?: (boolean);
}

/**
 * The package to install.
 */
export interface InstallPluginRequest {
  /**
   * Digest of a package that was fetched.
   */
  'digest': (string);
  /**
   * Name of the installation: a DNS label of at most 40 characters. Empty takes the name of the plugin.
   */
  'alias': (string);
  /**
   * Its configuration.
   */
  'config': (_gofer_kernel_v1_PluginConfigChange | null);
  /**
   * Install it, and do not start it.
   */
  'disabled': (boolean);
}

// Original file: gofer/kernel/v1/plugin_management.proto

import type { PluginPackageInput as _gofer_kernel_v1_PluginPackageInput, PluginPackage as _gofer_kernel_v1_PluginPackage } from '../../../gofer/kernel/v1/PluginPackage.js';

/**
 * A package that is here and has been verified.
 */
export interface FetchPluginResponseInput {
  /**
   * The package.
   */
  'package'?: (_gofer_kernel_v1_PluginPackageInput | null);
}

/**
 * A package that is here and has been verified.
 */
export interface FetchPluginResponse {
  /**
   * The package.
   */
  'package': (_gofer_kernel_v1_PluginPackage | null);
}

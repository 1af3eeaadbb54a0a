// Original file: gofer/kernel/v1/plugin_management.proto

import type { PluginConfigChangeInput as _gofer_kernel_v1_PluginConfigChangeInput, PluginConfigChange as _gofer_kernel_v1_PluginConfigChange } from '../../../gofer/kernel/v1/PluginConfigChange.js';

/**
 * A change to check.
 */
export interface CheckPluginConfigRequestInput {
  /**
   * Alias of the plugin.
   */
  'alias'?: (string);
  /**
   * The change.
   */
  'change'?: (_gofer_kernel_v1_PluginConfigChangeInput | null);
}

/**
 * A change to check.
 */
export interface CheckPluginConfigRequest {
  /**
   * Alias of the plugin.
   */
  'alias': (string);
  /**
   * The change.
   */
  'change': (_gofer_kernel_v1_PluginConfigChange | null);
}

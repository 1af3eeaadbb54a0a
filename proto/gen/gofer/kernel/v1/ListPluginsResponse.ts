// Original file: gofer/kernel/v1/kernel.proto

import type { PluginInput as _gofer_kernel_v1_PluginInput, Plugin as _gofer_kernel_v1_Plugin } from '../../../gofer/kernel/v1/Plugin.js';

/**
 * All plugins.
 */
export interface ListPluginsResponseInput {
  /**
   * The plugins.
   */
  'plugins'?: (_gofer_kernel_v1_PluginInput)[];
}

/**
 * All plugins.
 */
export interface ListPluginsResponse {
  /**
   * The plugins.
   */
  'plugins': (_gofer_kernel_v1_Plugin)[];
}

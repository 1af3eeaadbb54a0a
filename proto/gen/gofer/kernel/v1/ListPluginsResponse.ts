// Original file: gofer/kernel/v1/kernel.proto

import type { PluginInput as _gofer_kernel_v1_PluginInput, Plugin as _gofer_kernel_v1_Plugin } from '../../../gofer/kernel/v1/Plugin.js';

/**
 * Some plugins.
 */
export interface ListPluginsResponseInput {
  /**
   * The plugins.
   */
  'plugins'?: (_gofer_kernel_v1_PluginInput)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken'?: (string);
}

/**
 * Some plugins.
 */
export interface ListPluginsResponse {
  /**
   * The plugins.
   */
  'plugins': (_gofer_kernel_v1_Plugin)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken': (string);
}

// Original file: gofer/kernel/v1/kernel.proto

import type { PluginInput as _gofer_kernel_v1_PluginInput, Plugin as _gofer_kernel_v1_Plugin } from '../../../gofer/kernel/v1/Plugin.js';
import type { PluginCrashInput as _gofer_kernel_v1_PluginCrashInput, PluginCrash as _gofer_kernel_v1_PluginCrash } from '../../../gofer/kernel/v1/PluginCrash.js';

/**
 * One plugin.
 */
export interface GetPluginResponseInput {
  /**
   * The plugin.
   */
  'plugin'?: (_gofer_kernel_v1_PluginInput | null);
  /**
   * Its latest crashes, newest first.
   */
  'crashes'?: (_gofer_kernel_v1_PluginCrashInput)[];
}

/**
 * One plugin.
 */
export interface GetPluginResponse {
  /**
   * The plugin.
   */
  'plugin': (_gofer_kernel_v1_Plugin | null);
  /**
   * Its latest crashes, newest first.
   */
  'crashes': (_gofer_kernel_v1_PluginCrash)[];
}

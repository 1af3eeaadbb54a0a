// Original file: gofer/kernel/v1/plugin_management.proto

import type { PluginConfigViolationInput as _gofer_kernel_v1_PluginConfigViolationInput, PluginConfigViolation as _gofer_kernel_v1_PluginConfigViolation } from '../../../gofer/kernel/v1/PluginConfigViolation.js';

/**
 * What is wrong with a configuration.
 */
export interface CheckPluginConfigResponseInput {
  /**
   * All violations; empty means valid.
   */
  'violations'?: (_gofer_kernel_v1_PluginConfigViolationInput)[];
}

/**
 * What is wrong with a configuration.
 */
export interface CheckPluginConfigResponse {
  /**
   * All violations; empty means valid.
   */
  'violations': (_gofer_kernel_v1_PluginConfigViolation)[];
}

// Original file: gofer/plugin/v1/plugin.proto

import type { ViolationInput as _gofer_plugin_v1_ViolationInput, Violation as _gofer_plugin_v1_Violation } from '../../../gofer/plugin/v1/Violation.js';

/**
 * What is wrong with a configuration.
 */
export interface ValidateConfigResponseInput {
  /**
   * All violations; empty means valid.
   */
  'violations'?: (_gofer_plugin_v1_ViolationInput)[];
}

/**
 * What is wrong with a configuration.
 */
export interface ValidateConfigResponse {
  /**
   * All violations; empty means valid.
   */
  'violations': (_gofer_plugin_v1_Violation)[];
}

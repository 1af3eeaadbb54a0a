// Original file: gofer/kernel/v1/kernel.proto

import type { PipelineConfigInput as _gofer_kernel_v1_PipelineConfigInput, PipelineConfig as _gofer_kernel_v1_PipelineConfig } from '../../../gofer/kernel/v1/PipelineConfig.js';

/**
 * A pipeline to change.
 */
export interface UpdatePipelineRequestInput {
  /**
   * Namespace.
   */
  'namespace'?: (string);
  /**
   * The pipeline; its id says which one.
   */
  'config'?: (_gofer_kernel_v1_PipelineConfigInput | null);
}

/**
 * A pipeline to change.
 */
export interface UpdatePipelineRequest {
  /**
   * Namespace.
   */
  'namespace': (string);
  /**
   * The pipeline; its id says which one.
   */
  'config': (_gofer_kernel_v1_PipelineConfig | null);
}

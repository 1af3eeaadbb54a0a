// Original file: gofer/kernel/v1/kernel.proto

import type { PipelineConfigInput as _gofer_kernel_v1_PipelineConfigInput, PipelineConfig as _gofer_kernel_v1_PipelineConfig } from '../../../gofer/kernel/v1/PipelineConfig.js';

/**
 * A pipeline to register.
 */
export interface CreatePipelineRequestInput {
  /**
   * Namespace.
   */
  'namespace'?: (string);
  /**
   * The pipeline.
   */
  'config'?: (_gofer_kernel_v1_PipelineConfigInput | null);
}

/**
 * A pipeline to register.
 */
export interface CreatePipelineRequest {
  /**
   * Namespace.
   */
  'namespace': (string);
  /**
   * The pipeline.
   */
  'config': (_gofer_kernel_v1_PipelineConfig | null);
}

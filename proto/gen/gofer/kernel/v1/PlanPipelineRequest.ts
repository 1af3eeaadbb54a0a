// Original file: gofer/kernel/v1/pipeline_lifecycle.proto

import type { PipelineConfigInput as _gofer_kernel_v1_PipelineConfigInput, PipelineConfig as _gofer_kernel_v1_PipelineConfig } from '../../../gofer/kernel/v1/PipelineConfig.js';

/**
 * The config to plan.
 */
export interface PlanPipelineRequestInput {
  /**
   * Namespace.
   */
  'namespace'?: (string);
  /**
   * What would be registered.
   */
  'config'?: (_gofer_kernel_v1_PipelineConfigInput | null);
}

/**
 * The config to plan.
 */
export interface PlanPipelineRequest {
  /**
   * Namespace.
   */
  'namespace': (string);
  /**
   * What would be registered.
   */
  'config': (_gofer_kernel_v1_PipelineConfig | null);
}

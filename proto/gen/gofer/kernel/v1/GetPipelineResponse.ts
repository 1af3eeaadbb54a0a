// Original file: gofer/kernel/v1/kernel.proto

import type { PipelineInput as _gofer_kernel_v1_PipelineInput, Pipeline as _gofer_kernel_v1_Pipeline } from '../../../gofer/kernel/v1/Pipeline.js';
import type { PipelineConfigInput as _gofer_kernel_v1_PipelineConfigInput, PipelineConfig as _gofer_kernel_v1_PipelineConfig } from '../../../gofer/kernel/v1/PipelineConfig.js';
import type { SubscriptionInput as _gofer_kernel_v1_SubscriptionInput, Subscription as _gofer_kernel_v1_Subscription } from '../../../gofer/kernel/v1/Subscription.js';

/**
 * A pipeline with its config.
 */
export interface GetPipelineResponseInput {
  /**
   * The pipeline.
   */
  'pipeline'?: (_gofer_kernel_v1_PipelineInput | null);
  /**
   * The config of the version that was asked for.
   */
  'config'?: (_gofer_kernel_v1_PipelineConfigInput | null);
  /**
   * The subscriptions of the current version, ordered by label.
   */
  'subscriptions'?: (_gofer_kernel_v1_SubscriptionInput)[];
}

/**
 * A pipeline with its config.
 */
export interface GetPipelineResponse {
  /**
   * The pipeline.
   */
  'pipeline': (_gofer_kernel_v1_Pipeline | null);
  /**
   * The config of the version that was asked for.
   */
  'config': (_gofer_kernel_v1_PipelineConfig | null);
  /**
   * The subscriptions of the current version, ordered by label.
   */
  'subscriptions': (_gofer_kernel_v1_Subscription)[];
}

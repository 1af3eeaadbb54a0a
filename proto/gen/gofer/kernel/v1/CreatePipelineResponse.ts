// Original file: gofer/kernel/v1/kernel.proto

import type { PipelineInput as _gofer_kernel_v1_PipelineInput, Pipeline as _gofer_kernel_v1_Pipeline } from '../../../gofer/kernel/v1/Pipeline.js';

/**
 * The registered pipeline.
 */
export interface CreatePipelineResponseInput {
  /**
   * The pipeline.
   */
  'pipeline'?: (_gofer_kernel_v1_PipelineInput | null);
  /**
   * What its runs would fail by as things are, one sentence each: secrets and objects that are not there yet.
   */
  'warnings'?: (string)[];
}

/**
 * The registered pipeline.
 */
export interface CreatePipelineResponse {
  /**
   * The pipeline.
   */
  'pipeline': (_gofer_kernel_v1_Pipeline | null);
  /**
   * What its runs would fail by as things are, one sentence each: secrets and objects that are not there yet.
   */
  'warnings': (string)[];
}

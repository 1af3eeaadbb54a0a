// Original file: gofer/kernel/v1/kernel.proto

import type { PipelineInput as _gofer_kernel_v1_PipelineInput, Pipeline as _gofer_kernel_v1_Pipeline } from '../../../gofer/kernel/v1/Pipeline.js';

/**
 * Some pipelines.
 */
export interface ListPipelinesResponseInput {
  /**
   * The pipelines.
   */
  'pipelines'?: (_gofer_kernel_v1_PipelineInput)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken'?: (string);
}

/**
 * Some pipelines.
 */
export interface ListPipelinesResponse {
  /**
   * The pipelines.
   */
  'pipelines': (_gofer_kernel_v1_Pipeline)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken': (string);
}

// Original file: gofer/kernel/v1/kernel.proto

import type { PipelineInput as _gofer_kernel_v1_PipelineInput, Pipeline as _gofer_kernel_v1_Pipeline } from '../../../gofer/kernel/v1/Pipeline.js';

/**
 * The changed pipeline.
 */
export interface UpdatePipelineResponseInput {
  /**
   * The pipeline.
   */
  'pipeline'?: (_gofer_kernel_v1_PipelineInput | null);
  /**
   * A new version was made; false when the config was equal.
   */
  'changed'?: (boolean);
  /**
   * What its runs would fail by as things are, one sentence each: secrets and objects that are not there yet.
   */
  'warnings'?: (string)[];
}

/**
 * The changed pipeline.
 */
export interface UpdatePipelineResponse {
  /**
   * The pipeline.
   */
  'pipeline': (_gofer_kernel_v1_Pipeline | null);
  /**
   * A new version was made; false when the config was equal.
   */
  'changed': (boolean);
  /**
   * What its runs would fail by as things are, one sentence each: secrets and objects that are not there yet.
   */
  'warnings': (string)[];
}

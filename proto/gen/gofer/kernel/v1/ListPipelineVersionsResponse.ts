// Original file: gofer/kernel/v1/pipeline_lifecycle.proto

import type { PipelineVersionInput as _gofer_kernel_v1_PipelineVersionInput, PipelineVersion as _gofer_kernel_v1_PipelineVersion } from '../../../gofer/kernel/v1/PipelineVersion.js';

/**
 * Some versions.
 */
export interface ListPipelineVersionsResponseInput {
  /**
   * The versions, newest first.
   */
  'versions'?: (_gofer_kernel_v1_PipelineVersionInput)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken'?: (string);
}

/**
 * Some versions.
 */
export interface ListPipelineVersionsResponse {
  /**
   * The versions, newest first.
   */
  'versions': (_gofer_kernel_v1_PipelineVersion)[];
  /**
   * Where to go on; empty when this is the last page.
   */
  'nextPageToken': (string);
}

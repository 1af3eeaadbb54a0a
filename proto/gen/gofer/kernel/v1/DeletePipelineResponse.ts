// Original file: gofer/kernel/v1/pipeline_lifecycle.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The pipeline is gone.
 */
export interface DeletePipelineResponseInput {
  /**
   * How many runs went with it.
   */
  'runs'?: (number | string | Long);
}

/**
 * The pipeline is gone.
 */
export interface DeletePipelineResponse {
  /**
   * How many runs went with it.
   */
  'runs': (number);
}

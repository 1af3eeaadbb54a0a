// Original file: gofer/kernel/v1/run.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The run to get.
 */
export interface GetRunRequestInput {
  /**
   * Namespace.
   */
  'namespace'?: (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId'?: (string);
  /**
   * Id of the run.
   */
  'runId'?: (number | string | Long);
}

/**
 * The run to get.
 */
export interface GetRunRequest {
  /**
   * Namespace.
   */
  'namespace': (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId': (string);
  /**
   * Id of the run.
   */
  'runId': (number);
}

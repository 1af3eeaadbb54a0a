// Original file: gofer/kernel/v1/kernel.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The pipeline to get.
 */
export interface GetPipelineRequestInput {
  /**
   * Namespace.
   */
  'namespace'?: (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId'?: (string);
  /**
   * Version whose config is wanted; 0 means the current one.
   */
  'version'?: (number | string | Long);
}

/**
 * The pipeline to get.
 */
export interface GetPipelineRequest {
  /**
   * Namespace.
   */
  'namespace': (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId': (string);
  /**
   * Version whose config is wanted; 0 means the current one.
   */
  'version': (number);
}

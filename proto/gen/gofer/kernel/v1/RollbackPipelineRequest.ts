// Original file: gofer/kernel/v1/pipeline_lifecycle.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The pipeline to roll back.
 */
export interface RollbackPipelineRequestInput {
  /**
   * Namespace.
   */
  'namespace'?: (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId'?: (string);
  /**
   * The version whose config is wanted again; 0 means the one before the current one.
   */
  'version'?: (number | string | Long);
}

/**
 * The pipeline to roll back.
 */
export interface RollbackPipelineRequest {
  /**
   * Namespace.
   */
  'namespace': (string);
  /**
   * Id of the pipeline.
   */
  'pipelineId': (string);
  /**
   * The version whose config is wanted again; 0 means the one before the current one.
   */
  'version': (number);
}

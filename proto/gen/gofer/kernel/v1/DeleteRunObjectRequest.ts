// Original file: gofer/kernel/v1/store.proto

import type { Long } from '@grpc/proto-loader';

/**
 * The run's object to delete.
 */
export interface DeleteRunObjectRequestInput {
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
  /**
   * Key of the object.
   */
  'key'?: (string);
}

/**
 * The run's object to delete.
 */
export interface DeleteRunObjectRequest {
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
  /**
   * Key of the object.
   */
  'key': (string);
}
